// Content.md §4.5, tidying 4, and data/uk-postcode-areas.json.
#include "recipients/uk_postcode.h"

#include <gtest/gtest.h>

namespace herald::recipients {
namespace {

constexpr std::string_view areas[] = {
#include "recipients/postcode_areas.inc"
};

std::string read(std::string_view line) {
    return read_uk_postcode(line).value_or("none");
}

TEST(UkPostcode, TakesEveryAreaWithEveryFormOfDistrict) {
    EXPECT_EQ(std::size(areas), 127u);
    for (const std::string_view area : areas) {
        for (const std::string_view district : {"1", "9", "10", "0", "1A", "1Z"}) {
            const std::string outward = std::string(area) + std::string(district);
            EXPECT_EQ(read(outward + "1AA"), outward + " 1AA");
        }
    }
}

TEST(UkPostcode, KnowsItsAreasAndNoOthers) {
    int known = 0;
    const auto count = [&known](const std::string& area) { known += read(area + "1 1AA") != "none" ? 1 : 0; };
    for (char a = 'A'; a <= 'Z'; ++a) {
        count({a});
        for (char b = 'A'; b <= 'Z'; ++b) {
            count({a, b});
            for (char c = 'A'; c <= 'Z'; ++c) count({a, b, c});
        }
    }
    EXPECT_EQ(known, static_cast<int>(std::size(areas)));
}

TEST(UkPostcode, EndsInTwoOfTwentyLetters) {
    constexpr std::string_view allowed = "ABDEFGHJLNPQRSTUWXYZ";
    for (char c = 'A'; c <= 'Z'; ++c) {
        const bool is_allowed = allowed.find(c) != std::string_view::npos;
        EXPECT_EQ(read(std::string("M1 1A") + c) != "none", is_allowed) << c;
        EXPECT_EQ(read(std::string("M1 1") + c + "A") != "none", is_allowed) << c;
    }
}

TEST(UkPostcode, IsWrittenInOneWay) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"pl13 1aa", "PL13 1AA"}, {"pl13 1 aa", "PL13 1AA"}, {" P L 1 3 1 A A ", "PL13 1AA"}, {"ec1a1bb", "EC1A 1BB"},
        {"sw1a 1aa", "SW1A 1AA"}, {"ſw1a 1aa", "SW1A 1AA"},  {"e1\t6an", "E1 6AN"},
    };
    for (const auto& [written, printed] : cases) EXPECT_EQ(read(written), printed) << written;
}

TEST(UkPostcode, IsNothingElse) {
    for (const std::string_view line :
         {"", " ", "1AA", "11AA", "A1 1AA", "QQ1 1AA", "PL 1AA", "PL131 1AA", "PL1AA 1AA", "PL13 1A", "PL13 11A",
          "PL13 1AAA", "PL13-1AA", "PL13 1AA.", "PLl3 1AA", "GIR 0AA", "PL13 1AÀ", "１L13 1AA", "Looe PL13 1AA"})
        EXPECT_EQ(read(line), "none") << line;
}

}  // namespace
}  // namespace herald::recipients
