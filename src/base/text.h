#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// UTF-8 and the whitespace treatments that the content contract defines (content.md, conventions).
/// Every function takes any bytes: what is not UTF-8 counts as U+FFFD.
namespace herald::text {

inline constexpr char32_t replacement_character = 0xFFFD;

struct CodePoint {
    char32_t value;
    std::uint8_t bytes;  ///< how many bytes of the text it took, at least 1
};

/// The code point of several bytes, or broken, that starts at `at`.
CodePoint decode_multibyte(std::string_view text, std::size_t at);
/// The code point that starts at `at`, which must be less than the text's size.
inline CodePoint decode(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    return lead < 0x80 ? CodePoint{lead, 1} : decode_multibyte(text, at);
}
/// Surrogates and values past U+10FFFF are written as U+FFFD.
void append(std::string& out, char32_t code_point);
std::size_t count_code_points(std::string_view text);
/// The text with each broken sequence replaced by U+FFFD.
std::string to_valid_utf8(std::string_view text);

/// U+180E, U+200B, U+200C, U+200D, U+2060, U+FEFF, U+2028, U+2029.
bool is_zero_width(char32_t c);
/// U+00A0, U+202F.
bool is_no_break(char32_t c);
/// Space, tab, LF, CR, VT, FF.
constexpr bool is_ascii_space(char32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
/// White space past ASCII.
bool is_wide_space(char32_t c);
/// The white space of Unicode, with U+001C to U+001F, which split lines and fields in spreadsheets.
inline bool is_space(char32_t c) {
    return c < 0x80 ? is_ascii_space(c) || (c >= 0x1C && c <= 0x1F) : is_wide_space(c);
}
/// LF, CR, VT, FF, U+001C, U+001D, U+001E, U+0085, U+2028, U+2029; CR LF together is one separator.
bool is_line_separator(char32_t c);

/// Deletes every zero-width and no-break character anywhere, then ASCII white space from both ends.
std::string strip(std::string_view text);
/// No-break characters become spaces, zero-width ones go, both ends are trimmed, each run of white space is one space.
std::string squash(std::string_view text);
/// Deletes each run of spaces and tabs that stands directly before a comma or a full stop.
std::string tighten(std::string_view text);
/// The text without white space (Unicode) at either end.
std::string_view trim(std::string_view text);
/// The texts one after the other, with `between` between two.
std::string join(const auto& texts, std::string_view between = ", ") {
    std::string all;
    bool is_first = true;
    for (const std::string_view text : texts) {
        if (!is_first) all += between;
        all += text;
        is_first = false;
    }
    return all;
}
/// A to Z become a to z; other bytes stay.
std::string to_lower_ascii(std::string_view text);

}  // namespace herald::text
