#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace herald::content {

/// The end of a highlighted placeholder that starts at `at`: a span that fill_html made, whole.
std::optional<std::size_t> placeholder_span_end(std::string_view text, std::size_t at);

/// Finds HTML in one plain text: it is passed through without formatting (content.md §3.2).
class TagFinder {
public:
    explicit TagFinder(std::string_view text) : text_(text) {}

    /// The end of a comment, of an element with its closing tag, or of a tag alone, that starts at `at`.
    std::optional<std::size_t> find(std::size_t at);
    /// The address in `<https://…>` or `<name@host>`.
    std::optional<std::string_view> find_address(std::size_t at);

private:
    std::optional<std::size_t> find_comment(std::size_t at);

    std::string_view text_;
    bool has_unclosed_comment_ = false;
    std::size_t next_bracket_ = 0;  ///< the next > behind the last place looked at
    std::vector<std::string_view> unclosed_;
};

}  // namespace herald::content
