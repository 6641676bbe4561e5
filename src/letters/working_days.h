#pragma once

#include <cstdint>

#include "base/london.h"

namespace herald::letters {

/// The days on which something is done with letters (content.md §8, tasks §1.7). None is a bank holiday in England and
/// Wales.
enum class WorkingWeek : std::uint8_t {
    monday_to_friday,    ///< printing, and delivery by every class but first
    monday_to_saturday,  ///< delivery by first class
};

bool is_working_day(LocalDate date, WorkingWeek week = WorkingWeek::monday_to_friday);

/// The n-th working day after the date, or before it if n is negative; the date itself for 0.
LocalDate move_by_working_days(LocalDate date, int n, WorkingWeek week = WorkingWeek::monday_to_friday);

}  // namespace herald::letters
