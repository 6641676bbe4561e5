#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace herald::recipients {

/// What a character becomes in printable ASCII: itself, its base letter, a straight quote for a curly one, nothing for
/// a zero-width one. No value when it has no such form (content.md §4.5.1, §5.1, §7.1 and its
/// data/ascii-reductions.json).
std::optional<std::string_view> ascii_form(char32_t c);

/// The text in printable ASCII; what has no such form becomes a question mark.
std::string reduce_to_ascii(std::string_view text);

}  // namespace herald::recipients
