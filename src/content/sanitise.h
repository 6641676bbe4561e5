#pragma once

#include <string>
#include <string_view>

namespace herald::content {

/// Makes a value that a stranger typed harmless in an email (public-api §2.11, content.md §3.9): web addresses go or
/// lose their links, and every formatting mark gets a backslash.
std::string sanitise_untrusted(std::string_view value);

}  // namespace herald::content
