// Content.md §8, tasks §1.7: bank holidays and working days.
#include "letters/working_days.h"

#include <gtest/gtest.h>

#include <set>

#include "letters/bank_holidays.h"

namespace herald::letters {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

LocalDate day(std::string_view text) {
    return parse_iso_date(text).value();
}

std::set<std::string> holidays(int year, bool (*is_holiday)(LocalDate)) {
    std::set<std::string> found;
    const sys_days first = std::chrono::year(year) / 1 / 1;
    for (sys_days date = first; LocalDate(date).year() == std::chrono::year(year); date += days(1))
        if (is_holiday(date)) found.insert(to_iso(date));
    return found;
}

TEST(BankHolidays, AreThoseOfTheTable) {
    EXPECT_EQ(holidays(2026, is_bank_holiday),
              (std::set<std::string>{"2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31",
                                     "2026-12-25", "2026-12-28"}));
    EXPECT_EQ(holidays(2022, is_bank_holiday),
              (std::set<std::string>{"2022-01-03", "2022-04-15", "2022-04-18", "2022-05-02", "2022-06-02", "2022-06-03",
                                     "2022-08-29", "2022-09-19", "2022-12-26", "2022-12-27"}));
}

// What the standing rules say differs from the table by what was declared once: a moved day in May 2020, a jubilee and
// a funeral in 2022, a coronation in 2023.
TEST(BankHolidays, FollowTheStandingRulesButForWhatWasDeclared) {
    const std::set<std::string> declared = {"2020-05-08", "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08"};
    const std::set<std::string> moved_away = {"2020-05-04", "2022-05-30"};
    for (int year = 2018; year <= 2027; ++year) {
        std::set<std::string> wanted = holidays(year, is_bank_holiday);
        for (const std::string& date : declared) wanted.erase(date);
        for (const std::string& date : moved_away)
            if (date.starts_with(std::to_string(year))) wanted.insert(date);
        EXPECT_EQ(holidays(year, is_standing_bank_holiday), wanted) << year;
    }
}

TEST(BankHolidays, AreKnownBeyondTheTable) {
    EXPECT_EQ(holidays(2028, is_bank_holiday),
              (std::set<std::string>{"2028-01-03", "2028-04-14", "2028-04-17", "2028-05-01", "2028-05-29", "2028-08-28",
                                     "2028-12-25", "2028-12-26"}));
    EXPECT_EQ(holidays(2032, is_bank_holiday),
              (std::set<std::string>{"2032-01-01", "2032-03-26", "2032-03-29", "2032-05-03", "2032-05-31", "2032-08-30",
                                     "2032-12-27", "2032-12-28"}));
    EXPECT_EQ(holidays(2000, is_bank_holiday),
              (std::set<std::string>{"2000-01-03", "2000-04-21", "2000-04-24", "2000-05-01", "2000-05-29", "2000-08-28",
                                     "2000-12-25", "2000-12-26"}));
    for (int year = 1990; year <= 2200; ++year) EXPECT_EQ(holidays(year, is_standing_bank_holiday).size(), 8u) << year;
}

TEST(WorkingDays, LeaveOutWeekendsAndBankHolidays) {
    EXPECT_TRUE(is_working_day(day("2026-08-28")));
    EXPECT_FALSE(is_working_day(day("2026-08-29")));
    EXPECT_TRUE(is_working_day(day("2026-08-29"), WorkingWeek::monday_to_saturday));
    EXPECT_FALSE(is_working_day(day("2026-08-30"), WorkingWeek::monday_to_saturday));
    for (const WorkingWeek week : {WorkingWeek::monday_to_friday, WorkingWeek::monday_to_saturday}) {
        EXPECT_FALSE(is_working_day(day("2026-08-31"), week));
        EXPECT_TRUE(is_working_day(day("2026-09-01"), week));
    }
}

// The examples of tasks §1.12 (S-040), and the way forward.
TEST(WorkingDays, AreCountedInBothDirections) {
    struct Case {
        std::string_view from;
        int n;
        std::string_view to;
    };
    const Case cases[] = {
        {"2022-08-30", -2, "2022-08-25"}, {"2018-01-15", -2, "2018-01-11"}, {"2018-01-16", -2, "2018-01-12"},
        {"2018-01-17", -2, "2018-01-15"}, {"2022-08-25", 2, "2022-08-30"},  {"2022-08-27", 1, "2022-08-30"},
        {"2022-08-27", 0, "2022-08-27"},  {"2026-12-24", 1, "2026-12-29"},
    };
    for (const Case& c : cases) EXPECT_EQ(to_iso(move_by_working_days(day(c.from), c.n)), c.to) << c.from;
    EXPECT_EQ(to_iso(move_by_working_days(day("2026-12-24"), 1, WorkingWeek::monday_to_saturday)), "2026-12-26");
}

}  // namespace
}  // namespace herald::letters
