#include "letters/working_days.h"

#include "letters/bank_holidays.h"

namespace herald::letters {

bool is_working_day(LocalDate date, WorkingWeek week) {
    const std::chrono::weekday weekday(date);
    if (weekday == std::chrono::Sunday) return false;
    if (weekday == std::chrono::Saturday && week == WorkingWeek::monday_to_friday) return false;
    return !is_bank_holiday(date);
}

LocalDate move_by_working_days(LocalDate date, int n, WorkingWeek week) {
    const std::chrono::days step(n < 0 ? -1 : 1);
    std::chrono::sys_days day = date;
    for (int left = n < 0 ? -n : n; left > 0;) {
        day += step;
        if (is_working_day(day, week)) --left;
    }
    return day;
}

}  // namespace herald::letters
