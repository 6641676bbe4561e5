#pragma once

#include <string_view>

namespace herald::content {

/// The characters that HTML's named reference stands for, `pound` for `&pound;`; empty when there is no such name.
std::string_view named_reference(std::string_view name);

}  // namespace herald::content
