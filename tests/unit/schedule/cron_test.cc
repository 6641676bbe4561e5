#include "schedule/cron.h"

#include <gtest/gtest.h>

namespace herald::schedule {
namespace {

class RefusedSchedule : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Table, RefusedSchedule,
                         testing::Values("", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *",
                                         "* * 32 * *", "* * * 0 *", "* * * 13 *", "* * * * 7", "a * * * *",
                                         "*/0 * * * *", "5-1 * * * *", "1-2-3 * * * *", "1, * * * *", "-1 * * * *",
                                         "*  * * * *", "*/x * * * *", "1.5 * * * *"));
TEST_P(RefusedSchedule, DoesNotParse) {
    EXPECT_FALSE(Cron::parse(GetParam()).has_value());
}

struct Due {
    const char* schedule;
    const char* now;
    const char* latest;
};
class Schedule : public testing::TestWithParam<Due> {};
INSTANTIATE_TEST_SUITE_P(
    Table, Schedule,
    testing::Values(Due{"* * * * *", "2026-11-02T10:15:59.999999Z", "2026-11-02T10:15"},
                    Due{"*/15 * * * *", "2026-11-02T10:14:59Z", "2026-11-02T10:00"},
                    Due{"*/15 * * * *", "2026-11-02T10:15:00Z", "2026-11-02T10:15"},
                    Due{"5 0 * * *", "2026-11-02T00:04:59Z", "2026-11-01T00:05"},
                    Due{"5 0 * * *", "2026-11-02T00:05:00Z", "2026-11-02T00:05"},
                    Due{"0 9,15 * * 1-5", "2026-11-02T08:59:00Z", "2026-10-30T15:00"},  // Monday looks back to Friday
                    Due{"0 12 * * 0", "2026-11-04T00:00:00Z", "2026-11-01T12:00"},      // Sunday is 0
                    Due{"10-20/5 8 * * *", "2026-11-02T08:19:00Z", "2026-11-02T08:15"},
                    Due{"0 0 29 2 *", "2024-12-01T00:00:00Z", "2024-02-29T00:00"},
                    // The first Tuesday of a month: a day of the month AND a day of the week (tasks.md §1.9).
                    Due{"0 3 1-7 * 2", "2026-11-02T12:00:00Z", "2026-10-06T03:00"},
                    Due{"0 3 1-7 * 2", "2026-11-03T03:00:00Z", "2026-11-03T03:00"},
                    Due{"0 3 1-7 * 2", "2026-11-30T12:00:00Z", "2026-11-03T03:00"},
                    Due{"59 23 31 12 *", "1970-01-01T00:00:00Z", "1969-12-31T23:59"}));
TEST_P(Schedule, WasDueLast) {
    const auto cron = Cron::parse(GetParam().schedule);
    ASSERT_TRUE(cron.has_value());
    const auto latest = cron->latest(*Timestamp::parse_iso(GetParam().now));
    ASSERT_TRUE(latest.has_value());
    EXPECT_EQ(latest->to_iso(), std::string(GetParam().latest) + ":00.000000Z");
}

TEST(CronSchedule, ThatIsNeverDueHasNoLatestInstant) {
    EXPECT_EQ(Cron::parse("0 0 30 2 *")->latest(*Timestamp::parse_iso("2026-11-02T00:00:00Z")), std::nullopt);
    // 29 February lies more than 400 days back.
    EXPECT_EQ(Cron::parse("0 0 29 2 *")->latest(*Timestamp::parse_iso("2026-11-02T00:00:00Z")), std::nullopt);
}

// Schedules are UTC, whatever the clocks in London do.
TEST(CronSchedule, HasEveryHourOnceWhenTheClocksChange) {
    const auto hourly = Cron::parse("30 * * * *");
    Timestamp now = *Timestamp::parse_iso("2026-10-24T23:30:00Z");
    for (int hour = 0; hour < 26; ++hour, now = now + std::chrono::hours(1)) EXPECT_EQ(hourly->latest(now), now);
}

}  // namespace
}  // namespace herald::schedule
