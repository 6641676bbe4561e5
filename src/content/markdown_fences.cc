#include "content/markdown_fences.h"

#include <algorithm>

#include "content/markdown_lines.h"

namespace herald::content {
namespace {

constexpr std::string_view white = " \t\n\v\f\r";

std::string_view trim_end(std::string_view source) {
    const std::size_t last = source.find_last_not_of(white);
    return source.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace

std::optional<Fence> FenceFinder::find(std::size_t at) {
    constexpr std::size_t length_min = 3;
    const std::size_t first = lines::skip_spaces(text_, at);
    if (first >= text_.size() || (text_[first] != '`' && text_[first] != '~')) return std::nullopt;
    const std::size_t behind = std::min(text_.find_first_not_of(text_[first], first), text_.size());
    const std::string_view fence = text_.substr(first, behind - first);
    const std::size_t end_of_line = lines::line_end(text_, behind);
    if (fence.size() < length_min || end_of_line == text_.size()) return std::nullopt;

    // After the fence only one word may follow, the name of a language.
    std::string_view word = text_.substr(behind, end_of_line - behind);
    word.remove_prefix(lines::skip_spaces(word, 0));
    word = word.substr(0, word.find_last_not_of(' ') + 1);
    if (word.find_first_of("` \t\v\f") != std::string_view::npos) return std::nullopt;

    if (std::find(unclosed_.begin(), unclosed_.end(), fence) != unclosed_.end()) return std::nullopt;
    const std::size_t inside = end_of_line + 1;
    for (std::size_t close = text_.find(fence, inside + 1); close != std::string_view::npos;
         close = text_.find(fence, close + 1)) {
        const std::size_t rest = lines::skip_spaces(text_, close + fence.size());
        if (rest < text_.size() && text_[rest] != '\n') continue;
        const std::string_view between = text_.substr(inside, close - inside);
        const std::string_view shown = trim_end(between);
        return Fence{shown.empty() ? between.substr(0, 1) : shown, lines::skip_newlines(text_, rest)};
    }
    unclosed_.push_back(fence);
    return std::nullopt;
}

}  // namespace herald::content
