#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace herald {

/// A 128-bit identifier. On the wire it is lower case and hyphenated (contract public-api §0).
struct Uuid {
    std::array<std::uint8_t, 16> bytes{};

    auto operator<=>(const Uuid&) const = default;

    /// Takes what a lenient parser takes: upper case, no hyphens, `{…}`, `urn:uuid:…`.
    /// Leading or trailing white space is not accepted.
    static std::optional<Uuid> parse(std::string_view text);

    /// 36 characters, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`.
    std::string to_string() const;

    bool is_nil() const { return *this == Uuid{}; }
};

}  // namespace herald

template <>
struct std::hash<herald::Uuid> {
    std::size_t operator()(const herald::Uuid& id) const noexcept;
};
