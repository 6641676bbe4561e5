// Content.md §4.5: how the lines of an address are tidied, and what is stored of it.
#include "recipients/postal_address.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "recipients/postal_address_check.h"

namespace herald::recipients {
namespace {

std::string joined(std::string_view block) {
    std::string out;
    for (const std::string& line : read_postal_address(block).lines) out += (out.empty() ? "" : "|") + line;
    return out;
}

using Cases = std::vector<std::pair<std::string_view, std::string_view>>;

void expect_lines(const Cases& cases) {
    for (const auto& [block, lines] : cases) EXPECT_EQ(joined(block), lines) << block;
}

TEST(PostalAddress, StepOneTidiesTheLines) {
    expect_lines({
        {"", ""},
        {" \n,\n , ,\t\n", ""},
        {"  R.   Gull ,\n4\tQuay\u00A0Lane,,\n", "R. Gull|4 Quay Lane"},
        {"a\rb\r\nc\vd\fe\x1C"
         "f\x1Dg\x1Eh\u0085i\u2028j\u2029k",
         "a|b|c|d|e|f|g|h|i|j|k"},
        {"a\u200Bb \uFEFF\nc", "ab|c"},
        {"a , b .c\t,d", "a, b.c,d"},
        {"a ;b : c !", "a ;b : c !"},
        {",a\nb", ",a|b"},
        {"a,\u00A0\nb, ,", "a|b"},
    });
}

TEST(PostalAddress, StepTwoMovesTheBfpoNumber) {
    expect_lines({
        {"Gull\nBFPO 58\nUnit 4\nBF1 2AX", "Gull|Unit 4|BF1 2AX|BFPO 58"},
        {"Gull\nbfpo c/o 58\nUnit 4", "Gull|Unit 4|BFPO 58"},
        {"Gull\nBFPOC/O58", "Gull|BFPO 58"},
        {"Gull\nBfPo C/o\nBFPO 007", "Gull|BFPO 7"},
        {"Gull\nBFPO 000", "Gull|BFPO 0"},
        {"BFPO 1\nGull\nBFPO 2\nBFPO\nBFPO c/o", "Gull|BFPO 1"},
        {"BFPO 99999999999999999999999", "BFPO 99999999999999999999999"},
        // Without any number they are lines like others.
        {"Gull\nBFPO\nBFPO c/o\nBF1 2AX", "Gull|BFPO|BFPO c/o|BF1 2AX"},
        {"Gull\nBFPO 58a\nBFPO c/o x\nBFPO 5 8\nc/o BFPO 58", "Gull|BFPO 58a|BFPO c/o x|BFPO 5 8|c/o BFPO 58"},
        // Nothing else is left: too short, and no crash.
        {"BFPO 58", "BFPO 58"},
        {"BFPO 58\nFrance", "BFPO 58|France"},
        {"BFPO 58\nUK", "BFPO 58"},
    });
    EXPECT_EQ(read_postal_address("a\nBFPO 0058").bfpo_number, "58");
    EXPECT_EQ(read_postal_address("a\nBFPO").bfpo_number, std::nullopt);
    EXPECT_EQ(check_address(read_postal_address("BFPO 58"), true), AddressError::too_few_lines);
}

TEST(PostalAddress, StepThreeTakesTheCountryOffTheEnd) {
    expect_lines({
        {"Gull\nQuay\nPL13 1AA\nUK", "Gull|Quay|PL13 1AA"},
        {"Gull\nQuay\nPL13 1AA\nCymru\nGreat Britain\nU.K.", "Gull|Quay|PL13 1AA"},
        {"England\nWales\nUK", ""},
        // Names further up stay, and no more lines go than names stand at the end.
        {"Gull\nScotland\nLooe\nPL13 1AA\nUK", "Gull|Scotland|Looe|PL13 1AA"},
        {"Scotland\nQuay\nPL13 1AA\nWales\nUK", "Scotland|Quay|PL13 1AA"},
        {"Gull\nFrance\nUK", "Gull|France"},
        {"Gull\nUK\nPL13 1AA", "Gull|UK|PL13 1AA"},
        {"Gull\nRue 4\nfrance", "Gull|Rue 4|France"},
        {"Gull\nRue 4\nFrance\nFrance", "Gull|Rue 4|France|France"},
        {"Gull\nRue 4\nUK\nFrance", "Gull|Rue 4|UK|France"},
        {"France", "France"},
        {"Gull\nQuay\nSt Helier\nJE2 4WE\nJersey", "Gull|Quay|St Helier|JE2 4WE"},
        {"Gull\nQuay\nSt Helier\nJersey", "Gull|Quay|St Helier"},
    });
    EXPECT_EQ(read_postal_address("a\nDeutschland").country->name, "Germany");
    EXPECT_TRUE(read_postal_address("a\nDeutschland").is_abroad());
    EXPECT_EQ(read_postal_address("a\nnowhere").country, &united_kingdom());
    EXPECT_EQ(read_postal_address("").country, &united_kingdom());
}

TEST(PostalAddress, StepFourReadsThePostcode) {
    expect_lines({
        {"Gull\nQuay\npl131aa", "Gull|Quay|PL13 1AA"},
        {"Gull\nQuay\np l 1 3 1 a a ,", "Gull|Quay|PL13 1AA"},
        {"Gull\nPL13 1AA\nLooe", "Gull|PL13 1AA|Looe"},
        {"Gull\nLooe PL13 1AA", "Gull|Looe PL13 1AA"},
        {"Gull\npl131aa\nFrance", "Gull|pl131aa|France"},
    });
    EXPECT_EQ(read_postal_address("a\npl131aa\nUK").postcode, "PL13 1AA");
    EXPECT_EQ(read_postal_address("pl131aa").postcode, "PL13 1AA");
    EXPECT_EQ(read_postal_address("a\npl131aa\nFrance").postcode, std::nullopt);
}

TEST(PostalAddress, StepFivePutsTheEndInOrder) {
    expect_lines({
        {"Gull\nBFPO 58\nbf12ax\nUK", "Gull|BF1 2AX|BFPO 58"},
        {"BFPO 58\nGull\nFrance", "Gull|BFPO 58|France"},
        {"Gull\nFrance\nBFPO 58", "Gull|BFPO 58|France"},
    });
}

TEST(PostalAddress, IsStoredInLinesAndSearchedWithoutSpaces) {
    const PostalAddress address = read_postal_address("Ann  LEE\n4 Quay, Ŵyrle ÉCLAIR\npl13 1aa");
    EXPECT_EQ(to_recipient(address), "Ann LEE\n4 Quay, Ŵyrle ÉCLAIR\nPL13 1AA");
    EXPECT_EQ(to_search_text(address), "annlee4quay,ŵyrleéclairpl131aa");
    EXPECT_EQ(to_recipient(read_postal_address("")), "");
}

/// Blocks made of what the rules look for, with any bytes between.
rc::Gen<std::string> any_block() {
    const auto piece = rc::gen::oneOf(
        rc::gen::element<std::string>("\n", "\n", "\r\n", " ", ",", ".", "R Gull", "4 Quay Lane", "pl13 1aa", "BF12AX",
                                      "BFPO 58", "bfpo c/o", "BFPO 0", "UK", "Scotland", "France", "Norway", "NFA",
                                      "no fixed abode", "@", "\u00A0", "\u200B", "Å", "!"),
        rc::gen::arbitrary<std::string>());
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& all) {
        std::string out;
        for (const std::string& one : all) out += one;
        return out;
    });
}

// Tidying what has been tidied changes nothing, once it is known where the letter goes.
TEST(Properties, TidyingTwiceChangesNothing) {
    EXPECT_TRUE(rc::check([] {
        const PostalAddress once = read_postal_address(*any_block());
        for (const std::string& line : once.lines) RC_ASSERT(!line.empty());
        if (!once.postcode && (!once.is_abroad() || once.bfpo_number)) return;
        const PostalAddress twice = read_postal_address(to_recipient(once));
        RC_ASSERT(twice.lines == once.lines);
        RC_ASSERT(twice.country == once.country);
        RC_ASSERT(twice.postcode == once.postcode);
        RC_ASSERT(twice.bfpo_number == once.bfpo_number);
    }));
}

// Who may post abroad may post everything that others may.
TEST(Properties, PermissionOnlyAllowsMore) {
    EXPECT_TRUE(rc::check([] {
        const PostalAddress address = read_postal_address(*any_block());
        if (!check_address(address, false)) {
            RC_ASSERT(!check_address(address, true));
        }
        for (const bool may_post_abroad : {false, true})
            RC_ASSERT(check_address(address, may_post_abroad).has_value() ==
                      check_address_row(address, may_post_abroad).has_value());
    }));
}

}  // namespace
}  // namespace herald::recipients
