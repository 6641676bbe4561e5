#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "content/markdown.h"

/// What a line of a formatted text begins: pure scanners over the text from a position at the start of a line. Each
/// gives the position behind what it recognised, with the newlines that it swallows, or nothing.
namespace herald::content::lines {

std::size_t line_end(std::string_view text, std::size_t at);
std::size_t skip_spaces(std::string_view text, std::size_t at);
std::size_t skip_newlines(std::string_view text, std::size_t at);

/// A line of three or more - * _ and spaces. `with_indent` allows up to three spaces before them.
std::optional<std::size_t> rule(std::string_view text, std::size_t at, bool with_indent = true);

struct Heading {
    std::string_view text;
    int level;
    std::size_t end;
};
/// `# text`.
std::optional<Heading> heading(std::string_view text, std::size_t at);
/// A line of text over a line of only = or only -.
std::optional<Heading> underlined_heading(std::string_view text, std::size_t at);

struct LinkDefinition {
    std::string name;
    LinkTarget target;
    std::size_t end;
};
/// `[name]: address "title"`.
std::optional<LinkDefinition> link_definition(std::string_view text, std::size_t at);

struct FootnoteDefinition {
    std::string_view name;
    std::string_view text;
    std::size_t end;
};
/// `[^name]: text`, and the indented lines below it.
std::optional<FootnoteDefinition> footnote_definition(std::string_view text, std::size_t at);

/// A table, without its leading and trailing bars.
std::optional<std::size_t> bare_table(std::string_view text, std::size_t at);
/// A table whose lines begin with a bar.
std::optional<std::size_t> edged_table(std::string_view text, std::size_t at);

struct Inset {
    std::size_t end;
};
/// Lines that start with ^, and what follows each up to an empty line.
std::optional<Inset> inset(std::string_view text, std::size_t at);

struct Mark {
    std::size_t indent;  ///< spaces before it
    std::size_t end;     ///< position behind it
    bool is_number;
};
/// A list item's mark: • * - or digits and a full stop.
std::optional<Mark> list_mark(std::string_view text, std::size_t at);
/// Whether a line cuts a paragraph short like a list: * + - or digits and a full stop, a space, and something more.
bool cuts_like_list(std::string_view text, std::size_t at);

}  // namespace herald::content::lines
