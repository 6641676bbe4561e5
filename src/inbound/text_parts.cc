#include "inbound/text_parts.h"

#include <algorithm>

#include "inbound/inbound_sql.h"
#include "inbound/text_parts_sql.h"
#include "smpp/alphabet.h"

namespace herald::inbound {
namespace {

constexpr std::string_view content_context = "inbound_parts.content";

struct StoredPart {
    std::int64_t number = 0;
    std::uint8_t data_coding = 0;
    std::string content;
    bool given_out = false;
};

/// The parts of one text, and what they are stored under.
struct PartsOfText {
    db::Transaction& tx;
    const crypto::Sealer& sealer;
    std::string destination, sender;
    std::int64_t reference = 0, total = 0;

    db::Params key() const { return {destination, sender, reference, total}; }

    std::vector<StoredPart> read() const {
        std::vector<StoredPart> parts;
        for (const auto row : tx.query(sql::parts_of_text, key()))
            parts.push_back({row.get<std::int64_t>(0), static_cast<std::uint8_t>(row.get<std::int64_t>(1)),
                             open_content(sealer, row.get<db::Blob>(2).bytes, content_context), row.get<bool>(3)});
        return parts;
    }
    void add(const StoredPart& part, Timestamp now) const {
        const std::string sealed = sealer.seal(part.content, content_context);
        tx.execute(sql::insert_inbound_part, {destination, sender, reference, total, part.number, part.data_coding,
                                              db::Blob{sealed}, part.given_out, now});
    }
};

/// Bytes are put together before they are read: a sender may have split a character. Not where the alphabet changes.
std::string text_of(std::span<const StoredPart> parts) {
    std::string text, bytes;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        bytes += parts[i].content;
        if (i + 1 < parts.size() && parts[i + 1].data_coding == parts[i].data_coding) continue;
        text += smpp::to_utf8(bytes, parts[i].data_coding);
        bytes.clear();
    }
    return text;
}

/// What is stored and told of several parts together, or of one alone.
InboundText as_text(const PartsOfText& of, std::span<const StoredPart> parts) {
    InboundText text;
    text.provider = "smpp";
    text.destination = of.destination;
    text.sender = of.sender;
    text.content = text_of(parts);
    return text;
}

/// Gives out what has not been, part by part; how many there were.
std::size_t give_out_singly(const PartsOfText& of, std::span<const StoredPart> parts, IdSource& ids, Timestamp now,
                            callbacks::Outbox& outbox) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].given_out) continue;
        accept(of.tx, of.sealer, ids, now, as_text(of, parts.subspan(i, 1)), outbox);
        ++count;
    }
    of.tx.execute(sql::mark_parts_given_out, of.key());
    return count;
}

}  // namespace

Outcome accept_part(db::Transaction& tx, const crypto::Sealer& sealer, IdSource& ids, Timestamp now,
                    const InboundText& text, callbacks::Outbox& outbox) {
    // The lock on the number has the parts of one text come one after the other, whatever process hears of them.
    if (tx.query(sql::inbound_number_owner, {text.destination}).empty()) return Outcome::unwanted;
    const PartsOfText of{tx, sealer, text.destination, text.sender, text.part->reference, text.part->total};
    StoredPart added{text.part->number, text.part->data_coding, text.content, false};
    std::vector<StoredPart> parts = of.read();
    const auto same = std::ranges::find(parts, added.number, &StoredPart::number);
    if (same != parts.end() && same->content == added.content) return Outcome::repeated;
    if (same != parts.end()) {
        give_out_singly(of, parts, ids, now, outbox);
        tx.execute(sql::delete_parts_of_text, of.key());
        parts.clear();
    }
    added.given_out = std::ranges::any_of(parts, &StoredPart::given_out);
    of.add(added, now);
    if (added.given_out) return accept(tx, sealer, ids, now, as_text(of, {&added, 1}), outbox);
    parts.push_back(added);
    if (std::ssize(parts) < of.total) return Outcome::incomplete;
    std::ranges::sort(parts, {}, &StoredPart::number);
    tx.execute(sql::mark_parts_given_out, of.key());
    return accept(tx, sealer, ids, now, as_text(of, parts), outbox);
}

std::size_t give_out_incomplete(db::Transaction& tx, const crypto::Sealer& sealer, IdSource& ids, Timestamp now,
                                Timestamp waiting_since) {
    const auto found = tx.query(sql::incomplete_text, {waiting_since});
    if (found.empty()) return 0;
    const PartsOfText of{tx,
                         sealer,
                         found[0].get<std::string>(0),
                         found[0].get<std::string>(1),
                         found[0].get<std::int64_t>(2),
                         found[0].get<std::int64_t>(3)};
    // What came meanwhile is seen once the number is locked.
    tx.query(sql::inbound_number_owner, {of.destination});
    callbacks::Outbox outbox(tx, sealer, ids, now, Uuid{});
    const std::vector<StoredPart> parts = of.read();
    const std::size_t given_out = give_out_singly(of, parts, ids, now, outbox);
    outbox.flush();
    return std::max<std::size_t>(given_out, 1);
}

std::size_t forget_parts(db::Transaction& tx, Timestamp before) {
    return static_cast<std::size_t>(tx.execute(sql::forget_given_out_parts, {before}));
}

}  // namespace herald::inbound
