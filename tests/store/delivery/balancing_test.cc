// What makes providers lose weight, from the messages' own rows: errors while sending, slow delivery after it.

#include <gtest/gtest.h>

#include "balancing/provider_store.h"
#include "support/pipeline.h"

namespace herald::delivery {
namespace {

using namespace std::chrono_literals;
using notifications::Status;
using Result = SendResult;

class Balancing : public test::PipelineTest {
protected:
    std::map<std::string, std::int64_t> priorities() {
        std::map<std::string, std::int64_t> found;
        for (const auto& one : store().read_now([](db::Transaction& tx) { return balancing::all_providers(tx); }))
            found[one.identifier] = one.priority;
        return found;
    }
    /// Only this one is chosen.
    void only(const char* name) {
        execute("UPDATE providers SET priority = 0 WHERE notification_type = 'sms'");
        execute("UPDATE providers SET priority = 50 WHERE identifier = '" + std::string(name) + "'");
        clock().advance(10s);
    }
    std::vector<Uuid> send_many(std::size_t number, const test::SampleMessage& wanted = {}) {
        std::vector<Uuid> sent;
        for (std::size_t i = 0; i < number; ++i) sent.push_back(send(wanted)->message.id);
        loop_.run_for(1s);
        return sent;
    }
    balancing::ProviderTimes times(const char* provider) {
        const auto read = store().read_now(
            [&](db::Transaction& tx) { return balancing::read_times(tx, options_.balance, clock().now()); });
        const auto found = read.find(provider);
        return found == read.end() ? balancing::ProviderTimes{} : found->second;
    }
    std::size_t look() { return loop_.run(stages().balancer.switch_on_slow_delivery(clock().now())); }
    void fail(const char* name) {
        provider_.answer = [name](const auto& sent) {
            return Result{.outcome = sent.provider == name ? Result::Outcome::retryable : Result::Outcome::accepted};
        };
    }
};
HERALD_ON_BOTH_STORES(Balancing);

// Contract providers §1.2: more than 50 failed requests in 60 seconds; each try counts.
TEST_P(Balancing, TakesWeightFromAProviderThatFailsOften) {
    only("mmg");
    fail("mmg");
    send_many(50);
    loop_.run_for(3s);
    EXPECT_EQ(priorities()["mmg"], 50);
    send_many(1);
    loop_.run_for(3s);
    EXPECT_EQ(priorities()["mmg"], 40);
    EXPECT_EQ(priorities()["firetext"], 10);
}

TEST_P(Balancing, ForgetsErrorsThatAreAMinuteOld) {
    only("mmg");
    fail("mmg");
    send_many(50);
    loop_.run_for(61s);
    send_many(50);
    loop_.run_for(3s);
    EXPECT_EQ(priorities()["mmg"], 50);
}

TEST_P(Balancing, DoesNotBlameAProviderForAMessageThatNobodyWouldTake) {
    only("mmg");
    provider_.answer = [](const auto&) { return Result{.outcome = Result::Outcome::rejected}; };
    send_many(60);
    loop_.run_for(3s);
    EXPECT_EQ(priorities()["mmg"], 50);
}

TEST_P(Balancing, MovesNothingForEmails) {
    provider_.answer = [](const auto&) { return Result{.outcome = Result::Outcome::retryable}; };
    send_many(60, {.channel = notifications::Channel::email});
    loop_.run_for(3s);
    EXPECT_EQ(priorities()["ses"], 10);
}

// S-080: what counts, and what does not.
TEST_P(Balancing, LooksOnlyAtWhatTheProviderHasTakenLately) {
    only("mmg");
    send_many(2);                                                // under way
    receive(receipt_by_id(send_many(1)[0], Status::delivered));  // delivered
    receive(receipt_by_id(send_many(1)[0], Status::pending));
    receive(receipt_by_id(send_many(1)[0], Status::permanent_failure));
    receive(receipt_by_id(send_many(1)[0], Status::temporary_failure));
    send_many(3, {.recipient = "07700900001", .key_type = services::KeyType::test});
    send_many(1, {.channel = notifications::Channel::email});
    fail("mmg");
    execute("UPDATE providers SET active = FALSE WHERE identifier = 'firetext'");
    clock().advance(10s);
    send_many(1);  // never sent
    EXPECT_EQ(times("mmg").slowness.messages, 4);
    EXPECT_EQ(times("firetext").slowness.messages, 0);
    EXPECT_EQ(times("ses").slowness.messages, 0);
    clock().advance(15min);
    EXPECT_EQ(times("mmg").slowness.messages, 0);
}

// S-081, S-082, S-083: exactly five minutes are slow, delivered, sending or pending.
TEST_P(Balancing, CallsFiveMinutesSlow) {
    only("mmg");
    provider_.latency = [] { return Duration{}; };
    const Timestamp begin = clock().now();
    const auto sent = send_many(4);
    receive(receipt_by_id(sent[1], Status::pending));
    // All were sent within the second that begins at `begin`, so at its end plus five minutes each is slow.
    clock().set(begin + 4min + 59s);
    EXPECT_EQ(times("mmg").slowness.slow, 0);
    receive(receipt_by_id(sent[2], Status::delivered));
    clock().set(begin + 5min + 1s);
    receive(receipt_by_id(sent[3], Status::delivered));
    EXPECT_EQ(times("mmg").slowness.messages, 4);
    EXPECT_EQ(times("mmg").slowness.slow, 3) << "one was delivered in time";
    EXPECT_EQ(times("mmg").over[0], 4) << "within a minute";
    EXPECT_EQ(times("mmg").over[2], 0) << "within ten";
}

// S-079: 15 of a hundred.
TEST_P(Balancing, TakesWeightFromASlowProvider) {
    only("mmg");
    const auto slow = send_many(15);
    loop_.run_for(5min);
    const auto fast = send_many(85);
    for (const auto& id : fast) receive(receipt_by_id(id, Status::delivered));
    EXPECT_EQ(times("mmg").slowness.ratio(), 0.15);
    EXPECT_EQ(look(), 2u);
    EXPECT_EQ(priorities()["mmg"], 40);
    EXPECT_EQ(look(), 0u) << "the quiet time has begun";
    clock().advance(5min);
    receive(receipt_by_id(slow[0], Status::delivered));
    EXPECT_EQ(times("mmg").slowness.slow, 15) << "delivered late is as slow as not delivered";
}

TEST_P(Balancing, ReportsTheRatiosAndDropsOldCounts) {
    only("mmg");
    receive(receipt_by_id(send_many(1)[0], Status::delivered));
    send_many(3);
    loop_.run_for(2min);
    auto& balancer = stages().balancer;
    EXPECT_EQ(loop_.run(balancer.report(clock().now())), 0u);
    auto& metrics = stages().metrics;
    EXPECT_EQ(metrics.gauge("herald_sms_slow_ratio", "", {{"provider", "mmg"}, {"minutes", "1"}}).value(), 0.75);
    EXPECT_EQ(metrics.gauge("herald_sms_slow_ratio", "", {{"provider", "firetext"}, {"minutes", "1"}}).value(), 0);
    EXPECT_EQ(metrics.gauge("herald_provider_priority", "", {{"provider", "mmg"}, {"type", "sms"}}).value(), 50);
    EXPECT_EQ(loop_.run(balancer.report(clock().now() + 2h)), 1u);
    EXPECT_EQ(count("provider_delivery_times"), 0);
}

// Tasks §10.5: one alarm at exactly ten minutes in a row.
TEST_P(Balancing, RaisesOneAlarmWhenAllIsSlowForTenMinutes) {
    static std::vector<std::string> logged;
    logged.clear();
    log::set_sink([](std::string_view line) { logged.emplace_back(line); });
    const auto alarms = [] {
        return std::count_if(logged.begin(), logged.end(), [](const std::string& line) {
            return line.find("sms_delivery_slow") != std::string::npos;
        });
    };
    only("mmg");
    send_many(3);
    clock().advance(5min);
    const auto report = [&] {
        loop_.run(stages().balancer.report(clock().now()));
        clock().advance(1min);
    };
    for (int minute = 0; minute < 9; ++minute) report();
    EXPECT_EQ(alarms(), 0);
    loop_.run(stages().balancer.report(clock().now()));
    loop_.run(stages().balancer.report(clock().now()));
    EXPECT_EQ(alarms(), 1) << "running again at the same instant counts no second minute";
    clock().advance(20min);
    report();
    EXPECT_EQ(count("slow_minutes"), 0);
    log::set_sink(nullptr);
}

}  // namespace
}  // namespace herald::delivery
