// simulation [--seed N]: runs many seeds, or plays one again (also by HERALD_TEST_SEED).

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "base/log.h"
#include "simulation/world.h"

// A process that is killed does not free what it was doing: that is the point of killing it.
extern "C" const char* __lsan_default_options();
extern "C" const char* __lsan_default_options() {
    return "detect_leaks=0";
}

namespace herald::simulation {
namespace {

constexpr std::uint64_t seeds_max = 200;

Outcome run(std::uint64_t seed) {
    const test::Database database(db::Engine::sqlite);
    Metrics metrics;
    const auto store = database.open(metrics);
    Outcome outcome = World(*store, seed).run();
    store->stop();
    return outcome;
}

std::string joined(const Outcome& outcome, std::uint64_t seed) {
    std::string all;
    for (const auto& one : outcome.broken) all += one + "\n";
    return all + "to play it again: simulation --seed " + std::to_string(seed);
}

std::optional<std::uint64_t> wanted_seed() {
    const char* text = std::getenv("HERALD_TEST_SEED");
    return text == nullptr ? std::nullopt : std::optional(std::strtoull(text, nullptr, 10));
}

TEST(Simulation, LosesNothingRepeatsNothingWithoutNeedAndTellsEachEndOnce) {
    const auto only = wanted_seed();
    const std::uint64_t first = only.value_or(1), last = only ? first : seeds_max;
    Outcome sum;
    for (std::uint64_t seed = first; seed <= last; ++seed) {
        const Outcome outcome = run(seed);
        EXPECT_TRUE(outcome.broken.empty()) << joined(outcome, seed);
        sum.messages += outcome.messages;
        sum.restarts += outcome.restarts;
        sum.sends += outcome.sends;
        sum.repeats += outcome.repeats;
        sum.calls += outcome.calls;
    }
    std::cout << last - first + 1 << " seeds: " << sum.messages << " messages, " << sum.restarts
              << " deaths of processes, " << sum.sends << " calls to providers, " << sum.repeats
              << " messages sent again after an unknown outcome, " << sum.calls << " callbacks\n";
    // A world in which nothing goes wrong would show nothing.
    if (!only) {
        EXPECT_GT(sum.restarts, seeds_max);
        EXPECT_GT(sum.repeats, seeds_max / 2);
    }
}

TEST(Simulation, GoesTheSameWayForTheSameSeed) {
    const std::uint64_t seed = wanted_seed().value_or(1);
    const Outcome once = run(seed), again = run(seed);
    EXPECT_EQ(once.trace, again.trace) << "seed " << seed;
    EXPECT_NE(once.trace, run(seed + 1).trace);
}

}  // namespace
}  // namespace herald::simulation

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    if (argc == 3 && std::string_view(argv[1]) == "--seed") setenv("HERALD_TEST_SEED", argv[2], 1);
    herald::log::set_sink([](std::string_view) {});  // every fault is logged, and there are many
    return RUN_ALL_TESTS();
}
