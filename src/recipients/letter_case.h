#pragma once

#include <string>
#include <string_view>

namespace herald::recipients {

/// Lower case by Unicode's rules for no language in particular; ASCII takes a shorter way.
std::string to_lower(std::string_view text);
/// Upper case likewise: `ß` becomes `SS`.
std::string to_upper(std::string_view text);

}  // namespace herald::recipients
