#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/json.h"
#include "recipients/postal_address.h"

namespace herald::recipients {

/// An address as the values of a message: what requests and rows of spreadsheets bring (content.md §4.5 "Input").
struct AddressInput {
    std::array<std::string, 6> lines;   ///< `address_line_1` to `address_line_6`; missing ones are empty
    std::optional<std::string> line_7;  ///< `address_line_7`, if there is such a value at all, even an empty one
    std::string postcode;               ///< counts only if there is no line 7
};

/// The text that read_postal_address takes.
std::string to_block(const AddressInput& input);

/// The values of a request's `personalisation`, by exactly these snake_case names (public-api §2.8). Values become text
/// as in messages; null, `false`, 0 and what is empty count as missing.
AddressInput address_input(JsonValue personalisation);

/// A letter's address as values again: how a notification's personalisation is stored and shown.
struct AddressValues {
    std::array<std::string, 7> lines;  ///< `address_line_1` to `address_line_7`; line 7 is the address's last line
    std::string postcode;              ///< the last line as well, except of a BFPO address: its postcode or empty
};

AddressValues to_values(const PostalAddress& address);

}  // namespace herald::recipients
