#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace herald {

using Duration = std::chrono::microseconds;

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
};

}  // namespace herald
