#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace herald {

/// A day of the calendar, without a zone. Days are added by `std::chrono::sys_days(date) + std::chrono::days(n)`.
using LocalDate = std::chrono::year_month_day;

/// The rules about days (contract tasks §1) use Europe/London; everything here takes the zone from the system's data.

/// The instant at which clocks in London show `local`, a wall-clock time written as if it were UTC. A time that occurs
/// twice (clocks go back) is taken as the second, one that does not occur (clocks go forward) as winter time.
Timestamp london_to_utc(Timestamp local);
/// What clocks in London show at `instant`, written as if it were UTC.
Timestamp utc_to_london(Timestamp instant);
/// `parse_iso`, but a text without an offset is London time. Nothing when it is no such text.
std::optional<Timestamp> parse_london_time(std::string_view text);

LocalDate london_date(Timestamp instant);
/// The first instant of that day in London.
Timestamp london_midnight(LocalDate date);
/// London midnight of (London date of `now` − `days`): "midnight n days ago" and the retention cut-off (§1.2, §1.3).
Timestamp london_midnight_days_ago(Timestamp now, int days);

/// `YYYY-MM-DD`.
std::string to_iso(LocalDate date);
std::optional<LocalDate> parse_iso_date(std::string_view text);

}  // namespace herald
