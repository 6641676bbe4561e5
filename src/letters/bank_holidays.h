#pragma once

#include "base/london.h"

namespace herald::letters {

/// Whether a day is a bank holiday in England and Wales, substitute days included. The years of data/bank-holidays.json
/// are looked up; before and after them the standing rules apply, which know no holidays that are declared once.
bool is_bank_holiday(LocalDate date);

/// The same by the standing rules alone: New Year's Day, Good Friday, Easter Monday, the first and last Monday in May,
/// the last Monday in August, Christmas Day and Boxing Day, with the next free weekday for one at a weekend.
bool is_standing_bank_holiday(LocalDate date);

}  // namespace herald::letters
