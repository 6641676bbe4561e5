#include "delivery/provider_gate.h"

#include <gtest/gtest.h>

namespace herald::delivery {
namespace {

using namespace std::chrono_literals;
using Breaker = ProviderGate::Breaker;
using Outcome = SendResult::Outcome;

class Gate : public testing::Test {
protected:
    explicit Gate(const GateOptions& options = {}) : gate_(options) {}
    void send(Outcome outcome, int times = 1) {
        for (int i = 0; i < times; ++i) {
            ASSERT_GT(gate_.room(now_), 0u);
            const bool is_probe = gate_.enter(now_);
            gate_.leave({.outcome = outcome}, is_probe, now_);
        }
    }

    ProviderGate gate_;
    Timestamp now_ = *Timestamp::parse_iso("2026-11-02T10:00:00Z");
};

TEST_F(Gate, LetsEverythingThroughAtFirst) {
    EXPECT_EQ(gate_.room(now_), ProviderGate::unlimited);
    EXPECT_FALSE(gate_.is_shut(now_));
    EXPECT_EQ(gate_.next_room(now_), now_);
}

TEST_F(Gate, OpensItsBreakerAfterFailuresInARow) {
    send(Outcome::retryable, 59);
    send(Outcome::accepted);
    send(Outcome::unknown, 59);
    EXPECT_EQ(gate_.breaker(now_), Breaker::closed) << "one success in between";
    send(Outcome::retryable);
    EXPECT_EQ(gate_.breaker(now_), Breaker::open);
    EXPECT_TRUE(gate_.is_shut(now_));
    EXPECT_EQ(gate_.next_room(now_), now_ + 10s);
}

TEST_F(Gate, OpensForFailuresOfTheProviderOnly) {
    for (const Outcome outcome : {Outcome::rejected, Outcome::undeliverable}) send(outcome, 100);
    EXPECT_EQ(gate_.breaker(now_), Breaker::closed);
}

TEST_F(Gate, LetsOneProbeThroughAndClosesWhenItSucceeds) {
    send(Outcome::retryable, 60);
    now_ = now_ + 10s - 1us;
    EXPECT_EQ(gate_.room(now_), 0u);
    now_ = now_ + 1us;
    EXPECT_EQ(gate_.room(now_), 1u);
    EXPECT_TRUE(gate_.enter(now_));
    EXPECT_EQ(gate_.room(now_), 0u) << "one at a time";
    EXPECT_TRUE(gate_.is_shut(now_));
    gate_.leave({.outcome = Outcome::rejected}, true, now_);
    EXPECT_EQ(gate_.breaker(now_), Breaker::closed) << "it has answered";
    EXPECT_EQ(gate_.room(now_), ProviderGate::unlimited);
}

TEST_F(Gate, WaitsLongerAfterEachFailedProbe) {
    send(Outcome::retryable, 60);
    for (const auto wait : {10s, 20s, 40s, 60s, 60s}) {
        EXPECT_EQ(gate_.next_room(now_), now_ + wait);
        now_ = now_ + wait;
        send(Outcome::unknown);
    }
}

TEST_F(Gate, ClosesWhenALateAnswerShowsThatTheProviderActs) {
    const bool is_probe = gate_.enter(now_);
    send(Outcome::retryable, 60);
    EXPECT_EQ(gate_.breaker(now_), Breaker::open);
    gate_.leave({.outcome = Outcome::accepted}, is_probe, now_);
    EXPECT_EQ(gate_.breaker(now_), Breaker::closed);
}

TEST_F(Gate, PausesWhenTheProviderIsGivenTooMuch) {
    send(Outcome::throttled);
    EXPECT_EQ(gate_.room(now_), 0u);
    EXPECT_FALSE(gate_.is_shut(now_)) << "what is in memory waits there";
    EXPECT_EQ(gate_.next_room(now_), now_ + 1s);
    now_ = now_ + 1s;
    send(Outcome::throttled);
    EXPECT_EQ(gate_.next_room(now_), now_ + 2s);
    now_ = now_ + 2s;
    send(Outcome::accepted);
    send(Outcome::throttled);
    EXPECT_EQ(gate_.next_room(now_), now_ + 1s) << "it has taken one in between";
}

TEST_F(Gate, HonoursWhatTheProviderAsksFor) {
    const bool is_probe = gate_.enter(now_);
    gate_.leave({.outcome = Outcome::throttled, .retry_after = 30s}, is_probe, now_);
    EXPECT_EQ(gate_.next_room(now_), now_ + 30s);
    now_ = now_ + 30s;
    gate_.enter(now_);
    gate_.leave({.outcome = Outcome::throttled, .retry_after = 24h}, is_probe, now_);
    EXPECT_EQ(gate_.next_room(now_), now_ + 1min) << "but not for a day";
}

class LimitedGate : public Gate {
protected:
    LimitedGate() : Gate({.concurrency = 2, .rate = 10}) {}
};

TEST_F(LimitedGate, CountsWhatIsUnderWay) {
    gate_.enter(now_);
    now_ = now_ + 1s;
    EXPECT_EQ(gate_.room(now_), 1u);
    gate_.enter(now_);
    now_ = now_ + 1s;
    EXPECT_EQ(gate_.room(now_), 0u);
    gate_.leave({.outcome = Outcome::retryable}, false, now_);
    EXPECT_EQ(gate_.room(now_), 1u);
}

TEST_F(LimitedGate, LetsNoMoreThroughThanItsRate) {
    int sent = 0;
    for (int step = 0; step < 1000; ++step) {
        if (gate_.room(now_) > 0) {
            send(Outcome::accepted);
            ++sent;
        }
        now_ = now_ + 10ms;
    }
    EXPECT_NEAR(sent, 100, 1);
    send(Outcome::accepted, static_cast<int>(gate_.room(now_)));
    EXPECT_EQ(gate_.room(now_), 0u);
    EXPECT_EQ(gate_.room(gate_.next_room(now_)), 1u);
}

class GateWithoutBreaker : public Gate {
protected:
    GateWithoutBreaker() : Gate({.failures = 0}) {}
};

TEST_F(GateWithoutBreaker, NeverShuts) {
    send(Outcome::retryable, 10'000);
    EXPECT_EQ(gate_.breaker(now_), Breaker::closed);
}

}  // namespace
}  // namespace herald::delivery
