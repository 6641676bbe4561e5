#include "notifications/message_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "notifications/search_term.h"
#include "support/database.h"
#include "support/sample_service.h"

namespace herald::notifications {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class SearchingMessages : public test::StoreTest {
protected:
    struct Made {
        Channel channel = Channel::sms;
        std::string recipient;
        std::optional<std::string> reference;
        services::KeyType key_type = services::KeyType::normal;
    };
    /// The newest last; each a second after the one before. Their place in the list is what tests call them.
    void send(const std::vector<Made>& all) {
        store().write_now([&](db::Transaction& tx) {
            std::vector<std::shared_ptr<Accepted>> made;
            std::vector<NewNotification> rows;
            for (const Made& one : all) {
                clock().advance(1s);
                made.push_back(test::make_message(service_, ids(), clock().now(), {.key_type = one.key_type}));
                Notification& message = made.back()->message;
                message.channel = one.channel;
                message.recipient = message.normalised_recipient = one.recipient;
                message.client_reference = one.reference;
                numbers_[message.id] = static_cast<int>(numbers_.size());
                rows.push_back({&message, Uuid{}});
            }
            insert_with_deliveries(tx, sealer_, rows);
        });
    }
    LogPage page_of(std::string to, LogFilter filter = {}) {
        filter.to = std::move(to);
        return store().read_now([&](db::Transaction& tx) { return search_messages(tx, sealer_, service_.id, filter); });
    }
    std::vector<int> search(std::string to, std::optional<Channel> channel = {}) {
        LogFilter filter;
        if (channel) filter.channels.push_back(*channel);
        return numbers(page_of(std::move(to), filter));
    }
    std::vector<int> numbers(const LogPage& page) {
        std::vector<int> found;
        for (const auto& message : page.messages) found.push_back(numbers_.at(message.id));
        return found;
    }
    /// Does all that is to be done, in segments of 128 messages; how many were made and removed.
    std::pair<int, int> index() {
        constexpr SearchIndexOptions options{.block_rows = 2, .settled_after = 5min};
        std::pair<int, int> done;
        while (true) {
            const auto work = store().read_now(
                [&](db::Transaction& tx) { return look_for_index_work(tx, service_.id, clock().now(), options); });
            if (!work.next && !work.empty) return done;
            store().write_now([&](db::Transaction& tx) {
                if (work.next) store_segment(tx, *work.next);
                if (work.empty) remove_segment(tx, *work.empty);
            });
            done.first += work.next ? 1 : 0;
            done.second += work.empty ? 1 : 0;
        }
    }
    std::int64_t count(const std::string& what) {
        const std::string text = "SELECT count(*) FROM " + what;
        const auto statement = test::ad_hoc(text, text, 0);
        return store().read_now([&](db::Transaction& tx) { return tx.query(statement, {})[0].get<std::int64_t>(0); });
    }
    void execute(const std::string& text) {
        const auto statement = test::ad_hoc(text, text, 0);
        store().write_now([&](db::Transaction& tx) { tx.execute(statement, {}); });
    }

    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    const test::SampleService service_ = test::make_sample_service(store(), clock(), ids(), sealer_);
    std::map<Uuid, int> numbers_;
};
HERALD_ON_BOTH_STORES(SearchingMessages);

// S-050 to S-055.
TEST_P(SearchingMessages, FindsPartsOfRecipientsAndReferences) {
    send({{Channel::sms, "447700900855", "Case ABC"},
          {Channel::email, "jack@gmail.com", std::nullopt},
          {Channel::email, "077@example.com", "o%b"},
          {Channel::letter, "1highstlondonsw11aa", std::nullopt},
          {Channel::sms, "447711111111", std::nullopt},
          {Channel::sms, "447700900855", std::nullopt, services::KeyType::test}});
    EXPECT_THAT(search("07700 900855", Channel::sms), ElementsAre(0)) << "and no test key's";
    EXPECT_THAT(search("0770", Channel::sms), ElementsAre(0));
    EXPECT_THAT(search("ACK", Channel::email), ElementsAre(1));
    EXPECT_THAT(search("077", Channel::email), ElementsAre(2));
    EXPECT_THAT(search("077"), ElementsAre(2));
    EXPECT_THAT(search("77"), ElementsAre(4, 2, 0)) << "the newest first";
    EXPECT_THAT(search("High St"), ElementsAre(3));
    EXPECT_THAT(search("high st", Channel::sms), IsEmpty());
    EXPECT_THAT(search("case abc", Channel::sms), ElementsAre(0));
    EXPECT_THAT(search("O%B"), ElementsAre(2));
    EXPECT_THAT(search("nobody"), IsEmpty());
    const auto other = test::make_sample_service(store(), clock(), ids(), sealer_, {.name = "Other"});
    LogFilter filter;
    filter.to = "jack";
    store().read_now([&](db::Transaction& tx) {
        EXPECT_THAT(search_messages(tx, sealer_, other.id, filter).messages, IsEmpty());
        return 0;
    });
}

// S-056: no character means anything but itself.
TEST_P(SearchingMessages, TakesEveryCharacterForItself) {
    for (const char* reference : {"foo%_", "%%bar", "foobar", "/", "baz\\baz"})
        send({{Channel::email, "a.b@example.com", std::string(reference)}});
    EXPECT_THAT(search("%"), SizeIs(2));
    EXPECT_THAT(search("_"), SizeIs(1));
    EXPECT_THAT(search("foo%"), SizeIs(1));
    EXPECT_THAT(search("%foo"), IsEmpty());
    EXPECT_THAT(search("\\"), SizeIs(1));
    EXPECT_THAT(search("/"), SizeIs(1));
}

TEST_P(SearchingMessages, TakesStatusesByTheirNames) {
    send({{Channel::sms, "447700900855", std::nullopt}, {Channel::sms, "447700900855", std::nullopt}});
    execute(
        "UPDATE notifications SET status = 'permanent-failure' WHERE created_at = (SELECT MAX(created_at) FROM "
        "notifications)");
    const auto by_status = [&](const char* query) {
        auto read = read_log_filter(http::parse_form(query));
        return numbers(page_of("855", std::get<LogFilter>(read)));
    };
    EXPECT_THAT(by_status("status=permanent-failure"), ElementsAre(1));
    EXPECT_THAT(by_status("status=failed"), IsEmpty()) << "it stands for no other status here";
    EXPECT_THAT(by_status("status=nonsense"), IsEmpty());
    EXPECT_THAT(by_status("status=created&status=permanent-failure"), ElementsAre(1, 0));
    EXPECT_THAT(by_status("limit_days=0&page=7&page_size=1&include_jobs=False"), ElementsAre(1, 0)) << "not looked at";
}

TEST_P(SearchingMessages, ShowsTheFirstFifty) {
    send(std::vector<Made>(50, {Channel::sms, "447700900855", std::nullopt}));
    EXPECT_THAT(page_of("855").messages, SizeIs(50));
    EXPECT_FALSE(page_of("855").has_next);
    send({{Channel::sms, "447700900855", std::nullopt}});
    EXPECT_EQ(search("855").front(), 50);
    EXPECT_THAT(page_of("855").messages, SizeIs(50));
    EXPECT_TRUE(page_of("855").has_next);
}

// Whatever is in the index, a search finds what looking at every message finds.
TEST_P(SearchingMessages, FindsTheSameInTheIndexAndBesideIt) {
    std::vector<Made> all;
    for (int i = 0; i < 700; ++i) {
        const std::string number = std::to_string(100'000 + i * 7919 % 900'000);
        if (i % 3 == 0) all.push_back({Channel::email, "person" + number + "@example.com", "REF " + std::to_string(i)});
        else if (i % 7 == 0) all.push_back({Channel::letter, number + "highstsw11aa", std::nullopt});
        else all.push_back({Channel::sms, "447700" + number, std::nullopt});
    }
    const std::vector<std::pair<const char*, std::optional<Channel>>> terms = {
        {"07700 107919", Channel::sms}, {"7919", Channel::sms},   {"855", Channel::sms}, {"9", Channel::sms},
        {"ref 69", std::nullopt},       {"9@EX", Channel::email}, {"x", std::nullopt},   {"19highst", Channel::letter},
        {"person107", std::nullopt},    {"%", std::nullopt},      {"zz", std::nullopt},  {"ref 3", Channel::email},
    };
    send(all);
    std::vector<std::vector<int>> found;
    for (const auto& [term, channel] : terms) found.push_back(search(term, channel));
    EXPECT_EQ(index().first, 3) << "the youngest are left";
    clock().advance(1h);
    EXPECT_EQ(index().first, 2) << "60 are too few for a segment";
    EXPECT_EQ(count("search_segments"), 5);
    for (std::size_t i = 0; i < terms.size(); ++i)
        EXPECT_EQ(search(terms[i].first, terms[i].second), found[i]) << terms[i].first;
    EXPECT_EQ(index(), (std::pair{0, 0}));
}

TEST_P(SearchingMessages, ForgetsMessagesThatAreGone) {
    send(std::vector<Made>(128 + 128 + 10, {Channel::sms, "447700900855", std::nullopt}));
    clock().advance(1h);
    EXPECT_EQ(index(), (std::pair{2, 0}));
    execute("DELETE FROM notifications WHERE id IN (SELECT id FROM notifications ORDER BY created_at LIMIT 200)");
    EXPECT_EQ(index(), (std::pair{0, 1}));
    EXPECT_THAT(search("855"), SizeIs(50));
    execute("DELETE FROM notifications");
    EXPECT_EQ(index(), (std::pair{0, 1}));
    EXPECT_EQ(count("search_pages"), 0);
    EXPECT_THAT(search("855"), IsEmpty());
    store().read_now([&](db::Transaction& tx) {
        EXPECT_THAT(services_to_index(tx, Uuid{}, 10), ElementsAre(service_.id));
        EXPECT_THAT(services_to_index(tx, service_.id, 10), IsEmpty());
        return 0;
    });
}

}  // namespace
}  // namespace herald::notifications
