#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace herald::content {

/// A piece of a formatted text (content.md §3.2). Texts still hold their inline marks.
struct Block {
    enum class Kind { line_break, rule, raw, heading, inset, list, item, paragraph, text };

    Kind kind;
    std::string text;             ///< raw, heading, paragraph, text
    int level = 0;                ///< heading: 1 to 6
    bool is_ordered = false;      ///< list
    bool is_loose = false;        ///< item: its texts are paragraphs
    std::vector<Block> children;  ///< inset, list (items), item
};
using Blocks = std::vector<Block>;

struct LinkTarget {
    std::string address;
    std::string title;
};

struct Document {
    Blocks blocks;
    std::map<std::string, LinkTarget> links;  ///< by lower-case name
    std::map<std::string, Blocks> footnotes;  ///< by lower-case name
};

enum class Format { html, plain };

/// Parses a filled-in body. In the HTML form its text is already escaped. Takes any text.
Document parse_markdown(std::string_view text, Format format);

/// A link definition's or footnote's name as it is compared.
std::string reference_key(std::string_view name);

}  // namespace herald::content
