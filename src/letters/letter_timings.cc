#include "letters/letter_timings.h"

#include "letters/working_days.h"

namespace herald::letters {
namespace {

constexpr std::chrono::hours printed_at(15);
constexpr std::chrono::hours delivered_at(16);

/// Delivery days after the print day.
struct Transit {
    int earliest;
    int latest;
};

Transit transit(Postage postage) {
    switch (postage) {
        case Postage::first:
            return {1, 1};
        case Postage::second:
            return {4, 5};
        case Postage::economy:
            return {4, 7};
        case Postage::europe:
            return {4, 6};
        case Postage::rest_of_world:
            break;
    }
    return {6, 8};
}

/// A time of day in London, as an instant. None of those used here is near a change of the clocks.
Timestamp at(LocalDate date, Duration time_of_day) {
    const std::chrono::sys_time<Duration> local = std::chrono::sys_days(date) + time_of_day;
    return london_to_utc({local.time_since_epoch().count()});
}

}  // namespace

LocalDate processing_day(Timestamp created_at) {
    constexpr Duration until_midnight = std::chrono::days(1) - cut_off;
    const Duration shifted((utc_to_london(created_at) + until_midnight).micros);
    return std::chrono::floor<std::chrono::days>(std::chrono::sys_time<Duration>(shifted));
}

LocalDate print_day(Timestamp created_at) {
    return move_by_working_days(processing_day(created_at), 1);
}

LetterTimings letter_timings(Timestamp created_at, Postage postage) {
    const LocalDate printed = print_day(created_at);
    const Transit days = transit(postage);
    const WorkingWeek week =
        postage == Postage::first ? WorkingWeek::monday_to_saturday : WorkingWeek::monday_to_friday;
    return {.printed_by = at(printed, printed_at),
            .earliest_delivery = at(move_by_working_days(printed, days.earliest, week), delivered_at),
            .latest_delivery = at(move_by_working_days(printed, days.latest, week), delivered_at)};
}

}  // namespace herald::letters
