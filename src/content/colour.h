#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace herald::content {

/// A colour as HTML writes it.
struct Colour {
    std::uint8_t red = 0, green = 0, blue = 0;
    bool operator==(const Colour&) const = default;
};

/// `#rgb` or `#rrggbb`, any case, a missing `#` forgiven. Nothing for other text, so that what comes out of
/// `to_text(Colour)` can stand in any attribute.
std::optional<Colour> parse_colour(std::string_view text);
/// `#rrggbb`, lower case.
std::string to_text(Colour colour);
/// Black or white, whichever can be read better on it (the contrast ratio of WCAG 2).
Colour ink_on(Colour ground);

}  // namespace herald::content
