#include "sandbox/tick_wheel.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>

namespace herald::sandbox {
namespace {

std::string advance(TickWheel<char>& wheel) {
    std::string due;
    wheel.advance([&](char item) { due += item; });
    return due;
}

TEST(TickWheel, HandsOverWhatIsDueInTheOrderOfAdding) {
    TickWheel<char> wheel(4);
    wheel.add(2, 'b');
    wheel.add(1, 'a');
    wheel.add(2, 'c');
    EXPECT_EQ(wheel.size(), 3u);
    EXPECT_EQ(advance(wheel), "a");
    EXPECT_EQ(advance(wheel), "bc");
    EXPECT_EQ(advance(wheel), "");
    EXPECT_TRUE(wheel.empty());
}

TEST(TickWheel, KeepsAnItemThatIsFurtherAwayThanTheWheelIsBig) {
    TickWheel<char> wheel(4);
    wheel.add(9, 'z');
    for (int tick = 1; tick < 9; ++tick) EXPECT_EQ(advance(wheel), "") << tick;
    EXPECT_EQ(advance(wheel), "z");
}

TEST(TickWheel, TakesNothingAsTheNextTick) {
    TickWheel<char> wheel(4);
    wheel.add(0, 'a');
    EXPECT_EQ(advance(wheel), "a");
}

TEST(TickWheel, LetsAnItemBeAddedAgainWhileItIsHandedOver) {
    TickWheel<std::unique_ptr<int>> wheel(4);
    wheel.add(1, std::make_unique<int>(0));
    int rounds = 0;
    for (int tick = 0; tick < 12; ++tick)
        wheel.advance([&](std::unique_ptr<int> item) {
            ++rounds;
            wheel.add(4, std::move(item));  // the slot that is being emptied
        });
    EXPECT_EQ(rounds, 3);
    EXPECT_EQ(wheel.size(), 1u);
}

TEST(TickWheel, LosesNothingAndIsNeverEarly) {
    std::mt19937_64 random(7);
    TickWheel<std::uint64_t> wheel(16);
    std::uint64_t added = 0, taken = 0;
    for (std::uint64_t now = 0; now < 2000; ++now) {
        for (int k = 0; k < 5 && now < 1000; ++k, ++added) {
            const std::uint64_t ticks = 1 + random() % 100;
            wheel.add(ticks, now + ticks);
        }
        wheel.advance([&](std::uint64_t due) {
            EXPECT_EQ(due, now + 1);
            ++taken;
        });
    }
    EXPECT_EQ(added, taken);
    EXPECT_TRUE(wheel.empty());
}

}  // namespace
}  // namespace herald::sandbox
