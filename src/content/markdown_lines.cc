#include "content/markdown_lines.h"

#include <algorithm>

namespace herald::content::lines {
namespace {

bool is_digit_at(std::string_view text, std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

std::size_t skip_digits(std::string_view text, std::size_t at) {
    while (is_digit_at(text, at)) ++at;
    return at;
}

std::string_view line_at(std::string_view text, std::size_t at) {
    return text.substr(at, line_end(text, at) - at);
}

bool only_of(std::string_view text, std::string_view characters) {
    return text.find_first_not_of(characters) == std::string_view::npos;
}

std::string_view trim_end(std::string_view text, char c) {
    while (text.ends_with(c)) text.remove_suffix(1);
    return text;
}

/// The line below the one at `at`, if there is one.
std::optional<std::size_t> next_line(std::string_view text, std::size_t at) {
    const std::size_t end = line_end(text, at);
    return end < text.size() ? std::optional(end + 1) : std::nullopt;
}

/// The end of the rows of a table and the newlines below it.
template <class IsRow>
std::size_t skip_rows(std::string_view text, std::size_t at, IsRow is_row) {
    while (at < text.size() && is_row(line_at(text, at))) {
        at = line_end(text, at);
        if (at < text.size()) ++at;
    }
    return skip_newlines(text, at);
}

}  // namespace

std::size_t line_end(std::string_view text, std::size_t at) {
    return std::min(text.find('\n', at), text.size());
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of(' ', at), text.size());
}

std::size_t skip_newlines(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of('\n', at), text.size());
}

std::optional<std::size_t> rule(std::string_view text, std::size_t at, bool with_indent) {
    constexpr std::size_t indent_max = 3;
    constexpr std::ptrdiff_t marks_min = 3;
    const std::string_view line = line_at(text, at);
    const std::size_t indent = skip_spaces(line, 0);
    if (indent > (with_indent ? indent_max : 0) || !only_of(line, " -*_")) return std::nullopt;
    const auto marks = std::count_if(line.begin(), line.end(), [](char c) { return c != ' '; });
    if (marks < marks_min) return std::nullopt;
    return skip_newlines(text, at + line.size());
}

std::optional<Heading> heading(std::string_view text, std::size_t at) {
    constexpr std::size_t level_max = 6;
    const std::string_view line = line_at(text, at);
    const std::size_t first = skip_spaces(line, 0);
    std::size_t marks = std::min(line.find_first_not_of('#', first), line.size()) - first;
    if (marks == 0) return std::nullopt;
    marks = std::min(marks, level_max);
    std::string_view inside = line.substr(first + marks);
    if (inside.empty()) {
        // The last of several marks is the text; one alone is no heading.
        if (marks == 1) return std::nullopt;
        --marks;
        inside = "#";
    }
    inside.remove_prefix(std::min(skip_spaces(inside, 0), inside.size() - 1));
    const std::string_view first_character = inside.substr(0, 1);
    inside = trim_end(trim_end(trim_end(inside, ' '), '#'), ' ');
    if (inside.empty()) inside = first_character;
    return Heading{inside, static_cast<int>(marks), skip_newlines(text, at + line.size())};
}

std::optional<Heading> underlined_heading(std::string_view text, std::size_t at) {
    const std::string_view line = line_at(text, at);
    const auto below = next_line(text, at);
    if (line.empty() || !below) return std::nullopt;
    std::string_view underline = line_at(text, *below);
    const std::size_t end = *below + underline.size();
    underline = trim_end(underline, ' ');
    underline.remove_prefix(skip_spaces(underline, 0));
    if (underline.empty() || !only_of(underline, "=-")) return std::nullopt;
    return Heading{line, underline.back() == '=' ? 1 : 2, skip_newlines(text, end)};
}

std::optional<LinkDefinition> link_definition(std::string_view text, std::size_t at) {
    const std::string_view line = line_at(text, at);
    const std::size_t open = skip_spaces(line, 0);
    if (open >= line.size() || line[open] != '[') return std::nullopt;
    const std::size_t close = line.find_first_of("]^", open + 1);
    if (close == std::string_view::npos || close == open + 1 || line.substr(close, 2) != "]:") return std::nullopt;
    std::size_t begin = skip_spaces(line, close + 2);
    if (begin < line.size() && line[begin] == '<') ++begin;
    std::size_t end = std::min(line.find_first_of(" >\t", begin), line.size());
    if (end == begin) return std::nullopt;
    LinkDefinition definition{std::string(line.substr(open + 1, close - open - 1)),
                              {std::string(line.substr(begin, end - begin)), {}},
                              skip_newlines(text, at + line.size())};
    if (end < line.size() && line[end] == '>') ++end;
    const std::string_view rest = trim_end(line.substr(end), ' ');
    if (rest.empty()) return definition;
    const std::string_view title = rest.substr(skip_spaces(rest, 0));
    const bool is_title = rest.front() == ' ' && title.size() > 2 && (title.front() == '"' || title.front() == '(') &&
                          (title.back() == '"' || title.back() == ')');
    if (!is_title) return std::nullopt;
    definition.target.title = std::string(title.substr(1, title.size() - 2));
    return definition;
}

std::optional<FootnoteDefinition> footnote_definition(std::string_view text, std::size_t at) {
    const std::string_view line = line_at(text, at);
    if (!line.starts_with("[^")) return std::nullopt;
    const std::size_t close = line.find(']', 2);
    if (close == std::string_view::npos || close == 2 || line.substr(close, 2) != "]:") return std::nullopt;
    const std::size_t begin = at + skip_spaces(line, close + 2);
    std::size_t end = skip_newlines(text, at + line.size());
    while (end < text.size() && text[end] == ' ') end = skip_newlines(text, line_end(text, end));
    return FootnoteDefinition{line.substr(2, close - 2), text.substr(begin, end - begin), end};
}

std::optional<std::size_t> bare_table(std::string_view text, std::size_t at) {
    const std::string_view header = line_at(text, at);
    const std::size_t first = skip_spaces(header, 0);
    const auto below = next_line(text, at);
    if (!below || header.find('|', first + 1) == std::string_view::npos) return std::nullopt;
    const std::string_view line = line_at(text, *below);
    const std::size_t dashes = skip_spaces(line, 0);
    const std::size_t behind = std::min(line.find_first_not_of("-:", dashes), line.size());
    const std::size_t bar = skip_spaces(line, behind);
    if (behind == dashes || bar >= line.size() || line[bar] != '|') return std::nullopt;
    if (!only_of(line.substr(bar), "-| :") || *below + line.size() >= text.size()) return std::nullopt;
    return skip_rows(text, *below + line.size() + 1,
                     [](std::string_view row) { return row.find('|') != std::string_view::npos; });
}

std::optional<std::size_t> edged_table(std::string_view text, std::size_t at) {
    const auto starts_with_bar = [](std::string_view row) {
        const std::size_t bar = skip_spaces(row, 0);
        return bar < row.size() && row[bar] == '|';
    };
    const std::string_view header = line_at(text, at);
    const auto below = next_line(text, at);
    if (!below || !starts_with_bar(header) || skip_spaces(header, 0) + 1 >= header.size()) return std::nullopt;
    const std::string_view line = line_at(text, *below);
    if (!starts_with_bar(line) || *below + line.size() >= text.size()) return std::nullopt;
    const std::string_view inside = line.substr(skip_spaces(line, 0) + 1);
    const std::size_t dashes = skip_spaces(inside, 0);
    const bool has_dashes = dashes < inside.size() && (inside[dashes] == '-' || inside[dashes] == ':');
    if (!has_dashes || !only_of(inside, "-| :")) return std::nullopt;
    return skip_rows(text, *below + line.size() + 1, starts_with_bar);
}

std::optional<Inset> inset(std::string_view text, std::size_t at) {
    const std::size_t begin = at;
    while (at < text.size()) {
        const std::string_view line = line_at(text, at);
        const std::size_t mark = skip_spaces(line, 0);
        if (mark + 1 >= line.size() || line[mark] != '^') break;
        at += line.size();
        while (at + 1 < text.size() && text[at + 1] != '\n') at = line_end(text, at + 1);
        at = skip_newlines(text, at);
    }
    return at > begin ? std::optional(Inset{at}) : std::nullopt;
}

std::optional<Mark> list_mark(std::string_view text, std::size_t at) {
    constexpr std::string_view bullet = "•";
    const std::size_t first = skip_spaces(text, at);
    const std::string_view rest = text.substr(first);
    if (rest.starts_with(bullet)) return Mark{first - at, first + bullet.size(), false};
    if (rest.starts_with('*') || rest.starts_with('-')) return Mark{first - at, first + 1, false};
    const std::size_t behind = skip_digits(text, first);
    if (behind > first && behind < text.size() && text[behind] == '.') return Mark{first - at, behind + 1, true};
    return std::nullopt;
}

bool cuts_like_list(std::string_view text, std::size_t at) {
    const std::size_t first = skip_spaces(text, at);
    std::size_t behind = first;
    if (behind < text.size() && (text[behind] == '*' || text[behind] == '+' || text[behind] == '-')) ++behind;
    const std::size_t digits = skip_digits(text, behind);
    if (digits > behind && digits < text.size() && text[digits] == '.') behind = digits + 1;
    return behind > first && behind + 1 < text.size() && text[behind] == ' ';
}

}  // namespace herald::content::lines
