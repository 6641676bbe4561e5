#include "content/markdown_tags.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "content/characters.h"

namespace herald::content {
namespace {

constexpr std::string_view white = " \t\n\v\f\r";

std::size_t skip_white(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of(white, at), text.size());
}

std::size_t skip_word(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const text::CodePoint c = text::decode(text, at);
        if (!is_word(c.value)) break;
        at += c.bytes;
    }
    return at;
}

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

/// The end of an attribute's value, quoted or not.
std::size_t skip_value(std::string_view text, std::size_t at) {
    if (at < text.size() && (text[at] == '"' || text[at] == '\'')) {
        const std::size_t close = text.find(text[at], at + 1);
        return close == std::string_view::npos ? at : close + 1;
    }
    return std::min(text.find_first_of(" \t\n\v\f\r'\">", at), text.size());
}

/// The position behind a tag's closing bracket; `at` is behind its name.
std::optional<std::size_t> skip_attributes(std::string_view text, std::size_t at) {
    constexpr std::size_t length_max = 4000;
    const std::size_t limit = std::min(text.size(), at + length_max);
    while (true) {
        at = skip_white(text, at);
        if (at >= limit) return std::nullopt;
        if (text[at] == '>') return at + 1;
        if (text[at] == '/') return text.substr(at, 2) == "/>" ? std::optional(at + 2) : std::nullopt;
        if (!is_name_character(text[at])) return std::nullopt;
        ++at;
        const std::size_t equals = skip_white(text, at);
        if (equals >= limit || text[equals] != '=') continue;
        const std::size_t value = skip_white(text, equals + 1);
        at = skip_value(text, value);
        if (at == value) return std::nullopt;
    }
}

}  // namespace

std::optional<std::size_t> placeholder_span_end(std::string_view text, std::size_t at) {
    constexpr std::string_view end = "</span>";
    const std::string_view rest = text.substr(at);
    constexpr std::string_view begin = "<span class='placeholder";
    if (!rest.starts_with(begin)) return std::nullopt;
    const std::string_view kind = rest.substr(begin.size());
    const auto is_kind = [kind](std::string_view name) { return kind.starts_with(name); };
    if (!is_kind("'>") && !is_kind("-conditional'>") && !is_kind("-no-brackets'>") && !is_kind("-redacted'>"))
        return std::nullopt;
    const std::size_t close = text.find('<', at + 1);
    if (close == std::string_view::npos || !text.substr(close).starts_with(end)) return std::nullopt;
    return close + end.size();
}

std::optional<std::size_t> TagFinder::find(std::size_t at) {
    constexpr std::size_t unclosed_max = 64;
    if (text_.substr(at, 4) == "<!--") return find_comment(at);
    const std::size_t name_end = skip_word(text_, at + 1);
    const std::string_view name = text_.substr(at + 1, name_end - at - 1);
    if (name.empty() || text_.substr(name_end, 2) == ":/" || text_.substr(name_end, 1) == "@") return std::nullopt;
    const auto tag_end = skip_attributes(text_, name_end);
    if (!tag_end || text_[*tag_end - 2] == '/') return tag_end;
    const bool is_known = std::find(unclosed_.begin(), unclosed_.end(), name) != unclosed_.end();
    if (is_known || unclosed_.size() >= unclosed_max) return tag_end;
    const std::string closing = "</" + std::string(name) + ">";
    const std::size_t close = text_.find(closing, *tag_end);
    if (close != std::string_view::npos) return close + closing.size();
    unclosed_.push_back(name);
    return tag_end;
}

std::optional<std::size_t> TagFinder::find_comment(std::size_t at) {
    if (has_unclosed_comment_) return std::nullopt;
    const std::size_t close = text_.find("-->", at + 4);
    has_unclosed_comment_ = close == std::string_view::npos;
    return has_unclosed_comment_ ? std::nullopt : std::optional(close + 3);
}

std::optional<std::string_view> TagFinder::find_address(std::size_t at) {
    constexpr std::size_t length_max = 2000;
    if (next_bracket_ <= at) next_bracket_ = std::min(text_.find('>', at), text_.size());
    if (next_bracket_ == text_.size() || next_bracket_ - at > length_max) return std::nullopt;
    const std::string_view inside = text_.substr(at + 1, next_bracket_ - at - 1);
    if (inside.find(' ') != std::string_view::npos) return std::nullopt;
    // The sign has something on both sides.
    const std::size_t sign =
        inside.size() > 2 ? inside.substr(0, inside.size() - 1).find_first_of("@:", 1) : inside.npos;
    return sign == inside.npos ? std::nullopt : std::optional(inside);
}

}  // namespace herald::content
