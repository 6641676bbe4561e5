#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "content/markdown_render.h"

namespace herald::content {

/// Writes the inline marks of one document's texts (content.md §3.2, inline).
class InlineWriter {
public:
    InlineWriter(const Document& document, const Writer& writer) : document_(document), writer_(writer) {}

    std::string write(std::string_view text) { return write(text, 0); }
    /// Names of the footnotes referred to so far, in order.
    const std::vector<std::string>& footnotes() const { return footnotes_; }

private:
    friend class InlineText;
    /// `link_depth` counts the links round the text.
    std::string write(std::string_view text, int link_depth);

    const Document& document_;
    const Writer& writer_;
    std::vector<std::string> footnotes_;
};

}  // namespace herald::content
