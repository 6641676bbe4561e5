#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace herald::spreadsheets {

/// A text file's bytes as UTF-8 without byte order marks. They are UTF-16 if they begin with its byte order mark, UTF-8
/// if they are valid as such, else Windows-1252. Nothing if they are no text: they hold NUL, half a surrogate pair, or,
/// when taken for Windows-1252, other control characters than white space or bytes that stand for nothing.
std::optional<std::string> to_utf8(std::string_view bytes);

}  // namespace herald::spreadsheets
