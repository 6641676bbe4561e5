#include "notifications/message_search.h"

#include "notifications/comma_list.h"
#include "notifications/message_search_sql.h"
#include "notifications/notification_store.h"
#include "notifications/search_term.h"

namespace herald::notifications {
namespace {

const MessagePlace before_all{};
const MessagePlace after_all = [] {
    MessagePlace place{end_of_time, {}};
    place.id.bytes.fill(0xFF);
    return place;
}();

constexpr std::size_t place_bytes = 24;

void append_place(std::string& out, const MessagePlace& place) {
    for (unsigned shift = 64; shift > 0; shift -= 8)
        out += static_cast<char>(static_cast<std::uint64_t>(place.created_at.micros) >> (shift - 8));
    out.append(place.id.bytes.begin(), place.id.bytes.end());
}

MessagePlace read_place(std::string_view bytes, std::size_t index) {
    bytes = bytes.substr(index * place_bytes, place_bytes);
    std::uint64_t micros = 0;
    for (std::size_t i = 0; i < 8; ++i) micros = micros << 8U | static_cast<std::uint8_t>(bytes[i]);
    MessagePlace place{{static_cast<std::int64_t>(micros)}, {}};
    for (std::size_t i = 0; i < place.id.bytes.size(); ++i) place.id.bytes[i] = static_cast<std::uint8_t>(bytes[8 + i]);
    return place;
}

/// A segment of the index as it is stored.
struct Segment {
    Uuid id;
    MessagePlace after;
    MessagePlace until;
    std::string blocks;

    std::size_t block_count() const { return blocks.size() / place_bytes; }
    MessagePlace block_after(std::size_t block) const { return block == 0 ? after : read_place(blocks, block - 1); }
    MessagePlace block_until(std::size_t block) const { return read_place(blocks, block); }
};

std::vector<Segment> segments_before(db::Transaction& tx, const Uuid& service_id, const MessagePlace& before,
                                     std::size_t segments_max) {
    std::vector<Segment> segments;
    for (const auto row :
         tx.query(sql::segments_of_service, {service_id, before.created_at, before.id, segments_max})) {
        Segment segment;
        segment.id = row.get<Uuid>(0);
        segment.until = {row.get<Timestamp>(1), segment.id};
        segment.after = {row.get<Timestamp>(2), row.get<Uuid>(3)};
        segment.blocks = std::string(row.get<db::Blob>(4).bytes);
        segments.push_back(std::move(segment));
    }
    return segments;
}

/// Where the index ends: what is younger has to be looked through.
MessagePlace end_of_index(db::Transaction& tx, const Uuid& service_id) {
    const auto last = segments_before(tx, service_id, after_all, 1);
    return last.empty() ? before_all : last.front().until;
}

/// One search, from the newest message to the oldest, until there is enough.
class Search {
public:
    Search(db::Transaction& tx, const Uuid& service_id, const LogFilter& filter)
        : tx_(tx),
          service_id_(service_id),
          channel_(filter.channels.empty() ? std::nullopt : std::optional(filter.channels.front())),
          term_(SearchTerm::read(filter.to, channel_)),
          statuses_(comma_list(filter.named_statuses)) {
        const auto look_for = [&](SearchField field, std::string_view part) {
            if (!part.empty()) grams_.push_back(grams_to_look_for(field, part));
        };
        look_for(SearchField::reference, term_.reference);
        for (const Channel channel : {Channel::sms, Channel::email, Channel::letter})
            if (!channel_ || channel_ == channel) look_for(search_field(channel), term_.recipient);
    }

    /// One more than are shown, where there are so many.
    std::vector<Lookup> run() {
        look_through(end_of_index(tx_, service_id_), after_all);
        constexpr std::size_t segments_at_once = 16;
        MessagePlace before = after_all;
        while (!has_enough()) {
            const auto segments = segments_before(tx_, service_id_, before, segments_at_once);
            if (segments.empty()) break;
            look_into(segments);
            before = segments.back().until;
        }
        return std::move(found_);
    }

private:
    bool has_enough() const { return found_.size() > search_results_max; }

    void look_into(const std::vector<Segment>& segments) {
        std::vector<db::Params> pages;
        for (const Segment& segment : segments)
            for (const auto& grams : grams_)
                for (const Gram gram : grams) pages.push_back({segment.id, page_of(gram)});
        const auto read = tx_.query_many(sql::search_page, pages);
        std::size_t next = 0;
        for (const Segment& segment : segments) {
            BlockSet blocks = 0;
            for (const auto& grams : grams_) {
                BlockSet with_all = ~BlockSet{0};
                for (const Gram gram : grams) {
                    const db::Rows& rows = read[next++];
                    with_all &= rows.empty() ? 0 : blocks_with(rows[0].get<db::Blob>(0).bytes, gram);
                }
                blocks |= with_all;
            }
            for (std::size_t block = segment.block_count(); block-- > 0 && !has_enough();)
                if ((blocks >> block & 1U) != 0) look_through(segment.block_after(block), segment.block_until(block));
        }
    }

    /// Messages after `after`, up to `until`.
    void look_through(const MessagePlace& after, MessagePlace until) {
        constexpr std::size_t rows_max = 1'000;
        while (!has_enough()) {
            const auto rows =
                tx_.query(sql::messages_to_search,
                          {service_id_, after.created_at, after.id, until.created_at, until.id, statuses_,
                           channel_ ? db::Value(services::to_text(*channel_)) : db::Value(std::nullopt), rows_max});
            for (const auto row : rows) {
                const bool matches =
                    term_.matches(row.get<std::string_view>(2), row.get<std::optional<std::string_view>>(3));
                if (matches && !has_enough()) found_.push_back({service_id_, row.get<Uuid>(0)});
                // Each is a microsecond before or at least one id below the one before it.
                until = {row.get<Timestamp>(1), row.get<Uuid>(0)};
            }
            if (rows.size() < rows_max) return;
            until = just_before(until);
        }
    }

    static MessagePlace just_before(MessagePlace place) {
        for (std::size_t i = place.id.bytes.size(); i-- > 0;)
            if (place.id.bytes[i]-- != 0) return place;
        // It was the nil id: the borrow has made it the highest one.
        return {place.created_at - Duration(1), place.id};
    }

    db::Transaction& tx_;
    const Uuid& service_id_;
    std::optional<Channel> channel_;
    SearchTerm term_;
    std::optional<std::string> statuses_;
    std::vector<std::vector<Gram>> grams_;  ///< by field; a block with all of one field's may hold a match
    std::vector<Lookup> found_;
};

}  // namespace

LogPage search_messages(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id,
                        const LogFilter& filter) {
    LogPage page;
    if (filter.names_no_status) return page;
    auto found = Search(tx, service_id, filter).run();
    page.has_next = found.size() > search_results_max;
    if (page.has_next) found.pop_back();
    for (auto& message : find_many(tx, sealer, found))
        if (message) page.messages.push_back(std::move(*message));
    return page;
}

SearchIndexWork look_for_index_work(db::Transaction& tx, const Uuid& service_id, Timestamp at,
                                    const SearchIndexOptions& options) {
    SearchIndexWork work;
    if (const auto empty = tx.query(sql::empty_segment_of, {service_id}); !empty.empty())
        work.empty = empty[0].get<Uuid>(0);
    const std::size_t rows_max = options.block_rows * blocks_per_segment;
    const MessagePlace after = end_of_index(tx, service_id);
    const auto end = tx.query(sql::end_of_next_segment,
                              {service_id, after.created_at, after.id, at - options.settled_after, rows_max - 1});
    if (end.empty()) return work;
    NewSegment segment{service_id, after, {end[0].get<Timestamp>(0), end[0].get<Uuid>(1)}, {}, {}};
    SegmentMaker maker;
    std::size_t number = 0;
    for (const auto row : tx.query(sql::messages_to_index, {service_id, after.created_at, after.id, rows_max})) {
        const std::size_t block = number / options.block_rows;
        const auto channel = services::channel_from_text(row.get<std::string_view>(2));
        maker.add(block, search_field(channel.value_or(Channel::letter)), row.get<std::string_view>(3));
        if (const auto reference = row.get<std::optional<std::string_view>>(4))
            maker.add(block, SearchField::reference, SearchTerm::searched_reference(*reference));
        if (++number % options.block_rows == 0) append_place(segment.blocks, {row.get<Timestamp>(1), row.get<Uuid>(0)});
    }
    segment.pages = maker.finish();
    work.next = std::move(segment);
    return work;
}

void store_segment(db::Transaction& tx, const NewSegment& segment) {
    const Uuid& id = segment.until.id;
    const auto stored =
        tx.execute(sql::insert_search_segment, {id, segment.service_id, segment.until.created_at,
                                                segment.after.created_at, segment.after.id, db::Blob{segment.blocks}});
    if (stored == 0) return;
    std::vector<db::Params> pages;
    for (std::size_t page = 0; page < segment.pages.size(); ++page)
        if (!segment.pages[page].empty()) pages.push_back({id, page, db::Blob{segment.pages[page]}});
    tx.execute_many(sql::insert_search_page, pages);
}

void remove_segment(db::Transaction& tx, const Uuid& segment_id) {
    tx.execute(sql::delete_search_pages, {segment_id});
    tx.execute(sql::delete_search_segment, {segment_id});
}

std::vector<Uuid> services_to_index(db::Transaction& tx, const Uuid& after, std::size_t services_max) {
    std::vector<Uuid> services;
    for (const auto row : tx.query(sql::services_to_index, {after, services_max})) services.push_back(row.get<Uuid>(0));
    return services;
}

Task<SearchIndexing> index_messages(db::Store& store, Loop& loop, Timestamp at) {
    constexpr std::size_t services_max = 500;
    SearchIndexing done;
    Uuid after;
    while (true) {
        const auto services =
            co_await store.read(loop, [&](db::Transaction& tx) { return services_to_index(tx, after, services_max); });
        if (services.empty()) co_return done;
        for (std::size_t i = 0; i < services.size();) {
            const auto work = co_await store.read(
                loop, [&](db::Transaction& tx) { return look_for_index_work(tx, services[i], at); });
            if (!work.next && !work.empty) {
                ++i;
                continue;
            }
            co_await store.write(loop, [&](db::Transaction& tx) {
                if (work.next) store_segment(tx, *work.next);
                if (work.empty) remove_segment(tx, *work.empty);
            });
            done.made += work.next ? 1 : 0;
            done.removed += work.empty ? 1 : 0;
        }
        after = services.back();
    }
}

}  // namespace herald::notifications
