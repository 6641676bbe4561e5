#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "content/markdown.h"

namespace herald::content {

struct Link {
    std::string_view text;
    LinkTarget target;
    std::size_t end;
};

/// Finds links in one text. Bounded: it looks over a text's brackets once, and no further than a fixed number of
/// bracket pairs into any link text.
class LinkFinder {
public:
    explicit LinkFinder(std::string_view text) : text_(text) {}

    /// `[text](address "title")`, `[text][name]` or `[name]` at the bracket at `at`.
    std::optional<Link> find(std::size_t at, const Document& document);
    /// The end of a bare address that starts at `at`, or nothing.
    static std::optional<std::size_t> bare_address_end(std::string_view text, std::size_t at);

private:
    void prepare();
    /// The closing brackets that can end the text of a link which opens at `at`, nearest first.
    std::vector<std::size_t> text_ends(std::size_t at) const;
    std::optional<Link> with_address(std::size_t open, std::size_t close);
    std::optional<std::size_t> title_end(std::size_t at);
    std::optional<Link> with_name(std::size_t open, std::size_t close, const Document& document) const;

    std::string_view text_;
    bool is_prepared_ = false;
    std::vector<std::uint32_t> next_open_;   ///< by position: the next [ at or behind it
    std::vector<std::uint32_t> next_close_;  ///< by position: the next ] at or behind it
    std::size_t last_parenthesis_ = 0;       ///< position of the last )
    std::size_t no_title_from_ = std::string_view::npos;
};

}  // namespace herald::content
