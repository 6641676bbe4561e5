#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace herald::recipients {

/// Reads the common way to write a UK mobile number: 07, 447 or +447 and nine more digits, with spaces anywhere after
/// the first character. Gives 44 and the ten digits when libphonenumber would find it a valid number of the region GB;
/// nothing when that needs a closer look. A test compares the two.
std::optional<std::string> read_uk_mobile(std::string_view text);

}  // namespace herald::recipients
