#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace herald::recipients {

/// A postcode in the form in which it is printed, `PL13 1AA`, from a line in any case and with spaces anywhere; nothing
/// when the line is no postcode (content.md §4.5 tidying 4). It is only looked whether there is such an area and
/// whether the rest has the right form, not whether the postcode is in use.
std::optional<std::string> read_uk_postcode(std::string_view line);

}  // namespace herald::recipients
