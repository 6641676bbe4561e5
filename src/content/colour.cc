#include "content/colour.h"

#include <cmath>

namespace herald::content {
namespace {

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

/// The relative luminance of WCAG 2: 0 is black, 1 is white.
double luminance(Colour colour) {
    const auto linear = [](std::uint8_t channel) {
        const double part = channel / 255.0;
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

}  // namespace

std::optional<Colour> parse_colour(std::string_view text) {
    if (text.starts_with('#')) text.remove_prefix(1);
    if (text.size() != 3 && text.size() != 6) return std::nullopt;
    const std::size_t width = text.size() / 3;
    std::uint8_t channels[3];
    for (std::size_t i = 0; i < 3; ++i) {
        const auto high = hex_digit(text[i * width]);
        const auto low = hex_digit(text[i * width + width - 1]);
        if (!high || !low) return std::nullopt;
        channels[i] = static_cast<std::uint8_t>(*high * 16 + *low);
    }
    return Colour{channels[0], channels[1], channels[2]};
}

std::string to_text(Colour colour) {
    constexpr char hex[] = "0123456789abcdef";
    std::string out = "#";
    for (const std::uint8_t channel : {colour.red, colour.green, colour.blue}) {
        out += hex[channel >> 4];
        out += hex[channel & 0xF];
    }
    return out;
}

Colour ink_on(Colour ground) {
    constexpr Colour black{0x0B, 0x0C, 0x0C};
    constexpr Colour white{0xFF, 0xFF, 0xFF};
    const double light = luminance(ground);
    const double against_white = 1.05 / (light + 0.05);
    const double against_black = (light + 0.05) / (luminance(black) + 0.05);
    return against_white >= against_black ? white : black;
}

}  // namespace herald::content
