// Messages that are cancelled before they are sent, also while others claim them.

#include <gtest/gtest.h>

#include <thread>

#include "notifications/cancelling.h"
#include "support/pipeline.h"

namespace herald::delivery {
namespace {

using namespace std::chrono_literals;
using notifications::Cancelling;
using notifications::Status;

class CancelledMessages : public test::PipelineTest {
protected:
    Cancelling& cancelling() {
        if (!cancelling_) {
            auto& all = stages();
            authenticator_.emplace(all.services, clock());
            cancelling_.emplace(Cancelling::Parts{inline_,
                                                  loop_,
                                                  clock(),
                                                  sealer_,
                                                  *authenticator_,
                                                  all.templates,
                                                  all.daily_limits,
                                                  {},
                                                  stages().links});
        }
        return *cancelling_;
    }
    Cancelling::Result cancel(const Uuid& id) { return loop_.run(cancelling().cancel(*service_.service, id)); }

    notifications::AcceptedPtr schedule(Duration in, const test::SampleMessage& wanted = {}) {
        auto accepted = test::make_message(service_, ids(), clock().now(), wanted);
        accepted->message.scheduled_for = clock().now() + in;
        loop_.run(test::accept(stages().intake, accepted));
        return accepted;
    }
    std::int64_t sum(const std::string& expression) {
        const std::string text = "SELECT COALESCE(SUM(count), 0) FROM " + expression;
        const auto statement = test::ad_hoc(text, text, 0);
        return store().read_now([&](db::Transaction& tx) { return tx.query(statement, {})[0].get<std::int64_t>(0); });
    }

private:
    std::optional<services::Authenticator> authenticator_;
    std::optional<Cancelling> cancelling_;
};
HERALD_ON_BOTH_STORES(CancelledMessages);

TEST_P(CancelledMessages, AreNeverSentAndCountNoMore) {
    const auto message = schedule(1h);
    schedule(2h);
    ASSERT_EQ(sum("daily_totals WHERE kind = 'sms'"), 2);
    clock().advance(1min);
    const auto result = cancel(message->message.id);
    EXPECT_TRUE(result.is_cancelled);
    EXPECT_EQ(result.message->status, Status::cancelled);
    EXPECT_EQ(result.message->completed_at(), clock().now());
    EXPECT_EQ(stored(message->message.id).updated_at, clock().now());
    EXPECT_EQ(count("deliveries"), 1);
    EXPECT_EQ(sum("daily_totals WHERE kind = 'sms'"), 1);
    EXPECT_EQ(sum("notification_counts WHERE status = 'cancelled'"), 1);
    EXPECT_EQ(sum("notification_counts WHERE status = 'created'"), 1);

    loop_.run_for(3h);
    EXPECT_EQ(provider_.times(message->message.id), 0U);
    EXPECT_EQ(status_of(message->message.id), "cancelled");
    EXPECT_EQ(provider_.sent.size(), 1U);
    EXPECT_TRUE(told(message->message.id).empty());
}

TEST_P(CancelledMessages, AreCancelledOnceHoweverOftenItIsAsked) {
    const auto message = schedule(1h);
    const auto first = cancel(message->message.id);
    clock().advance(1min);
    const auto second = cancel(message->message.id);
    EXPECT_TRUE(second.is_cancelled);
    EXPECT_EQ(second.message->updated_at, first.message->updated_at);
    EXPECT_EQ(sum("daily_totals WHERE kind = 'sms'"), 0);
    EXPECT_EQ(sum("notification_counts WHERE status = 'cancelled'"), 1);
}

TEST_P(CancelledMessages, GiveBackBothLimitsOfATextAbroadAndNoneOfATestKey) {
    const auto abroad = schedule(1h, {.international = true, .phone_prefix = "33"});
    const auto test = schedule(1h, {.key_type = services::KeyType::test});
    ASSERT_EQ(sum("daily_totals WHERE kind = 'international_sms'"), 1);
    EXPECT_TRUE(cancel(test->message.id).is_cancelled);
    EXPECT_EQ(sum("daily_totals"), 2);
    EXPECT_TRUE(cancel(abroad->message.id).is_cancelled);
    EXPECT_EQ(sum("daily_totals"), 0);
}

TEST_P(CancelledMessages, GiveNothingBackToADayThatIsOver) {
    const auto message = schedule(48h);
    clock().advance(24h);
    EXPECT_TRUE(cancel(message->message.id).is_cancelled);
    EXPECT_EQ(sum("daily_totals"), 1);
}

TEST_P(CancelledMessages, AreNotThoseOfOthersOrOfNobody) {
    const auto other = test::make_sample_service(store(), clock(), ids(), sealer_, {.name = "Other"});
    const auto message = test::make_message(other, ids(), clock().now());
    insert_unclaimed({message});
    EXPECT_FALSE(cancel(message->message.id).message);
    EXPECT_FALSE(cancel(ids().next_random()).message);
    EXPECT_EQ(count("deliveries"), 1);
}

TEST_P(CancelledMessages, AreNotThoseThatSomebodyHasInMemory) {
    provider_.latency = [] { return Duration(1s); };
    const auto message = send();
    const auto result = cancel(message->message.id);
    EXPECT_FALSE(result.is_cancelled);
    EXPECT_EQ(result.message->status, Status::created);
    loop_.run_for(1min);
    EXPECT_FALSE(cancel(message->message.id).is_cancelled);
    EXPECT_EQ(status_of(message->message.id), "sending");
}

TEST_P(CancelledMessages, AreNotThoseThatAProviderMayHaveTaken) {
    using Outcome = SendResult::Outcome;
    provider_.answer = [](const auto&) { return SendResult{.outcome = Outcome::unknown}; };
    const auto message = send();
    loop_.run_for(1min);
    ASSERT_EQ(count("deliveries", "owner IS NULL AND attempts > 0"), 1);
    EXPECT_FALSE(cancel(message->message.id).is_cancelled);
    EXPECT_EQ(status_of(message->message.id), "created");
}

// A receipt may come for what was never sent: the message keeps the status that it gives, and its delivery.
TEST_P(CancelledMessages, AreNotThoseThatAReceiptHasEnded) {
    const auto message = schedule(1h);
    receive(receipt_by_id(message->message.id, Status::delivered));
    EXPECT_FALSE(cancel(message->message.id).is_cancelled);
    EXPECT_EQ(status_of(message->message.id), "delivered");
    EXPECT_EQ(count("deliveries"), 1);
}

TEST_P(CancelledMessages, AreEitherCancelledOrClaimedNeverBoth) {
    std::vector<std::shared_ptr<notifications::Accepted>> all;
    for (int i = 0; i < 200; ++i) all.push_back(test::make_message(service_, ids(), clock().now()));
    cancelling();
    stages().delivery.stop();
    insert_unclaimed(all);
    const std::string claim =
        store().engine() == db::Engine::sqlite
            ? "UPDATE deliveries SET owner = notification_id WHERE notification_id = (SELECT notification_id FROM "
              "deliveries WHERE owner IS NULL ORDER BY notification_id DESC LIMIT 1)"
            : "UPDATE deliveries SET owner = notification_id WHERE notification_id = (SELECT notification_id FROM "
              "deliveries WHERE owner IS NULL ORDER BY notification_id DESC LIMIT 1 FOR UPDATE SKIP LOCKED)";
    std::thread claimer([&] {
        for (int i = 0; i < 120; ++i) execute(claim);
    });
    std::int64_t cancelled = 0;
    for (const auto& one : all) cancelled += cancel(one->message.id).is_cancelled;
    claimer.join();
    EXPECT_EQ(count("notifications", "status = 'cancelled'"), cancelled);
    EXPECT_EQ(count("deliveries", "owner IS NOT NULL"), 200 - cancelled);
    EXPECT_EQ(count("deliveries d JOIN notifications n ON n.id = d.notification_id", "n.status = 'cancelled'"), 0);
    EXPECT_EQ(sum("notification_counts WHERE status = 'cancelled'"), cancelled);
}

}  // namespace
}  // namespace herald::delivery
