// What strangers send may be large: the time that a recipient takes grows no faster than its size.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>

#include "recipients/email_address.h"
#include "recipients/phone_number.h"
#include "recipients/postal_address_check.h"

namespace herald::recipients {
namespace {

std::string fill(std::string_view piece, std::size_t size) {
    std::string out;
    while (out.size() < size) out += piece;
    return out;
}

void read_all(std::string_view text) {
    parse_phone_number(text);
    check_service_contact_number(text);
    parse_email_address(text);
    const PostalAddress address = read_postal_address(text);
    check_address(address, true);
    check_address_row(address, false);
    to_search_text(address);
}

// Quadratic growth would take hours for a megabyte; the bound leaves room for sanitizers and busy machines.
TEST(LargeInput, IsReadInTimeThatGrowsWithItsSize) {
    constexpr std::chrono::seconds bound(20);
    const std::size_t size = std::getenv("HERALD_TEST_QUICK") != nullptr ? 100'000 : 1'000'000;
    for (const char* piece :
         {"\n",   " ",    ",",        " ,",     "a ,",      ".",      "0",         "+",          "0+",        "(",
          "07",   "UK\n", "France\n", "the ",   "BFPO 1\n", "BFPO\n", "BFPO c/o ", "pl13 1aa\n", "@",         "a@",
          "a@b.", ".a",   "é",        "\u200B", "\u00A0",   "\xFF",   "İ",         "nfa\n",      "no fixed ", "9"}) {
        for (const char* end : {"", "\nUK"}) {
            const std::string text = fill(piece, size) + end;
            const auto began = std::chrono::steady_clock::now();
            read_all(text);
            ASSERT_LT(std::chrono::steady_clock::now() - began, bound) << piece << end;
        }
    }
}

}  // namespace
}  // namespace herald::recipients
