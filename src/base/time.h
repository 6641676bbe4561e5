#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace herald {

using Duration = std::chrono::microseconds;

/// For metrics and for people.
inline double to_seconds(Duration duration) {
    return static_cast<double>(duration.count()) / 1e6;
}

/// An instant: microseconds since 1970-01-01T00:00:00Z. There is no other kind of stored time.
struct Timestamp {
    std::int64_t micros = 0;

    auto operator<=>(const Timestamp&) const = default;
    Timestamp operator+(Duration d) const { return {micros + d.count()}; }
    Timestamp operator-(Duration d) const { return {micros - d.count()}; }
    Duration operator-(Timestamp other) const { return Duration(micros - other.micros); }

    /// `2017-05-14T12:15:30.000000Z`, always six digits of fraction (contract public-api §0).
    std::string to_iso() const;
    /// Takes `YYYY-MM-DD`, then `T` or a space, `HH:MM[:SS[.f…]]`, then `Z`, an offset (`+01`, `+01:00`, `+0100`) or
    /// nothing (taken as UTC). More than six digits of fraction are cut.
    static std::optional<Timestamp> parse_iso(std::string_view text);
    /// `YYYY-MM-DD` of the UTC day.
    std::string utc_date() const { return to_iso().substr(0, 10); }
    /// Whole UTC days since 1970; instants before it are not asked for.
    std::int64_t utc_day() const { return micros / day_micros; }
    static Timestamp start_of_utc_day(std::int64_t day) { return {day * day_micros}; }

    static constexpr std::int64_t day_micros = 86'400'000'000;
};

/// Later than anything that is stored: the last second of the year 9999.
inline constexpr Timestamp end_of_time{std::int64_t{253402300799} * 1'000'000};

}  // namespace herald
