#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "recipients/country.h"

namespace herald::recipients {

/// An address as it is printed on the letter, whether letters can go there or not (content.md §4.5):
/// postal_address_check.h tells that.
struct PostalAddress {
    /// The normalised lines: what is left of the text, then postcode, `BFPO 58` and the name of a country abroad, each
    /// if there is one.
    std::vector<std::string> lines;
    /// Where it goes; the United Kingdom when the last line names no country. Lives as long as the program.
    const Country* country = &united_kingdom();
    /// `PL13 1AA`; only of an address in the United Kingdom.
    std::optional<std::string> postcode;
    /// The number of a British Forces Post Office, digits without leading zeros.
    std::optional<std::string> bfpo_number;

    bool is_abroad() const { return country->zone != PostageZone::united_kingdom; }
};

/// Tidies a block of text, one line of the address to a line.
PostalAddress read_postal_address(std::string_view text);

/// What is stored as a letter's recipient: the lines, joined by newlines.
std::string to_recipient(const PostalAddress& address);

/// What searches look through: the recipient in lower case and without white space.
std::string to_search_text(const PostalAddress& address);

}  // namespace herald::recipients
