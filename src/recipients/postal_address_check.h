#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "recipients/postal_address.h"

namespace herald::recipients {

/// Why no letter can go to an address (content.md §4.5, the table of checks, in its order).
enum class AddressError : std::uint8_t {
    too_few_lines,
    too_many_lines,
    nothing_to_read,         ///< a line 1 or 2 without A-Z, a-z and 0-9
    bfpo_with_country,       ///< a BFPO number and a country abroad
    no_postcode_or_country,  ///< no valid last line, for a service that may post abroad
    country_not_permitted,   ///< a country abroad, for a service that may not
    no_postcode,             ///< no valid last line otherwise
    starts_with_symbol,      ///< a line that starts with one of @ ( ) = [ ] " \ / , < > ~
    no_fixed_abode,
};

/// The first thing that is wrong, by the order of the table: for the API and for a letter sent from the website.
std::optional<AddressError> check_address(const PostalAddress& address, bool may_post_abroad);
/// The same for a row of a spreadsheet, which is looked at in the order 3, 4, 1, 2, 5, 6, 7 (content.md §7.4).
std::optional<AddressError> check_address_row(const PostalAddress& address, bool may_post_abroad);

/// `Address must be at least 3 lines`
std::string_view api_message(AddressError error);
/// `Address must be at least 3 lines long`: the message of a form.
std::string_view website_message(AddressError error);
/// The message of a row of a spreadsheet.
std::string_view row_message(AddressError error);

/// What a form says about an empty field, before anything else.
inline constexpr std::string_view address_missing = "Enter an address";

}  // namespace herald::recipients
