#include "balancing/rules.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

namespace herald::balancing {
namespace {

using namespace std::chrono_literals;
using Kind = Decision::Kind;
using Changes = std::vector<PriorityChange>;

const Timestamp now = *Timestamp::parse_iso("2026-11-02T10:00:00Z");

std::vector<ActiveProvider> two(std::int64_t mmg, std::int64_t firetext,
                                std::optional<Timestamp> updated_at = std::nullopt) {
    return {{"firetext", firetext, std::nullopt}, {"mmg", mmg, updated_at}};
}
SlownessByProvider slow(Slowness mmg, Slowness firetext) {
    return {{"mmg", mmg}, {"firetext", firetext}};
}
BalanceRules primary() {
    BalanceRules rules;
    rules.strategy = Strategy::primary;
    return rules;
}

// S-079: the threshold is inclusive; today's and the one of the historic settings.
TEST(SlowDelivery, CostsPriorityFromTheThresholdOn) {
    const BalanceRules modern;
    EXPECT_EQ(judge_slowness(modern, two(51, 49), slow({100, 14}, {100, 0}), now).kind, Kind::nothing);
    EXPECT_EQ(judge_slowness(modern, two(51, 49), slow({100, 15}, {100, 0}), now).changes,
              (Changes{{"firetext", 49, 59, reason_increased}, {"mmg", 51, 41, reason_reduced}}));
    BalanceRules historic = primary();
    historic.slow_ratio = 0.2;
    EXPECT_EQ(judge_slowness(historic, two(10, 20), slow({100, 19}, {}), now).kind, Kind::nothing);
    EXPECT_EQ(judge_slowness(historic, two(10, 20), slow({100, 20}, {}), now).kind, Kind::change);
}

TEST(SlowDelivery, IsNotSeenWhereThereAreNoMessages) {
    EXPECT_EQ(judge_slowness({}, two(51, 49), {}, now).kind, Kind::nothing);
    EXPECT_EQ(judge_slowness({}, two(51, 49), slow({0, 0}, {0, 0}), now).kind, Kind::nothing);
    EXPECT_EQ(judge_slowness({}, {}, {}, now).kind, Kind::nothing);
}

// Tasks §10.3: all slow or all fast, and there is nobody to take over.
TEST(SlowDelivery, OfAllOrOfTheOnlyOneChangesNothing) {
    EXPECT_EQ(judge_slowness({}, two(51, 49), slow({10, 5}, {10, 5}), now).kind, Kind::nothing);
    EXPECT_EQ(judge_slowness({}, std::vector<ActiveProvider>{{"mmg", 51, {}}}, slow({10, 5}, {}), now).kind,
              Kind::nothing);
}

// S-077: any change within the quiet time, by whomever, blocks the rules; each rule has a quiet time of its own.
TEST(QuietTime, BlocksEveryRuleUntilItIsOver) {
    const auto at = [](Duration ago) { return two(51, 49, now - ago); };
    const auto slowness = slow({100, 50}, {100, 0});
    EXPECT_EQ(judge_slowness({}, at(299s), slowness, now).kind, Kind::quiet);
    EXPECT_EQ(judge_slowness({}, at(300s), slowness, now).kind, Kind::change);
    EXPECT_EQ(judge_errors({}, at(59s), "firetext", 51, now).kind, Kind::quiet);
    EXPECT_EQ(judge_errors({}, at(60s), "firetext", 51, now).kind, Kind::change);
    const auto apart = [](Duration ago) { return two(41, 59, now - ago); };
    EXPECT_EQ(drift_back({}, apart(899s), now).kind, Kind::quiet);
    EXPECT_EQ(drift_back({}, apart(900s), now).kind, Kind::change);
    BalanceRules historic = primary();
    historic.slow_quiet = 10min;
    EXPECT_EQ(judge_slowness(historic, two(10, 20, now - 599s), slowness, now).kind, Kind::quiet);
    EXPECT_EQ(judge_slowness(historic, two(10, 20, now - 600s), slowness, now).kind, Kind::change);
}

// Tasks §10.2: the count must exceed 50.
TEST(Errors, CostPriorityWhenThereAreMoreThanFifty) {
    EXPECT_EQ(judge_errors({}, two(51, 49), "mmg", 50, now).kind, Kind::nothing);
    EXPECT_EQ(judge_errors({}, two(51, 49), "mmg", 51, now).changes,
              (Changes{{"firetext", 49, 59, reason_increased}, {"mmg", 51, 41, reason_reduced}}));
    EXPECT_EQ(judge_errors({}, two(51, 49), "gone", 51, now).kind, Kind::nothing);
    EXPECT_EQ(judge_errors({}, std::vector<ActiveProvider>{{"mmg", 51, {}}}, "mmg", 51, now).kind, Kind::alone);
}

TEST(Priorities, StayBetweenZeroAndAHundred) {
    EXPECT_EQ(judge_errors({}, two(5, 95), "mmg", 51, now).changes,
              (Changes{{"firetext", 95, 100, reason_increased}, {"mmg", 5, 0, reason_reduced}}));
    EXPECT_EQ(judge_errors({}, two(0, 100), "mmg", 51, now).kind, Kind::nothing);
}

TEST(MoreThanTwo, ShareWhatTheOthersLose) {
    const std::vector<ActiveProvider> three{{"a", 30, {}}, {"b", 30, {}}, {"c", 40, {}}};
    EXPECT_EQ(
        judge_errors({}, three, "a", 51, now).changes,
        (Changes{{"a", 30, 20, reason_reduced}, {"b", 30, 35, reason_increased}, {"c", 40, 45, reason_increased}}));
    EXPECT_EQ(judge_slowness({}, three, {{"a", {10, 5}}, {"b", {10, 5}}, {"c", {10, 0}}}, now).changes,
              (Changes{{"a", 30, 20, reason_reduced}, {"b", 30, 20, reason_reduced}, {"c", 40, 60, reason_increased}}));
}

// S-078: in the long run both share the load.
TEST(RestingPoints, AreDriftedBackToByAtMostTen) {
    EXPECT_EQ(drift_back({}, two(11, 89), now).changes,
              (Changes{{"firetext", 89, 79, reason_rest}, {"mmg", 11, 21, reason_rest}}));
    EXPECT_EQ(drift_back({}, two(48, 52), now).changes,
              (Changes{{"firetext", 52, 49, reason_rest}, {"mmg", 48, 51, reason_rest}}));
    EXPECT_EQ(drift_back({}, two(51, 49), now).kind, Kind::nothing) << "an equal one is not touched";
    EXPECT_EQ(drift_back({}, two(51, 20), now).changes, (Changes{{"firetext", 20, 30, reason_rest}}));
    EXPECT_EQ(drift_back({}, std::vector<ActiveProvider>{{"own", 3, {}}}, now).kind, Kind::nothing);
    EXPECT_EQ(drift_back(primary(), two(11, 89), now).kind, Kind::nothing);
}

// S-078, the strategy of old: the lowest number is the only one; switching swaps the numbers.
TEST(PrimaryStrategy, SwapsTheNumbersOfTheFirstTwo) {
    const BalanceRules rules = primary();
    EXPECT_EQ(judge_errors(rules, two(10, 20), "mmg", 51, now).changes,
              (Changes{{"mmg", 10, 20, reason_reduced}, {"firetext", 20, 10, reason_increased}}));
    EXPECT_EQ(judge_errors(rules, two(10, 20), "firetext", 51, now).kind, Kind::nothing) << "not the current one";
    EXPECT_EQ(judge_errors(rules, two(20, 20), "firetext", 51, now).changes,
              (Changes{{"firetext", 20, 30, reason_reduced}}));
    EXPECT_EQ(judge_slowness(rules, two(10, 20), slow({10, 0}, {10, 10}), now).kind, Kind::nothing);
    EXPECT_EQ(judge_slowness(rules, two(10, 20), slow({10, 10}, {10, 10}), now).kind, Kind::change)
        << "only the current one is looked at";
    EXPECT_EQ(judge_slowness(rules, std::vector<ActiveProvider>{{"mmg", 10, {}}}, slow({10, 10}, {}), now).kind,
              Kind::alone);
}

// Tasks §19.8, whatever happens in whatever order.
RC_GTEST_PROP(Priorities, AreNeverOutOfBounds, (const std::vector<int>& events)) {
    std::vector<ActiveProvider> providers{{"firetext", 49, {}}, {"mmg", 51, {}}, {"other", 0, {}}};
    BalanceRules rules;
    rules.resting_points["other"] = 20;
    Timestamp time = now;
    for (const int event : events) {
        time = time + 20min;
        const auto& blamed = providers[static_cast<std::size_t>(event % 3 + 3) % 3].identifier;
        const Decision decision =
            event % 2 == 0 ? judge_errors(rules, providers, blamed, 51, time) : drift_back(rules, providers, time);
        RC_ASSERT((decision.kind == Kind::change) == !decision.changes.empty());
        for (const auto& change : decision.changes) {
            RC_ASSERT(change.to >= 0 && change.to <= 100 && change.to != change.from);
            for (auto& provider : providers)
                if (provider.identifier == change.identifier) {
                    RC_ASSERT(provider.priority == change.from);
                    provider.priority = change.to;
                    provider.updated_at = time;
                }
        }
    }
}

}  // namespace
}  // namespace herald::balancing
