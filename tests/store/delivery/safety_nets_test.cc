#include "delivery/safety_nets.h"

#include <gtest/gtest.h>

#include "support/pipeline.h"

namespace herald::delivery {
namespace {

using namespace std::chrono_literals;
using notifications::Status;
using Statuses = std::vector<std::string>;

class SafetyNets : public test::PipelineTest {
protected:
    std::size_t time_out(Timestamp at, const TimeOutOptions& options = {}) {
        return store().write_now(
            [&](db::Transaction& tx) { return time_out_batch(tx, sealer_, ids(), at, 0, options); });
    }
    std::size_t settle(Timestamp at) {
        return store().write_now(
            [&](db::Transaction& tx) { return settle_mail_batch(tx, sealer_, ids(), at, 0, {.after = 24h}); });
    }
    std::size_t replay(Timestamp at) {
        return store().write_now([&](db::Transaction& tx) { return replay_created(tx, at, {}); });
    }
    /// A message that a provider has and that gets no receipt.
    notifications::AcceptedPtr send_and_wait() {
        auto sent = send();
        loop_.run_for(1s);
        return sent;
    }
    static std::string text_of(const Uuid& id) {
        std::string digits = id.to_string();
        std::erase(digits, '-');
        return digits;
    }
    void set_status(const char* status) {
        execute("UPDATE notifications SET status = '" + std::string(status) + "', sent_at = NULL");
    }
};
HERALD_ON_BOTH_STORES(SafetyNets);

// S-093: at exactly 259,200 seconds nothing happens, one second later it does. S-095: the service is told. S-105: a
// second run at the same instant changes nothing.
TEST_P(SafetyNets, EndWhatHasHadNoReceiptForThreeDays) {
    const auto sent = send_and_wait();
    const Timestamp created = sent->message.created_at;
    EXPECT_EQ(time_out(created + 259'200s), 0u);
    EXPECT_EQ(time_out(created + 259'201s), 1u);
    const auto message = stored(sent->message.id);
    EXPECT_EQ(to_text(message.status), "temporary-failure");
    EXPECT_EQ(message.updated_at, created + 259'201s);
    EXPECT_EQ(time_out(created + 259'201s), 0u);
    EXPECT_EQ(stored(sent->message.id).updated_at, message.updated_at);
    EXPECT_EQ(count("callbacks"), 1);
    clock().set(created + 259'202s);
    loop_.run_for(20s);
    EXPECT_EQ(told(sent->message.id), Statuses{"temporary-failure"});
    EXPECT_EQ(count("notification_counts", "status = 'temporary-failure' AND count = 1"), 1);
}

TEST_P(SafetyNets, SettleMailOfWhichNoBounceHasCome) {
    const auto by_smtp = send({.channel = notifications::Channel::email});
    const auto by_ses = send({.channel = notifications::Channel::email});
    const auto text = send();
    loop_.run_for(1s);
    const std::string id = store().engine() == db::Engine::sqlite ? "x'" + text_of(by_smtp->message.id) + "'"
                                                                  : "'" + by_smtp->message.id.to_string() + "'";
    execute("UPDATE notifications SET sent_by = 'smtp' WHERE id = " + id);
    const Timestamp sent = *stored(by_smtp->message.id).sent_at;
    EXPECT_EQ(settle(sent + 24h), 0u);
    EXPECT_EQ(settle(sent + 24h + 1s), 1u);
    EXPECT_EQ(settle(sent + 24h + 1s), 0u);
    EXPECT_EQ(status_of(by_smtp->message.id), "delivered");
    EXPECT_EQ(status_of(by_ses->message.id), "sending");
    EXPECT_EQ(status_of(text->message.id), "sending");
    EXPECT_EQ(count("notification_counts", "status = 'delivered' AND count = 1"), 1);
    clock().set(sent + 24h + 2s);
    loop_.run_for(20s);
    EXPECT_EQ(told(by_smtp->message.id), Statuses{"delivered"});
}

// S-093, S-096: a message without `sent_at` times out too, and its callback says null.
TEST_P(SafetyNets, TellNullWhereATimeIsNotKnown) {
    const auto sent = send_and_wait();
    set_status("pending");
    execute("UPDATE notification_counts SET status = 'pending' WHERE status = 'sending'");
    EXPECT_EQ(time_out(sent->message.created_at + 72h + 1s), 1u);
    loop_.run_for(5s);
    ASSERT_EQ(calls_.size(), 0u);  // due at the task's instant
    clock().set(sent->message.created_at + 72h + 2s);
    loop_.run_for(20s);
    ASSERT_EQ(calls_.size(), 1u);
    EXPECT_NE(calls_[0].body.find(R"("sent_at":null)"), std::string::npos);
    EXPECT_NE(calls_[0].body.find(R"("status":"temporary-failure")"), std::string::npos);
}

// S-093, the rule of old, where the installation wants it: what was never sent ends too, and its delivery with it.
TEST_P(SafetyNets, EndWhatWasNeverSentWhereThatIsWanted) {
    const TimeOutOptions options{.created_too = true};
    insert_unclaimed(
        {test::make_message(service_, ids(), clock().now()), test::make_message(service_, ids(), clock().now())});
    execute(
        "UPDATE deliveries SET owner = notification_id WHERE notification_id = "
        "(SELECT notification_id FROM deliveries ORDER BY notification_id LIMIT 1)");
    EXPECT_EQ(time_out(clock().now() + 259'201s), 0u) << "not by itself";
    EXPECT_EQ(time_out(clock().now() + 259'200s, options), 0u);
    EXPECT_EQ(time_out(clock().now() + 259'201s, options), 1u) << "what a worker has in its hands is left to it";
    EXPECT_EQ(time_out(clock().now() + 259'201s, options), 0u);
    EXPECT_EQ(count("notifications", "status = 'technical-failure'"), 1);
    EXPECT_EQ(count("deliveries"), 1);
    EXPECT_EQ(count("callbacks"), 1);
    EXPECT_EQ(count("notification_counts", "status = 'technical-failure' AND count = 1"), 1);
    execute("DELETE FROM deliveries");
    execute("DELETE FROM callbacks");
}

// What is to be sent later is not late.
TEST_P(SafetyNets, LeaveWhatWaitsForItsHour) {
    insert_unclaimed({test::make_message(service_, ids(), clock().now())});
    const auto later =
        test::ad_hoc("UPDATE notifications SET scheduled_for = ?1", "UPDATE notifications SET scheduled_for = $1", 1);
    store().write_now([&](db::Transaction& tx) { tx.execute(later, {clock().now() + 24h}); });
    EXPECT_EQ(time_out(clock().now() + 80h, {.created_too = true}), 0u);
    EXPECT_EQ(time_out(clock().now() + 97h, {.created_too = true, .callback_on_technical_failure = false}), 1u);
    EXPECT_EQ(count("callbacks"), 0);
}

// S-093: `created` is not timed out (the replay looks after it), nor is what has ended.
TEST_P(SafetyNets, LeaveEveryOtherStatusAlone) {
    const auto sent = send_and_wait();
    for (const char* status : {"created", "sent", "delivered", "permanent-failure", "technical-failure", "cancelled"}) {
        set_status(status);
        EXPECT_EQ(time_out(sent->message.created_at + 100h), 0u) << status;
    }
}

TEST_P(SafetyNets, WorkInBoundedBatches) {
    for (int i = 0; i < 5; ++i) send();
    loop_.run_for(1s);
    const Timestamp at = clock().now() + 73h;
    EXPECT_EQ(time_out(at, {.batch_max = 3}), 3u);
    EXPECT_EQ(time_out(at, {.batch_max = 3}), 2u);
    EXPECT_EQ(time_out(at, {.batch_max = 3}), 0u);
}

// S-107: in a healthy store the net finds nothing, however old the messages are.
TEST_P(SafetyNets, FindNothingInAHealthyStore) {
    provider_.answer = [](const auto&) { return SendResult{.outcome = SendResult::Outcome::retryable}; };
    send();
    loop_.run_for(2h);
    EXPECT_EQ(replay(clock().now()), 0u);
}

// S-035, S-107: a message that has lost its delivery gets one after an hour, once.
TEST_P(SafetyNets, ReviveALostDeliveryAfterAnHour) {
    const auto accepted = test::make_message(service_, ids(), clock().now());
    insert_unclaimed({accepted});
    execute("DELETE FROM deliveries");
    const Timestamp created = accepted->message.created_at;
    EXPECT_EQ(replay(created + 59min), 0u);
    EXPECT_EQ(replay(created + 1h), 0u);
    EXPECT_EQ(replay(created + 1h + 1s), 1u);
    EXPECT_EQ(replay(created + 1h + 1s), 0u);
    clock().set(created + 1h + 2s);
    stages();
    loop_.run_for(5s);
    EXPECT_EQ(provider_.times(accepted->message.id), 1u);
    EXPECT_EQ(status_of(accepted->message.id), "sending");
}

TEST_P(SafetyNets, ReviveNothingThatWasHandedOver) {
    send_and_wait();
    EXPECT_EQ(replay(clock().now() + 24h), 0u);
}

TEST_P(SafetyNets, FreeWhatBelongsToAWorkerThatIsGone) {
    const auto free = [&] { return store().write_now([](db::Transaction& tx) { return free_claims_of_nobody(tx); }); };
    stages();
    provider_.latency = [] { return Duration(5s); };
    const auto mine = send();
    EXPECT_EQ(free(), 0u);
    insert_unclaimed({test::make_message(service_, ids(), clock().now())});
    const auto orphan = test::ad_hoc("UPDATE deliveries SET owner = ?1 WHERE owner IS NULL",
                                     "UPDATE deliveries SET owner = $1 WHERE owner IS NULL", 1);
    store().write_now([&](db::Transaction& tx) { tx.execute(orphan, {ids().next_random()}); });
    EXPECT_EQ(free(), 1u);
    EXPECT_EQ(count("deliveries", "owner IS NOT NULL"), 1);
    loop_.run_for(1min);
    EXPECT_EQ(count("notifications", "status = 'sending'"), 2);
}

}  // namespace
}  // namespace herald::delivery
