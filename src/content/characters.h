#pragma once

namespace herald::content {

/// A letter, digit or other number of any script, or `_`.
bool is_word(char32_t c);
/// A decimal digit of any script.
bool is_digit(char32_t c);

}  // namespace herald::content
