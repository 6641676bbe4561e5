// Content.md §4.5: addresses from values, and values from addresses.
#include "recipients/address_values.h"

#include <gtest/gtest.h>

namespace herald::recipients {
namespace {

std::string block_of(std::string_view json) {
    return to_block(address_input(JsonDocument::parse(json)->root()));
}

TEST(AddressInput, ReadsTheSnakeCaseNamesOnly) {
    EXPECT_EQ(block_of(R"({"address_line_1": "a", "address_line_2": "b", "address_line_3": "c", "address_line_4": "d",
                           "address_line_5": "e", "address_line_6": "f", "postcode": "p", "name": "x"})"),
              "a\nb\nc\nd\ne\nf\np");
    EXPECT_EQ(block_of(R"({"address line 1": "a", "addressLine1": "a", "Address_Line_1": "a", "Postcode": "p"})"),
              "\n\n\n\n\n\n");
    EXPECT_EQ(block_of("{}"), "\n\n\n\n\n\n");
    EXPECT_EQ(block_of("[]"), "\n\n\n\n\n\n");
}

// A key of line 7 is enough for the postcode not to count.
TEST(AddressInput, PrefersLineSevenToThePostcode) {
    EXPECT_EQ(block_of(R"({"address_line_7": "g", "postcode": "p"})"), "\n\n\n\n\n\ng");
    EXPECT_EQ(block_of(R"({"address_line_7": "", "postcode": "p"})"), "\n\n\n\n\n\n");
    EXPECT_EQ(block_of(R"({"address_line_7": null, "postcode": "p"})"), "\n\n\n\n\n\n");
}

TEST(AddressInput, MakesValuesTexts) {
    EXPECT_EQ(block_of(R"({"address_line_1": 12, "address_line_2": 1.5, "address_line_3": true, "address_line_4": null,
                           "address_line_5": false, "address_line_6": ["a", "b"], "postcode": "p"})"),
              "12\n1.5\nTrue\n\n\n['a', 'b']\np");
    EXPECT_EQ(block_of(R"({"address_line_1": 0, "address_line_2": [], "address_line_3": {}, "address_line_4": ""})"),
              "\n\n\n\n\n\n");
}

TEST(AddressInput, LineBreaksInAValueMakeLines) {
    const auto address = read_postal_address(block_of(R"({"address_line_1": "a\nb\r\nc", "postcode": "PL13 1AA"})"));
    EXPECT_EQ(address.lines, (std::vector<std::string>{"a", "b", "c", "PL13 1AA"}));
}

struct Case {
    std::string_view block;
    std::array<std::string, 7> lines;
    std::string_view postcode;
};

TEST(AddressValues, HaveTheLastLineTwice) {
    const Case cases[] = {
        {"a\nb\nPL13 1AA", {"a", "b", "", "", "", "", "PL13 1AA"}, "PL13 1AA"},
        {"a\nb\nc\nd\ne\nf\nPL13 1AA", {"a", "b", "c", "d", "e", "f", "PL13 1AA"}, "PL13 1AA"},
        {"a\nb\nnorway", {"a", "b", "", "", "", "", "Norway"}, "Norway"},
        {"a\nBFPO 58\nBF1 2AX", {"a", "", "", "", "", "BF1 2AX", "BFPO 58"}, "BF1 2AX"},
        {"a\nb\nc\nd\ne\nBF1 2AX\nBFPO 58", {"a", "b", "c", "d", "e", "BF1 2AX", "BFPO 58"}, "BF1 2AX"},
        {"a\nb\nBFPO 58", {"a", "b", "", "", "", "", "BFPO 58"}, ""},
        // What no letter can go to has values all the same.
        {"a\nb\nc\nd\ne\nf\ng\nh", {"a", "b", "c", "d", "e", "f", "h"}, "h"},
        {"PL13 1AA", {"", "", "", "", "", "", "PL13 1AA"}, "PL13 1AA"},
        {"", {"", "", "", "", "", "", ""}, ""},
    };
    for (const Case& c : cases) {
        const AddressValues values = to_values(read_postal_address(c.block));
        EXPECT_EQ(values.lines, c.lines) << c.block;
        EXPECT_EQ(values.postcode, c.postcode) << c.block;
    }
}

}  // namespace
}  // namespace herald::recipients
