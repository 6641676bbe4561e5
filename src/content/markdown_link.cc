#include "content/markdown_link.h"

#include <algorithm>

#include "base/text.h"

namespace herald::content {
namespace {

constexpr std::string_view white = " \t\n\v\f\r";

std::size_t skip_white(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of(white, at), text.size());
}

bool is_quote_at(std::string_view text, std::size_t at) {
    return at < text.size() && (text[at] == '"' || text[at] == '\'');
}

}  // namespace

void LinkFinder::prepare() {
    if (is_prepared_) return;
    is_prepared_ = true;
    const auto size = static_cast<std::uint32_t>(text_.size());
    next_open_.assign(text_.size() + 1, size);
    next_close_.assign(text_.size() + 1, size);
    for (std::uint32_t at = size; at-- > 0;) {
        next_open_[at] = text_[at] == '[' ? at : next_open_[at + 1];
        next_close_[at] = text_[at] == ']' ? at : next_close_[at + 1];
    }
    const std::size_t last = text_.rfind(')');
    last_parenthesis_ = last == std::string_view::npos ? 0 : last;
}

std::vector<std::size_t> LinkFinder::text_ends(std::size_t at) const {
    constexpr int brackets_max = 100;
    std::vector<std::size_t> ends;
    ++at;
    for (int i = 0; i < brackets_max; ++i) {
        at = std::min(next_open_[at], next_close_[at]);
        if (at >= text_.size()) break;
        if (text_[at] == '[') {
            // A pair of brackets inside the text. A ^ in it would make it a footnote's.
            const std::size_t close = next_close_[at + 1];
            const std::string_view inside = text_.substr(at + 1, close - at - 1);
            if (close >= text_.size() || inside.find('^') != std::string_view::npos) break;
            at = close + 1;
        } else {
            ends.push_back(at);
            // It belongs to the text only if another one comes before the next opening bracket.
            if (next_close_[at + 1] >= next_open_[at + 1] || next_close_[at + 1] >= text_.size()) break;
            ++at;
        }
    }
    return ends;
}

std::optional<std::size_t> LinkFinder::title_end(std::size_t at) {
    if (at >= no_title_from_) return std::nullopt;
    for (std::size_t quote = text_.find_first_of("\"'", at); quote != std::string_view::npos;
         quote = text_.find_first_of("\"'", quote + 1)) {
        const std::size_t behind = skip_white(text_, quote + 1);
        if (behind < text_.size() && text_[behind] == ')') return quote;
    }
    no_title_from_ = at;
    return std::nullopt;
}

std::optional<Link> LinkFinder::with_address(std::size_t open, std::size_t close) {
    if (close + 1 >= text_.size() || text_[close + 1] != '(' || last_parenthesis_ < close) return std::nullopt;
    const std::string_view shown = text_.substr(open + 1, close - open - 1);
    const std::size_t begin = skip_white(text_, close + 2);
    for (std::size_t end = begin; end < text_.size();) {
        end = std::min(text_.find_first_of(" \t\n\v\f\r)", end), text_.size());
        if (end == text_.size()) break;
        const std::size_t behind = skip_white(text_, end);
        std::string address(text_.substr(begin, end - begin));
        if (address.size() > 2 && address.front() == '<' && address.back() == '>')
            address = address.substr(1, address.size() - 2);
        if (behind < text_.size() && text_[behind] == ')') return Link{shown, {std::move(address), {}}, behind + 1};
        if (behind > end && is_quote_at(text_, behind)) {
            if (const auto quote = title_end(behind + 1)) {
                std::string title(text_.substr(behind + 1, *quote - behind - 1));
                return Link{shown, {std::move(address), std::move(title)}, skip_white(text_, *quote + 1) + 1};
            }
        }
        end = std::max(behind, end + 1);
    }
    return std::nullopt;
}

std::optional<Link> LinkFinder::with_name(std::size_t open, std::size_t close, const Document& document) const {
    const std::string_view shown = text_.substr(open + 1, close - open - 1);
    const std::size_t second = skip_white(text_, close + 1);
    if (second < text_.size() && text_[second] == '[') {
        const std::size_t second_close = next_close_[second];
        std::string_view name = text_.substr(second + 1, second_close - second - 1);
        if (name.empty()) name = shown;
        const auto target = document.links.find(reference_key(name));
        if (second_close < text_.size() && target != document.links.end())
            return Link{shown, target->second, second_close + 1};
    }
    const auto target = document.links.find(reference_key(shown));
    if (target == document.links.end()) return std::nullopt;
    return Link{shown, target->second, close + 1};
}

std::optional<Link> LinkFinder::find(std::size_t at, const Document& document) {
    prepare();
    const std::vector<std::size_t> ends = text_ends(at);
    for (auto close = ends.rbegin(); close != ends.rend(); ++close)
        if (auto link = with_address(at, *close)) return link;
    if (document.links.empty()) return std::nullopt;
    for (auto close = ends.rbegin(); close != ends.rend(); ++close)
        if (auto link = with_name(at, *close, document)) return link;
    return std::nullopt;
}

std::optional<std::size_t> LinkFinder::bare_address_end(std::string_view text, std::size_t at) {
    const std::string_view rest = text.substr(at);
    std::size_t scheme = 0;
    if (rest.starts_with("https://")) scheme = 8;
    if (rest.starts_with("http://")) scheme = 7;
    if (scheme == 0) return std::nullopt;
    std::size_t end = at + scheme;
    // Behind the last character that may end an address and has at least one other before it.
    std::optional<std::size_t> last;
    for (int count = 1; end < text.size() && text[end] != '<'; ++count) {
        const text::CodePoint c = text::decode(text, end);
        if (text::is_space(c.value)) break;
        end += c.bytes;
        const bool may_end =
            c.value >= 0x80 || std::string_view(".,:\"')]").find(text[end - 1]) == std::string_view::npos;
        if (count >= 2 && may_end) last = end;
        if (count >= 2) count = 2;  // More makes no difference.
    }
    return last;
}

}  // namespace herald::content
