#include "recipients/ascii.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/text.h"

namespace herald::recipients {
namespace {

struct Reduction {
    char32_t code_point;
    std::string_view ascii;
};

/// Sorted by code point.
constexpr Reduction reductions[] = {
#include "recipients/ascii_reductions.inc"
};

constexpr char32_t first_printable = ' ';
constexpr char32_t printable_end = 0x7F;

constexpr auto printable = [] {
    std::array<char, printable_end - first_printable> characters{};
    for (std::size_t i = 0; i < characters.size(); ++i) characters[i] = static_cast<char>(first_printable + i);
    return characters;
}();

}  // namespace

std::optional<std::string_view> ascii_form(char32_t c) {
    if (c >= first_printable && c < printable_end) return std::string_view(&printable[c - first_printable], 1);
    const auto* at = std::lower_bound(std::begin(reductions), std::end(reductions), c,
                                      [](const Reduction& entry, char32_t code) { return entry.code_point < code; });
    if (at == std::end(reductions) || at->code_point != c) return std::nullopt;
    return at->ascii;
}

std::string reduce_to_ascii(std::string_view source) {
    std::string out;
    out.reserve(source.size());
    for (std::size_t at = 0; at < source.size();) {
        const text::CodePoint c = text::decode(source, at);
        out += ascii_form(c.value).value_or("?");
        at += c.bytes;
    }
    return out;
}

}  // namespace herald::recipients
