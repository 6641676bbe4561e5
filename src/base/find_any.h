#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace herald::text {

/// Where the first of a few bytes stands at or after `at`; the text's size when none does. Looks at eight bytes at a
/// time: for texts in which they are rare.
template <char... bytes>
std::size_t find_any(std::string_view text, std::size_t at) {
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t highs = 0x8080808080808080;
    // The high bit of each byte that is zero, and above the first such byte perhaps of others.
    const auto zeroes = [](std::uint64_t word) { return (word - ones) & ~word & highs; };
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t word;
        std::memcpy(&word, text.data() + at, sizeof word);
        const std::uint64_t found = (zeroes(word ^ (ones * static_cast<unsigned char>(bytes))) | ...);
        if (found != 0) return at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
    }
    for (; at < text.size(); ++at)
        if (((text[at] == bytes) || ...)) return at;
    return at;
}

/// The end of the run of bytes below 0x80 that starts at `at`.
inline std::size_t ascii_end(std::string_view text, std::size_t at) {
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint64_t highs = 0x8080808080808080;
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t word;
        std::memcpy(&word, text.data() + at, sizeof word);
        if (const std::uint64_t found = word & highs; found != 0)
            return at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
    return at;
}

}  // namespace herald::text
