#pragma once

#include "base/london.h"
#include "base/time.h"
#include "letters/postage.h"

namespace herald::letters {

/// When printing starts each day: London time. Letters made from then on belong to the next day (content.md §8).
inline constexpr std::chrono::minutes cut_off = std::chrono::hours(17) + std::chrono::minutes(30);

/// When a letter is printed and when it arrives.
struct LetterTimings {
    Timestamp printed_by;         ///< 15:00 London time of the print day
    Timestamp earliest_delivery;  ///< 16:00 London time
    Timestamp latest_delivery;  ///< 16:00 London time: `estimated_delivery` of the API, whole hours (public-api §4.4)
};

LetterTimings letter_timings(Timestamp created_at, Postage postage);

/// The day in London whose cut-off a letter waits for: exactly 17:30:00 belongs to the next day.
LocalDate processing_day(Timestamp created_at);

/// The first working day after the processing day.
LocalDate print_day(Timestamp created_at);

}  // namespace herald::letters
