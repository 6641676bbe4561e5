#include "notifications/intake.h"

#include <gtest/gtest.h>

#include "notifications/lookup.h"
#include "support/accept.h"
#include "support/database.h"
#include "support/inline_store.h"
#include "support/sample_service.h"
#include "support/virtual_loop.h"

namespace herald::notifications {
namespace {

using namespace std::chrono_literals;

/// Plays the delivery stage.
class Taker final : public HandOff {
public:
    Uuid reserve(std::size_t) override { return owner; }
    void take(AcceptedPtr accepted, const Uuid& under) override {
        EXPECT_EQ(under, owner);
        taken.push_back(accepted->message.id);
    }
    void lose_track() override { ++lost; }

    Uuid owner;
    std::vector<Uuid> taken;
    int lost = 0;
};

class MessageIntake : public test::StoreTest {
protected:
    /// Offers all at the same moment; what became of each: accepted, or why not.
    std::vector<std::string> accept(const std::vector<AcceptedPtr>& all) {
        std::vector<std::string> results(all.size());
        std::size_t ended = 0;
        for (std::size_t i = 0; i < all.size(); ++i) spawn(accept_one(all[i], results[i], ended));
        loop_.run_until([&] { return ended == all.size(); });
        return results;
    }
    std::shared_ptr<Accepted> make(const test::SampleMessage& wanted = {}) {
        return test::make_message(service_, ids(), clock().now(), wanted);
    }
    std::int64_t number(const std::string& text) {
        const auto statement = test::ad_hoc(text, text, 0);
        return store().read_now([&](db::Transaction& tx) { return tx.query(statement, {})[0].get<std::int64_t>(0); });
    }

    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    test::VirtualLoop loop_{clock()};
    test::InlineStore inline_{store()};
    test::SampleService service_ = test::make_sample_service(store(), clock(), ids(), sealer_);
    int writes_ = 0;
    limits::DailyLimits daily_limits_{inline_, loop_, clock(), 0};
    AnsweredRequests answered_{sealer_};
    Intake intake_{{inline_, loop_, clock(), sealer_, metrics(), daily_limits_, answered_, {}},
                   {.batch_max = 500, .queue_max = 600}};

private:
    Task<void> accept_one(AcceptedPtr accepted, std::string& result, std::size_t& ended) {
        try {
            const bool allowed = co_await test::accept(intake_, std::move(accepted));
            result = allowed ? "accepted" : "over the limit";
        } catch (const db::StoreUnavailable&) {
            result = "unavailable";
        } catch (const db::StoreError&) {
            result = "failed";
        }
        ++ended;
    }
};
HERALD_ON_BOTH_STORES(MessageIntake);

TEST_P(MessageIntake, CommitsMessagesDeliveriesAndCountersTogether) {
    inline_.fail_when([this] {
        ++writes_;
        return test::InlineStore::Fault::none;
    });
    std::vector<AcceptedPtr> all;
    for (int i = 0; i < 300; ++i) all.push_back(make());
    EXPECT_EQ(accept(all), std::vector<std::string>(300, "accepted"));
    EXPECT_EQ(writes_, 1);
    EXPECT_EQ(number("SELECT count(*) FROM notifications"), 300);
    EXPECT_EQ(number("SELECT count(*) FROM deliveries WHERE owner IS NULL AND step = 'send' AND attempts = 0"), 300);
    EXPECT_EQ(number("SELECT count FROM notification_counts WHERE status = 'created'"), 300);
}

TEST_P(MessageIntake, ABadMessageDoesNotTakeItsNeighboursDown) {
    const auto twice = make();
    accept({twice});
    const auto before = make(), after = make();
    EXPECT_EQ(accept({before, twice, after}), (std::vector<std::string>{"accepted", "failed", "accepted"}));
    EXPECT_EQ(number("SELECT count(*) FROM notifications"), 3);
    EXPECT_EQ(number("SELECT count(*) FROM deliveries"), 3);
    EXPECT_EQ(number("SELECT count FROM notification_counts"), 3);
}

TEST_P(MessageIntake, AcceptsNothingThatTheStoreDoesNotTake) {
    inline_.fail_when([] { return test::InlineStore::Fault::refused; });
    EXPECT_EQ(accept({make()}), std::vector<std::string>{"unavailable"});
    EXPECT_EQ(number("SELECT count(*) FROM notifications"), 0);
    EXPECT_TRUE(intake_.idle());
}

TEST_P(MessageIntake, RefusesWhatItsQueueHasNoRoomFor) {
    std::vector<AcceptedPtr> all;
    for (int i = 0; i < 650; ++i) all.push_back(make());
    const auto results = accept(all);
    EXPECT_EQ(std::count(results.begin(), results.end(), "accepted"), 600);
    EXPECT_EQ(std::count(results.begin(), results.end(), "unavailable"), 50);
    EXPECT_EQ(number("SELECT count(*) FROM notifications"), 600);
}

TEST_P(MessageIntake, HandsOverUnderTheReservedLease) {
    Taker taker;
    taker.owner = ids().next_random();
    intake_.hand_off_to(&taker);
    const auto accepted = make();
    accept({accepted});
    EXPECT_EQ(taker.taken, std::vector<Uuid>{accepted->message.id});
    EXPECT_EQ(number("SELECT count(*) FROM deliveries WHERE owner IS NOT NULL"), 1);
    taker.owner = Uuid{};
    accept({make()});
    EXPECT_EQ(taker.taken.size(), 1u);
    EXPECT_EQ(number("SELECT count(*) FROM deliveries WHERE owner IS NULL"), 1);
}

TEST_P(MessageIntake, SaysWhenItCannotKnowWhatWasCommitted) {
    Taker taker;
    taker.owner = ids().next_random();
    intake_.hand_off_to(&taker);
    inline_.fail_when([] { return test::InlineStore::Fault::answer_lost; });
    EXPECT_EQ(accept({make()}), std::vector<std::string>{"unavailable"});
    EXPECT_EQ(taker.lost, 1);
    inline_.fail_when([] { return test::InlineStore::Fault::refused; });
    EXPECT_EQ(accept({make()}), std::vector<std::string>{"unavailable"});
    EXPECT_EQ(taker.lost, 1);
    EXPECT_TRUE(taker.taken.empty());
}

TEST_P(MessageIntake, StoresWhatWasAcceptedAsItWas) {
    const auto accepted = make({.recipient = "07900 900 123"});
    accepted->message.client_reference = "order 7";
    accepted->message.reply_to_text = "SENDER";
    accept({accepted});
    LookupBatcher lookups(inline_, loop_, sealer_);
    const auto found = loop_.run(lookups.find({service_.id, accepted->message.id}));
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->recipient, "07900 900 123");
    EXPECT_EQ(found->client_reference, "order 7");
    EXPECT_EQ(found->reply_to_text, "SENDER");
    EXPECT_EQ(found->personalisation, R"({"name":"Ada"})");
    EXPECT_EQ(found->created_at, clock().now());
    EXPECT_EQ(loop_.run(lookups.find({ids().next_random(), accepted->message.id})), std::nullopt);
    EXPECT_EQ(loop_.run(lookups.find({service_.id, ids().next_random()})), std::nullopt);
}

TEST_P(MessageIntake, KeepsPersonalisationSealed) {
    accept({make()});
    const auto statement =
        test::ad_hoc("SELECT personalisation FROM notifications", "SELECT personalisation FROM notifications", 0);
    const auto sealed = store().read_now(
        [&](db::Transaction& tx) { return std::string(tx.query(statement, {})[0].get<db::Blob>(0).bytes); });
    EXPECT_EQ(sealed.find("Ada"), std::string::npos);
}

TEST_P(MessageIntake, ManyReadersShareTheirReads) {
    std::vector<AcceptedPtr> all;
    for (int i = 0; i < 300; ++i) all.push_back(make());
    accept(all);
    LookupBatcher lookups(inline_, loop_, sealer_);
    std::size_t found = 0, ended = 0;
    const auto read = [](LookupBatcher& from, Lookup wanted, std::size_t& found_now,
                         std::size_t& ended_now) -> Task<void> {
        const auto message = co_await from.find(wanted);
        if (message && message->id == wanted.id) ++found_now;
        ++ended_now;
    };
    for (const auto& one : all) spawn(read(lookups, {service_.id, one->message.id}, found, ended));
    loop_.run_until([&] { return ended == all.size(); });
    EXPECT_EQ(found, all.size());
}

TEST_P(MessageIntake, ListsNewestFirstByFilterAndPage) {
    std::vector<AcceptedPtr> all;
    for (int i = 0; i < 6; ++i) {
        const auto channel = i % 2 == 0 ? Channel::sms : Channel::email;
        auto one = make({.channel = channel, .key_type = i == 5 ? KeyType::team : KeyType::normal});
        if (i == 2) one->message.client_reference = "order 7";
        all.push_back(one);
        accept({one});
        // The first two share their instant: the id decides between them.
        if (i > 0) clock().advance(1s);
    }
    const auto ids_of = [&](const ListFilter& filter) {
        std::vector<Uuid> found;
        for (const auto& one :
             store().read_now([&](db::Transaction& tx) { return list(tx, sealer_, service_.id, filter); }))
            found.push_back(one.id);
        return found;
    };
    const auto id = [&](int i) { return all[static_cast<std::size_t>(i)]->message.id; };
    EXPECT_EQ(ids_of({}), (std::vector<Uuid>{id(4), id(3), id(2), std::max(id(0), id(1)), std::min(id(0), id(1))}));
    EXPECT_EQ(ids_of({.key_type = KeyType::team}), std::vector<Uuid>{id(5)});
    EXPECT_EQ(ids_of({.channels = {Channel::email}}), (std::vector<Uuid>{id(3), id(1)}));
    EXPECT_EQ(ids_of({.statuses = {Status::delivered, Status::sending}}), std::vector<Uuid>{});
    EXPECT_EQ(ids_of({.statuses = {Status::delivered, Status::created}, .page_size = 1}), std::vector<Uuid>{id(4)});
    EXPECT_EQ(ids_of({.client_reference = "order 7"}), std::vector<Uuid>{id(2)});
    EXPECT_EQ(ids_of({.client_reference = "order 8"}), std::vector<Uuid>{});
    EXPECT_EQ(ids_of({.older_than = std::max(id(0), id(1))}), std::vector<Uuid>{std::min(id(0), id(1))});
    EXPECT_EQ(ids_of({.older_than = id(3), .page_size = 1}), std::vector<Uuid>{id(2)});
    EXPECT_EQ(ids_of({.older_than = ids().next_random()}), std::vector<Uuid>{});
}

// S-068: the database forbids a job's row twice; messages without a job are exempt.
TEST_P(MessageIntake, NoRowOfAJobIsStoredTwice) {
    accept({make(), make()});
    const auto same = test::ad_hoc("UPDATE notifications SET job_id = ?1, job_row_number = 1",
                                   "UPDATE notifications SET job_id = $1, job_row_number = 1", 1);
    EXPECT_THROW(store().write_now([&](db::Transaction& tx) { tx.execute(same, {ids().next_random()}); }),
                 db::UniqueViolation);
    EXPECT_EQ(number("SELECT count(*) FROM notifications WHERE job_id IS NULL"), 2);
}

}  // namespace
}  // namespace herald::notifications
