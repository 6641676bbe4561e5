#include "base/london.h"

#include <date/tz.h>

namespace herald {
namespace {

const date::time_zone& london() {
    static const date::time_zone* const zone = date::locate_zone("Europe/London");
    return *zone;
}

date::sys_time<Duration> to_sys(Timestamp t) {
    return date::sys_time<Duration>(Duration(t.micros));
}

date::local_time<Duration> to_local(Timestamp t) {
    return date::local_time<Duration>(Duration(t.micros));
}

/// True when the text says its zone: a `Z` at the end, or a sign after the time of day has begun.
bool has_offset(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return false;
    return text.find_first_of("Zz+-", colon) != std::string_view::npos;
}

}  // namespace

Timestamp london_to_utc(Timestamp local) {
    const date::local_info info = london().get_info(to_local(local));
    const bool twice = info.result == date::local_info::ambiguous;
    // A time that is skipped is read with the offset before the change, which in spring is winter's.
    const std::chrono::seconds offset = twice ? info.second.offset : info.first.offset;
    return local - offset;
}

Timestamp utc_to_london(Timestamp instant) {
    return instant + london().get_info(to_sys(instant)).offset;
}

std::optional<Timestamp> parse_london_time(std::string_view text) {
    const std::optional<Timestamp> time = Timestamp::parse_iso(text);
    if (!time || has_offset(text)) return time;
    return london_to_utc(*time);
}

LocalDate london_date(Timestamp instant) {
    const Duration local(utc_to_london(instant).micros);
    return std::chrono::floor<std::chrono::days>(std::chrono::sys_time<Duration>(local));
}

Timestamp london_midnight(LocalDate date) {
    const std::chrono::sys_time<Duration> midnight = std::chrono::sys_days(date);
    return london_to_utc({midnight.time_since_epoch().count()});
}

Timestamp london_midnight_days_ago(Timestamp now, int days) {
    return london_midnight(std::chrono::sys_days(london_date(now)) - std::chrono::days(days));
}

std::string to_iso(LocalDate date) {
    const std::chrono::sys_time<Duration> midnight = std::chrono::sys_days(date);
    return Timestamp{midnight.time_since_epoch().count()}.utc_date();
}

std::optional<LocalDate> parse_iso_date(std::string_view text) {
    if (text.size() != 10) return std::nullopt;
    const std::optional<Timestamp> midnight = Timestamp::parse_iso(std::string(text) + "T00:00");
    if (!midnight) return std::nullopt;
    return std::chrono::floor<std::chrono::days>(std::chrono::sys_time<Duration>(Duration(midnight->micros)));
}

}  // namespace herald
