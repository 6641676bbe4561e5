#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "recipients/phone_number.h"

namespace herald::recipients {

/// A number read by libphonenumber, by all the rules of content.md §5.1 to §5.3. The first text without unknown
/// characters loads the library's metadata (megabytes), so parse_phone_number comes here only with what it can't judge
/// itself.
std::variant<PhoneNumber, PhoneError> read_with_library(std::string_view text, PhonePermissions permissions = {});

/// The digits of a number in the United Kingdom as they are dialled without the leading 0, whether there is such a
/// number or not: `101`, `7700900855`. Nothing for a text with unknown characters, without a number or of another
/// country.
std::optional<std::string> national_digits(std::string_view text);

/// National format for +44, else international format.
std::string readable_with_library(std::string_view normalised);

}  // namespace herald::recipients
