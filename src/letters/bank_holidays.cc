#include "letters/bank_holidays.h"

#include <algorithm>
#include <iterator>

namespace herald::letters {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr LocalDate day(int year, unsigned month, unsigned day_of_month) {
    return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(day_of_month)};
}

/// In order of time, whole years.
constexpr LocalDate table[] = {
#include "letters/bank_holidays.inc"
};

bool is_weekend(sys_days date) {
    const std::chrono::weekday weekday(date);
    return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

/// Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher. Its letters stand for the age of
/// the moon and the day of the week, and have no better names.
sys_days easter(int year) {
    const int a = year % 19;
    const int b = year / 100;
    const int c = year % 100;
    const int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    const int m = (a + 11 * h + 22 * l) / 451;
    const int from_march = h + l - 7 * m + 114;
    return day(year, static_cast<unsigned>(from_march / 31), static_cast<unsigned>(from_march % 31 + 1));
}

bool is_new_year(sys_days date, std::chrono::year year) {
    sys_days holiday = year / std::chrono::January / 1;
    while (is_weekend(holiday)) holiday += days(1);
    return date == holiday;
}

/// Of two days in a row, the one that falls on a weekend moves to the next weekday that is free.
bool is_christmas(sys_days date, std::chrono::year year) {
    const sys_days christmas = year / std::chrono::December / 25;
    const sys_days boxing = christmas + days(1);
    if (date == christmas || date == boxing) return !is_weekend(date);
    sys_days substitute = boxing + days(1);
    for (const sys_days holiday : {christmas, boxing}) {
        if (!is_weekend(holiday)) continue;
        while (is_weekend(substitute)) substitute += days(1);
        if (date == substitute) return true;
        substitute += days(1);
    }
    return false;
}

bool is_monday_holiday(sys_days date, std::chrono::year year) {
    using std::chrono::Monday;
    return date == sys_days(year / std::chrono::May / Monday[1]) ||
           date == sys_days(year / std::chrono::May / Monday[std::chrono::last]) ||
           date == sys_days(year / std::chrono::August / Monday[std::chrono::last]);
}

}  // namespace

bool is_standing_bank_holiday(LocalDate date) {
    const sys_days sought = date;
    const sys_days sunday = easter(static_cast<int>(date.year()));
    return is_new_year(sought, date.year()) || sought == sunday - days(2) || sought == sunday + days(1) ||
           is_monday_holiday(sought, date.year()) || is_christmas(sought, date.year());
}

bool is_bank_holiday(LocalDate date) {
    const LocalDate* const first = std::begin(table);
    const LocalDate* const end = std::end(table);
    if (date.year() < first->year() || date.year() > (end - 1)->year()) return is_standing_bank_holiday(date);
    return std::binary_search(first, end, date);
}

}  // namespace herald::letters
