#include "base/find_any.h"

#include <gtest/gtest.h>

#include <string>

namespace herald::text {
namespace {

/// A pseudo-random text over few bytes, those looked for and those nearest to them.
std::string sample(unsigned seed, std::size_t size) {
    constexpr char bytes[] = {'a', ',', '.', '-', '\x2D', '\xAC', '\xAE', '\x2F', '\0', '\xFF'};
    std::string out;
    for (std::size_t i = 0; i < size; ++i) {
        seed = seed * 1664525 + 1013904223;
        // Long stretches without a hit, so that whole words are skipped.
        out += (seed >> 16) % 11 == 0 ? bytes[(seed >> 24) % sizeof bytes] : 'x';
    }
    return out;
}

TEST(FindAny, AgreesWithASearchByteByByte) {
    for (unsigned seed = 0; seed < 200; ++seed) {
        const std::string text = sample(seed, seed % 70);
        for (std::size_t at = 0; at <= text.size(); ++at) {
            const std::size_t expected = std::min(text.find_first_of(",.", at), text.size());
            EXPECT_EQ((find_any<',', '.'>(text, at)), expected) << seed << " " << at;
            std::size_t ascii = at;
            while (ascii < text.size() && static_cast<unsigned char>(text[ascii]) < 0x80) ++ascii;
            EXPECT_EQ(ascii_end(text, at), ascii) << seed << " " << at;
        }
    }
}

}  // namespace
}  // namespace herald::text
