#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace herald::recipients {

/// Reads the common ways to write a UK mobile number: 07, 447, +447 or +44 (0)7 and nine more digits, with spaces,
/// dashes and round brackets anywhere. Gives 44 and the ten digits when libphonenumber would find it a valid number of
/// the region GB; nothing when that needs a closer look. A test compares the two.
std::optional<std::string> read_uk_mobile(std::string_view text);

}  // namespace herald::recipients
