// What happens while providers do not act: messages wait in the table, nothing is lost, nothing spins.

#include <gtest/gtest.h>

#include "balancing/provider_store.h"
#include "delivery/provider_route.h"
#include "support/pipeline.h"

namespace herald::delivery {
namespace {

using namespace std::chrono_literals;
using notifications::Channel;
using Result = SendResult;

class Waiting : public test::PipelineTest {
protected:
    Waiting() {
        options_.providers.gate.failures = 5;
        provider_.latency = [] { return Duration(10ms); };
    }
    void answer(Result::Outcome outcome) {
        provider_.answer = [outcome](const auto& sent) {
            return Result{.outcome = sent.provider == "ses" ? Result::Outcome::accepted : outcome};
        };
    }
    void send_many(std::size_t number, const test::SampleMessage& wanted = {}) {
        for (std::size_t i = 0; i < number; ++i) send(wanted);
    }
    double outcomes(const char* outcome) {
        return stages().metrics.counter("herald_delivery_outcomes_total", "", {{"outcome", outcome}}).value();
    }
    std::size_t sent_by(std::string_view provider) const {
        return static_cast<std::size_t>(std::count_if(provider_.sent.begin(), provider_.sent.end(),
                                                      [&](const auto& one) { return one.provider == provider; }));
    }
    std::int64_t waiting() { return count("deliveries", "owner IS NULL"); }
};
HERALD_ON_BOTH_STORES(Waiting);

TEST_P(Waiting, InTheTableWhileEveryBreakerIsOpen) {
    answer(Result::Outcome::retryable);
    for (int i = 0; i < 20; ++i) {
        send();
        loop_.run_for(20ms);
    }
    loop_.run_for(2s);
    const std::size_t tried = provider_.sent.size();
    EXPECT_LE(tried, 12u) << "five failures of each, and what was under way then";
    send_many(20);
    loop_.run_for(2s);
    EXPECT_EQ(provider_.sent.size(), tried) << "nothing is tried while both are left alone";
    EXPECT_EQ(waiting(), 40);
    const double postponed = outcomes("postponed");
    EXPECT_LE(postponed, 40) << "each is put back once";
    loop_.run_for(5s);
    EXPECT_EQ(outcomes("postponed"), postponed) << "and then left there";
    loop_.run_for(10s);
    EXPECT_LE(provider_.sent.size(), tried + 2) << "one probe for each provider";

    answer(Result::Outcome::accepted);
    loop_.run_for(10min);
    EXPECT_EQ(count("notifications", "status = 'sending'"), 40);
    EXPECT_EQ(count("deliveries"), 0);
}

TEST_P(Waiting, EndsWithTheService) {
    options_.delivery.in_flight_max = 1;
    provider_.latency = [] { return Duration(3s); };
    send_many(3);
    loop_.run_for(1s);
    execute("UPDATE services SET active = FALSE, change_number = change_number + 1");
    loop_.run_for(10s);
    EXPECT_EQ(provider_.sent.size(), 1u) << "only what was under way then";
    EXPECT_EQ(count("notifications", "status = 'technical-failure'"), 2);
}

TEST_P(Waiting, CountsNoAttempt) {
    answer(Result::Outcome::retryable);
    send_many(20);
    loop_.run_for(2s);
    const auto attempts = count("notification_events");
    EXPECT_EQ(attempts, static_cast<std::int64_t>(provider_.sent.size()));
    loop_.run_for(5s);
    EXPECT_EQ(count("notification_events"), attempts);
}

TEST_P(Waiting, HoldsUpNoOtherLane) {
    answer(Result::Outcome::unknown);
    send_many(20);
    loop_.run_for(2s);
    const auto email = send({.channel = Channel::email});
    const auto test_message = send({.recipient = "07700900001", .key_type = services::KeyType::test});
    loop_.run_for(1s);
    EXPECT_EQ(status_of(email->message.id), "sending");
    EXPECT_EQ(status_of(test_message->message.id), "delivered");
}

TEST_P(Waiting, GoesToTheOtherProviderWhileOneIsLeftAlone) {
    provider_.answer = [](const auto& sent) {
        return Result{.outcome = sent.provider == "mmg" ? Result::Outcome::retryable : Result::Outcome::accepted};
    };
    send_many(30);
    loop_.run_for(1s);
    const std::size_t tried = sent_by("mmg");
    send_many(50);
    loop_.run_for(1s);
    EXPECT_EQ(sent_by("mmg"), tried);
    EXPECT_EQ(count("notifications", "status = 'sending'"), 80);
}

// A number abroad waits for the one provider that serves it; the others' messages go on.
TEST_P(Waiting, AbroadForTheOnlyProviderThatServesIt) {
    provider_.answer = [](const auto& sent) {
        return Result{.outcome = sent.provider == "mmg" ? Result::Outcome::retryable : Result::Outcome::accepted};
    };
    send_many(10, {.international = true, .phone_prefix = "1"});
    loop_.run_for(1s);
    const auto home = send();
    loop_.run_for(1s);
    EXPECT_EQ(status_of(home->message.id), "sending");
    EXPECT_EQ(sent_by("firetext"), 1u) << "never a number abroad";
    EXPECT_EQ(count("notifications", "status = 'created'"), 10);
    provider_.answer = [](const auto&) { return Result{.outcome = Result::Outcome::accepted}; };
    loop_.run_for(10min);
    EXPECT_EQ(count("notifications", "status = 'sent'"), 10);
}

TEST_P(Waiting, NoLongerThanTheProviderAsksFor) {
    execute("UPDATE providers SET active = FALSE WHERE identifier = 'firetext'");
    int calls = 0;
    provider_.answer = [&](const auto&) {
        return ++calls == 1 ? Result{.outcome = Result::Outcome::throttled, .retry_after = 7s}
                            : Result{.outcome = Result::Outcome::accepted};
    };
    send();
    loop_.run_for(100ms);
    send_many(3);
    loop_.run_for(6s);
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(waiting(), 0) << "for so short a time they wait in memory";
    loop_.run_for(2s);
    EXPECT_EQ(calls, 5);
}

TEST_P(Waiting, ForARateThatIsKept) {
    options_.providers.rates = {{"mmg", 5}};
    execute("UPDATE providers SET active = FALSE WHERE identifier = 'firetext'");
    send_many(60);
    loop_.run_for(10s);
    EXPECT_NEAR(static_cast<double>(provider_.sent.size()), 50, 2);
    loop_.run_for(3s);
    EXPECT_EQ(provider_.sent.size(), 60u);
}

TEST_P(Waiting, ForALimitOfCallsAtOnce) {
    options_.providers.concurrency = {{"mmg", 2}};
    execute("UPDATE providers SET active = FALSE WHERE identifier = 'firetext'");
    provider_.latency = [] { return Duration(1s); };
    send_many(10);
    loop_.run_for(900ms);
    EXPECT_EQ(provider_.sent.size(), 2u);
    loop_.run_for(1s);
    EXPECT_EQ(provider_.sent.size(), 4u);
    loop_.run_for(10s);
    EXPECT_EQ(provider_.sent.size(), 10u);
}

// S-076: switching is harmless for the flow. A provider that is switched off gets nothing new; what it has been given
// is waited for, and its receipts count.
TEST_P(Waiting, ForWhatASwitchedOffProviderHas) {
    provider_.latency = [] { return Duration(5s); };
    std::vector<Uuid> given;
    send_many(20);
    loop_.run_for(1s);
    for (const auto& one : provider_.sent)
        if (one.provider == "mmg") given.push_back(one.id);
    ASSERT_FALSE(given.empty());
    store().write_now([&](db::Transaction& tx) {
        balancing::change_provider(tx, "mmg", {.active = false}, {std::nullopt, "Ada"}, clock().now());
    });
    clock().advance(10s);
    send_many(20);
    loop_.run_for(10s);
    EXPECT_EQ(sent_by("mmg"), given.size()) << "nothing new";
    EXPECT_EQ(count("notifications", "status = 'sending'"), 40) << "nothing lost";
    receive(receipt_by_id(given[0], notifications::Status::delivered));
    EXPECT_EQ(status_of(given[0]), "delivered");
}

TEST_P(Waiting, IsSeenInTheMetrics) {
    answer(Result::Outcome::unknown);
    send_many(20);
    loop_.run_for(2s);
    auto& metrics = stages().metrics;
    EXPECT_EQ(metrics.gauge("herald_provider_breaker", "", {{"provider", "mmg"}}).value(), 1);
    EXPECT_EQ(metrics.gauge("herald_provider_in_flight", "", {{"provider", "mmg"}}).value(), 0);
    EXPECT_GT(
        metrics.counter("herald_provider_requests_total", "", {{"provider", "mmg"}, {"outcome", "unknown"}}).value(),
        4);
    answer(Result::Outcome::accepted);
    loop_.run_for(10min);
    EXPECT_EQ(metrics.gauge("herald_provider_breaker", "", {{"provider", "mmg"}}).value(), 0);
}

}  // namespace
}  // namespace herald::delivery
