#include "base/london.h"

#include <gtest/gtest.h>

namespace herald {
namespace {

Timestamp at(std::string_view text) {
    return Timestamp::parse_iso(text).value();
}

LocalDate day(std::string_view text) {
    return parse_iso_date(text).value();
}

struct DayCase {
    std::string_view date, from, to;
    int hours;
};

class LondonDay : public testing::TestWithParam<DayCase> {};

// The examples of contract tasks §1.12.
INSTANTIATE_TEST_SUITE_P(Examples, LondonDay,
                         testing::Values(DayCase{"2021-06-16", "2021-06-15T23:00Z", "2021-06-16T23:00Z", 24},
                                         DayCase{"2021-03-28", "2021-03-28T00:00Z", "2021-03-28T23:00Z", 23},
                                         DayCase{"2021-10-31", "2021-10-30T23:00Z", "2021-11-01T00:00Z", 25},
                                         DayCase{"2021-12-31", "2021-12-31T00:00Z", "2022-01-01T00:00Z", 24}));

TEST_P(LondonDay, ReachesFromMidnightToMidnight) {
    const DayCase& c = GetParam();
    const LocalDate next = std::chrono::sys_days(day(c.date)) + std::chrono::days(1);
    EXPECT_EQ(london_midnight(day(c.date)), at(c.from));
    EXPECT_EQ(london_midnight(next), at(c.to));
    EXPECT_EQ(london_midnight(next) - london_midnight(day(c.date)), std::chrono::hours(c.hours));
}

TEST_P(LondonDay, HoldsItsFirstAndLastInstant) {
    const DayCase& c = GetParam();
    EXPECT_EQ(to_iso(london_date(at(c.from))), c.date);
    EXPECT_EQ(to_iso(london_date(at(c.to) - Duration(1))), c.date);
    EXPECT_NE(to_iso(london_date(at(c.from) - Duration(1))), c.date);
    EXPECT_NE(to_iso(london_date(at(c.to))), c.date);
}

TEST(London, CutOffCountsDatesAndNotHours) {
    EXPECT_EQ(london_midnight_days_ago(at("2021-03-30T03:00Z"), 7), at("2021-03-23T00:00Z"));
    EXPECT_EQ(london_midnight_days_ago(at("2021-06-15T23:30Z"), 7), at("2021-06-08T23:00Z"));
    EXPECT_EQ(london_midnight_days_ago(at("2021-06-15T12:00Z"), 0), at("2021-06-14T23:00Z"));
}

TEST(London, FinancialYearStartsInSummerTime) {
    EXPECT_EQ(london_midnight(day("2021-04-01")), at("2021-03-31T23:00Z"));
    EXPECT_EQ(london_midnight(day("2022-04-01")), at("2022-03-31T23:00Z"));
}

struct TimeCase {
    std::string_view text, utc;
};

class LondonTime : public testing::TestWithParam<TimeCase> {};

INSTANTIATE_TEST_SUITE_P(Texts, LondonTime,
                         testing::Values(TimeCase{"2026-02-03 10:15:02", "2026-02-03T10:15:02Z"},
                                         TimeCase{"2026-07-03 10:15:02", "2026-07-03T09:15:02Z"},
                                         TimeCase{"2026-07-03T10:15:02.250", "2026-07-03T09:15:02.25Z"},
                                         TimeCase{"2026-07-03T10:15:02Z", "2026-07-03T10:15:02Z"},
                                         TimeCase{"2026-07-03T10:15:02+00:00", "2026-07-03T10:15:02Z"},
                                         TimeCase{"2026-07-03T10:15:02-0200", "2026-07-03T12:15:02Z"},
                                         // Occurs twice: the second. Does not occur: winter time.
                                         TimeCase{"2021-10-31 01:30:00", "2021-10-31T01:30:00Z"},
                                         TimeCase{"2021-03-28 01:30:00", "2021-03-28T01:30:00Z"}));

TEST_P(LondonTime, IsLocalUnlessItHasAnOffset) {
    EXPECT_EQ(parse_london_time(GetParam().text), at(GetParam().utc));
}

TEST(London, RefusesWhatIsNoTime) {
    for (const std::string_view text : {"", "yesterday", "2026-13-01 00:00", "2026-02-03", "03/02/2026 10:15"})
        EXPECT_FALSE(parse_london_time(text)) << text;
    for (const std::string_view text : {"", "2026-02-30", "2026-2-3", "2026-02-03T"})
        EXPECT_FALSE(parse_iso_date(text)) << text;
}

TEST(London, ClockReadingAndInstantAreInverse) {
    for (std::int64_t hour = 0; hour < 24 * 365; ++hour) {
        const Timestamp instant = at("2021-01-01T00:20Z") + std::chrono::hours(hour);
        if (instant == at("2021-10-31T00:20Z")) continue;  // the reading that occurs twice belongs to an hour later
        ASSERT_EQ(london_to_utc(utc_to_london(instant)), instant) << instant.to_iso();
    }
}

}  // namespace
}  // namespace herald
