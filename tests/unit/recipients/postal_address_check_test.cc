// Content.md §4.5, the table of checks, and §7.4 for rows.
#include "recipients/postal_address_check.h"

#include <gtest/gtest.h>

namespace herald::recipients {
namespace {

struct MessageCase {
    AddressError error;
    std::string_view api;
    std::string_view website;
    std::string_view row;
};

const MessageCase messages[] = {
    {AddressError::too_few_lines, "Address must be at least 3 lines", "Address must be at least 3 lines long",
     "Address must be at least 3 lines long"},
    {AddressError::too_many_lines, "Address must be no more than 7 lines", "Address must be no more than 7 lines long",
     "Address must be no more than 7 lines long"},
    {AddressError::nothing_to_read,
     "The first 2 lines of the address must both include at least one alphanumeric character",
     "The first 2 lines of the address must both include at least one alphanumeric character",
     "The first 2 lines of the address must both include at least one alphanumeric character"},
    {AddressError::bfpo_with_country, "The last line of a BFPO address must not be a country.",
     "The last line of a British Forces Post Office (BFPO) address cannot be the name of a country",
     "The last line of a BFPO address must not be a country."},
    {AddressError::no_postcode_or_country, "Last line of address must be a real UK postcode or another country",
     "The last line of the address must be a UK postcode or the name of a country",
     "Last line of the address must be a UK postcode or another country"},
    {AddressError::country_not_permitted, "Must be a real UK postcode",
     "You do not have permission to send letters to other countries",
     "You do not have permission to send letters to other countries"},
    {AddressError::no_postcode, "Must be a real UK postcode", "Last line of the address must be a real UK postcode",
     "Last line of the address must be a real UK postcode"},
    {AddressError::starts_with_symbol,
     "Address lines must not start with any of the following characters: @ ( ) = [ ] ” \\ / , < >",
     "Address lines cannot start with any of the following characters: @ ( ) = [ ] \" \\ / , < > ~",
     "Address lines must not start with any of the following characters: @ ( ) = [ ] \" \\ / , < > ~"},
    {AddressError::no_fixed_abode, "Must be a real address", "Enter a real address", "This is not a real address"},
};

TEST(AddressMessages, AreTheContracts) {
    for (const MessageCase& c : messages) {
        EXPECT_EQ(api_message(c.error), c.api);
        EXPECT_EQ(website_message(c.error), c.website);
        EXPECT_EQ(row_message(c.error), c.row);
    }
    EXPECT_EQ(address_missing, "Enter an address");
}

using Verdict = std::optional<AddressError>;
constexpr Verdict fine;

struct Case {
    std::string_view block;
    Verdict at_home;  ///< for a service that may not post abroad
    Verdict abroad;   ///< for one that may
};

void expect_verdicts(const std::vector<Case>& cases) {
    for (const Case& c : cases) {
        const PostalAddress address = read_postal_address(c.block);
        EXPECT_EQ(check_address(address, false), c.at_home) << c.block;
        EXPECT_EQ(check_address(address, true), c.abroad) << c.block;
    }
}

Case same(std::string_view block, Verdict verdict) {
    return {block, verdict, verdict};
}

TEST(AddressCheck, OneAndTwoCountTheLines) {
    expect_verdicts({
        same("", AddressError::too_few_lines),
        same("a\nPL13 1AA", AddressError::too_few_lines),
        same("a\nPL13 1AA\nUK", AddressError::too_few_lines),
        same("a\nb\nPL13 1AA", fine),
        same("a\nb\nc\nd\ne\nf\nPL13 1AA", fine),
        same("a\nb\nc\nd\ne\nf\nPL13 1AA\nUK", fine),
        same("a\nb\nc\nd\ne\nf\ng\nPL13 1AA", AddressError::too_many_lines),
        same("a\nb\nc\nd\ne\nBF1 2AX\nBFPO 58", fine),
        same("a\nb\nc\nd\ne\nf\nBF1 2AX\nBFPO 58", AddressError::too_many_lines),
        same("a\nBFPO 58\nBF1 2AX", fine),
    });
}

TEST(AddressCheck, ThreeWantsALetterOrDigitInTheFirstTwoLines) {
    expect_verdicts({
        same("!\nb\nPL13 1AA", AddressError::nothing_to_read),
        same("a\n-\nPL13 1AA", AddressError::nothing_to_read),
        same("é\nb\nPL13 1AA", AddressError::nothing_to_read),
        same("日本\nb\nPL13 1AA", AddressError::nothing_to_read),
        same("é1\n'Z'\n!\nPL13 1AA", fine),
    });
}

TEST(AddressCheck, FourRefusesACountryAfterABfpoNumber) {
    expect_verdicts({
        same("a\nb\nBFPO 58\nFrance", AddressError::bfpo_with_country),
        same("a\nb\nFrance\nBFPO 58", AddressError::bfpo_with_country),
        same("a\nb\nBFPO 58\nUK", fine),
        {"a\nb\nBFPO\nFrance", AddressError::country_not_permitted, fine},
    });
}

TEST(AddressCheck, FiveWantsALastLineThatPostCanGoTo) {
    expect_verdicts({
        {"a\nb\nc", AddressError::no_postcode, AddressError::no_postcode_or_country},
        {"a\nb\nc\nUK", AddressError::no_postcode, AddressError::no_postcode_or_country},
        {"a\nb\nPL13 1AA\nLooe", AddressError::no_postcode, AddressError::no_postcode_or_country},
        {"a\nb\nNorway", AddressError::country_not_permitted, fine},
        {"a\nb\nJapan", AddressError::country_not_permitted, fine},
        {"a\nPL13 1AA\nNorway", AddressError::country_not_permitted, fine},
        same("a\nb\nBFPO 58", fine),
        same("a\nb\nJE2 4WE\nJersey", fine),
    });
}

TEST(AddressCheck, SixRefusesSymbolsAtTheStartOfALine) {
    for (const char symbol : std::string_view("@()=[]\"\\/,<>~")) {
        const std::string line(1, symbol);
        expect_verdicts({
            same(line + "a\nb\nPL13 1AA", AddressError::starts_with_symbol),
            same("a\nb\n" + line + "c\nPL13 1AA", AddressError::starts_with_symbol),
            same("a" + line + "\nb\nPL13 1AA", fine),
        });
    }
    for (const char symbol : std::string_view("!#$%&'*+-.:;?^_`{|}"))
        expect_verdicts({same(std::string(1, symbol) + "a\nb\nPL13 1AA", fine)});
    expect_verdicts({same("”a\nb\nPL13 1AA", fine)});
}

TEST(AddressCheck, SevenWantsAFixedAbode) {
    expect_verdicts({
        same("a\nNFA\nPL13 1AA", AddressError::no_fixed_abode),
        same("a\n nfa,\nPL13 1AA", AddressError::no_fixed_abode),
        same("a\nNo  Fixed ABODE\nPL13 1AA", AddressError::no_fixed_abode),
        same("a\nof no fixed address at all\nPL13 1AA", AddressError::no_fixed_abode),
        same("a\nNFA House\nPL13 1AA", fine),
        same("a\nno fixed\nabode\nPL13 1AA", fine),
    });
}

// Each address fails this check and all after it.
TEST(AddressCheck, TellsTheFirstOfSeveralFaults) {
    struct Order {
        std::string_view block;
        Verdict api;
        Verdict row;
    };
    const Order cases[] = {
        {"!\n<", AddressError::too_few_lines, AddressError::nothing_to_read},
        {"<a", AddressError::too_few_lines, AddressError::too_few_lines},
        {"a\nBFPO 1\nFrance", AddressError::bfpo_with_country, AddressError::bfpo_with_country},
        {"BFPO 1\nFrance", AddressError::too_few_lines, AddressError::bfpo_with_country},
        {"!\nNFA\n<\nd\ne\nf\ng\nh", AddressError::too_many_lines, AddressError::nothing_to_read},
        {"a\nNFA\n<\nd\ne\nf\ng\nBFPO 1\nFrance", AddressError::too_many_lines, AddressError::bfpo_with_country},
        {"a\nNFA\n<\nd\ne\nf\ng\nh", AddressError::too_many_lines, AddressError::too_many_lines},
        {"!\nNFA\n<\nBFPO 1\nFrance", AddressError::nothing_to_read, AddressError::nothing_to_read},
        {"a\nNFA\n<\nBFPO 1\nFrance", AddressError::bfpo_with_country, AddressError::bfpo_with_country},
        {"a\nNFA\n<", AddressError::no_postcode, AddressError::no_postcode},
        {"a\nNFA\n<\nPL13 1AA", AddressError::starts_with_symbol, AddressError::starts_with_symbol},
        {"a\nNFA\nPL13 1AA", AddressError::no_fixed_abode, AddressError::no_fixed_abode},
    };
    for (const Order& c : cases) {
        EXPECT_EQ(check_address(read_postal_address(c.block), false), c.api) << c.block;
        EXPECT_EQ(check_address_row(read_postal_address(c.block), false), c.row) << c.block;
    }
}

}  // namespace
}  // namespace herald::recipients
