#include "base/time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/clock.h"

namespace herald {
namespace {

using namespace std::chrono_literals;

TEST(TimestampTest, WritesSixDigitsOfFractionInUtc) {
    EXPECT_EQ(Timestamp{0}.to_iso(), "1970-01-01T00:00:00.000000Z");
    EXPECT_EQ(Timestamp{1'494'764'130'000'001}.to_iso(), "2017-05-14T12:15:30.000001Z");
    EXPECT_EQ(Timestamp{-1}.to_iso(), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ(Timestamp{1'709'164'800'000'000}.utc_date(), "2024-02-29");
}

TEST(TimestampTest, ReadsTheFormsThatClientsSend) {
    const auto expected = Timestamp::parse_iso("2017-05-14T12:15:30.000000Z");
    ASSERT_TRUE(expected);
    EXPECT_EQ(expected->micros, 1'494'764'130'000'000);
    for (const char* text :
         {"2017-05-14 12:15:30", "2017-05-14T12:15:30z", "2017-05-14T13:15:30+01:00", "2017-05-14T13:15:30+0100",
          "2017-05-14T13:15:30+01", "2017-05-14T06:45:30.0-05:30", "2017-05-14t12:15:30.0000009Z"}) {
        EXPECT_EQ(Timestamp::parse_iso(text), expected) << text;
    }
    EXPECT_EQ(Timestamp::parse_iso("2017-05-14T12:15"), *expected - 30s);
    EXPECT_EQ(Timestamp::parse_iso("2017-05-14T12:15:30.5Z"), *expected + 500ms);
}

TEST(TimestampTest, RefusesWhatIsNoInstant) {
    for (const char* text : {"",
                             "2017",
                             "2017-05-14",
                             "2017-13-01T00:00:00Z",
                             "2017-00-01T00:00:00Z",
                             "2017-01-32T00:00:00Z",
                             "2017-01-00T00:00:00Z",
                             "2017-02-29T00:00:00Z",
                             "1900-02-29T00:00:00Z",
                             "2017-04-31T00:00:00Z",
                             "2017-05-14T24:00:00Z",
                             "2017-05-14T12:60:00Z",
                             "2017-05-14T12:00:60Z",
                             "2017-05-14T12:00:00.Z",
                             "2017-05-14T12:00:00Zx",
                             " 2017-05-14T12:00:00Z",
                             "2017-05-14T12:00:00Z ",
                             "2017-5-14T12:00:00Z",
                             "2017-05-14T12:00:00+1",
                             "2017-05-14T1a:00:00Z"}) {
        EXPECT_FALSE(Timestamp::parse_iso(text)) << text;
    }
    EXPECT_TRUE(Timestamp::parse_iso("2000-02-29T00:00:00Z"));
}

RC_GTEST_PROP(TimestampTest, ReadsWhatItWrites, ()) {
    // Years 1 to 9999, which is what four digits can say.
    const auto micros = *rc::gen::inRange<std::int64_t>(-62'135'596'800'000'000, 253'402'300'799'999'999);
    const Timestamp instant{micros};
    RC_ASSERT(Timestamp::parse_iso(instant.to_iso()) == instant);
}

TEST(ClockTest, VirtualTimeStandsStillUntilItIsMoved) {
    VirtualClock clock(Timestamp{1000});
    EXPECT_EQ(clock.now(), clock.now());
    clock.advance(2ms);
    EXPECT_EQ(clock.now().micros, 3000);
    clock.set(Timestamp{5});
    EXPECT_EQ(clock.now().micros, 5);
}

}  // namespace
}  // namespace herald
