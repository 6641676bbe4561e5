#pragma once

#include <string>
#include <string_view>

namespace herald::content {

/// Curls the quotation marks of plain text or HTML (content.md §3.5 step 2).
std::string curl_quotes(std::string_view text);

}  // namespace herald::content
