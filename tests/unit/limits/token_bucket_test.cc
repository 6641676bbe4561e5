#include "limits/token_bucket.h"

#include <gtest/gtest.h>

namespace herald::limits {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp start{1'764'000'000'000'000};

TEST(TokenBucket, HoldsAThirdOfAMinuteAndOneMoreAndAtMostAThousand) {
    EXPECT_EQ(TokenBucket::capacity(3000), 1000);
    EXPECT_EQ(TokenBucket::capacity(60), 21);
    EXPECT_EQ(TokenBucket::capacity(61), 22);  // rounded up
    EXPECT_EQ(TokenBucket::capacity(1), 2);
    EXPECT_EQ(TokenBucket::capacity(2997), 1000);
    EXPECT_EQ(TokenBucket::capacity(1'000'000), 1000);
}

TEST(TokenBucket, LetsABurstThroughThatIsOneLessThanItHolds) {
    auto bucket = TokenBucket::full(3000, start);
    for (int i = 0; i < 999; ++i) ASSERT_EQ(bucket.take(1, 3000, start), 1) << i;
    EXPECT_EQ(bucket.take(1, 3000, start), 0);
    auto at_once = TokenBucket::full(3000, start);
    EXPECT_EQ(at_once.take(1100, 3000, start), 999);
    EXPECT_EQ(at_once.tokens, 0);
}

TEST(TokenBucket, NeverRefusesACallerWhoStaysAtTheRate) {
    // From an empty bucket: whoever waits for the first two tokens and then keeps to the rate gets everything through.
    TokenBucket bucket{0, start};
    Timestamp now = start + wait_after_refusal(3000);
    for (int i = 0; i < 20'000; ++i) {
        ASSERT_EQ(bucket.take(1, 3000, now), 1) << i;
        now = now + 20ms;
    }
}

TEST(TokenBucket, LetsNothingThroughToACallerWhoStaysAboveTheRate) {
    TokenBucket bucket{0, start};
    Timestamp now = start;
    for (int i = 0; i < 10'000; ++i) {
        now = now + 19ms;
        ASSERT_EQ(bucket.take(1, 3000, now), 0) << i;
    }
}

TEST(TokenBucket, GivesTokensBackOneByOneAndForgetsNoTime) {
    TokenBucket bucket{5, start};
    EXPECT_EQ(bucket.take(1, 60, start + 999ms), 1);
    EXPECT_EQ(bucket.tokens, 4);
    EXPECT_EQ(bucket.take(1, 60, start + 1s), 1);  // the first second is over
    EXPECT_EQ(bucket.tokens, 4);
    EXPECT_EQ(bucket.take(1, 60, start + 3s), 1);
    EXPECT_EQ(bucket.tokens, 5);
}

TEST(TokenBucket, IsFullAgainAfterAPauseHoweverLong) {
    TokenBucket bucket{0, start};
    EXPECT_EQ(bucket.take(100, 60, start + std::chrono::hours(24 * 365 * 20)), 20);
}

TEST(TokenBucket, TakesAnyRate) {
    constexpr std::int64_t rate = 1'000'000'000;
    TokenBucket bucket{0, start};
    EXPECT_EQ(bucket.take(100, rate, start + 60us), 100);
    EXPECT_EQ(bucket.take(2000, rate, start + std::chrono::hours(24 * 365 * 20)), 999);
}

TEST(TokenBucket, DoesNotGoBackWithTheClock) {
    TokenBucket bucket{3, start};
    EXPECT_EQ(bucket.take(1, 60, start - 1h), 1);
    EXPECT_EQ(bucket.refilled_at, start);
}

TEST(TokenBucket, RefusesEverythingWithoutARate) {
    auto bucket = TokenBucket::full(0, start);
    EXPECT_EQ(bucket.take(1, 0, start + 1h), 0);
    EXPECT_GT(wait_after_refusal(0), Duration(0));
}

TEST(TokenBucket, TellsHowLongToKeepQuiet) {
    for (const std::int64_t rate : {1, 7, 60, 2999, 3000}) {
        TokenBucket bucket{0, start};
        EXPECT_EQ(bucket.take(1, rate, start + wait_after_refusal(rate)), 1) << rate;
        TokenBucket impatient{0, start};
        EXPECT_EQ(impatient.take(1, rate, start + wait_after_refusal(rate) - 2us), 0) << rate;
    }
}

}  // namespace
}  // namespace herald::limits
