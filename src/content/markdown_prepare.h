#pragma once

#include <string>
#include <string_view>

namespace herald::content {

/// Newlines alone, tabs to stops of four, lines of only spaces emptied (content.md §3.2, before parsing).
std::string prepare_lines(std::string_view source);

/// Takes up to `count` spaces off the start of each line.
std::string outdent(std::string_view source, std::size_t count);

/// Takes spaces, ^ and one space off the start of each line.
std::string without_inset_marks(std::string_view source);

}  // namespace herald::content
