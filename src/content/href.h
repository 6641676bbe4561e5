#pragma once

#include <string>
#include <string_view>

namespace herald::content {

/// An address as it stands in an href (content.md §3.3): `http://` in front when it has no scheme that may be linked,
/// everything but letters, digits and the marks of addresses percent-encoded. Safe inside double quotes whatever was
/// typed.
std::string to_href(std::string_view address);

}  // namespace herald::content
