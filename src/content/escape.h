#pragma once

#include <string>
#include <string_view>

namespace herald::content {

/// Escapes template text or a value for HTML (content.md §1.5): `&nbsp;` and `&amp;` stay, other character references
/// that end in a semicolon are decoded, then `&`, `<` and `>` are escaped. Quotation marks stay.
std::string escape_html(std::string_view text);
/// Decodes character references that end in a semicolon: decimal, hexadecimal and named. Unknown names stay as typed.
std::string decode_references(std::string_view text);

}  // namespace herald::content
