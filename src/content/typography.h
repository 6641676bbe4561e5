#pragma once

#include <string>
#include <string_view>

namespace herald::content {

/// Tightens punctuation, curls quotation marks outside tags and links, straightens them in email addresses and turns
/// spaced hyphens into en dashes (content.md §3.5). Takes plain text or HTML.
std::string apply_typography(std::string_view text);

}  // namespace herald::content
