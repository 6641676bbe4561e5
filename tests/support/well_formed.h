#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace herald::test {

/// What is wrong with a piece of HTML or a whole page, by a strict parser (libxml2's, for XML: every tag closed by its
/// own kind, every attribute quoted, no bare & or <, known references only); nothing when it is well-formed. Elements
/// that HTML never closes, such as br, need not be.
std::optional<std::string> malformation(std::string_view html);

}  // namespace herald::test
