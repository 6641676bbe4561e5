#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace herald::content {

struct WebAddress {
    std::size_t begin;
    std::size_t end;
};

/// The first thing at or after `from` that looks like a web address (content.md §2.8): optional http:// or https://,
/// labels of word characters and hyphens with a dot behind each, a last label of 2 to 63 letters, then optionally `/`,
/// `?` or `#` and everything up to white space or `<`. Not directly behind `@` or `.`, nor before `@`. Takes time in
/// proportion to the text.
std::optional<WebAddress> find_web_address(std::string_view text, std::size_t from);

}  // namespace herald::content
