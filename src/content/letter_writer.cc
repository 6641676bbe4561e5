#include "content/letter_writer.h"

#include <algorithm>

#include "base/text.h"

namespace herald::content {
namespace {

std::size_t skip_space(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const text::CodePoint c = text::decode(text, at);
        if (!text::is_space(c.value)) break;
        at += c.bytes;
    }
    return at;
}

/// Where the text of a code begins in its paragraph; nothing when it is none.
std::optional<std::size_t> code_begin(std::string_view paragraph) {
    const std::size_t mark = skip_space(paragraph, 0);
    if (text::to_lower_ascii(paragraph.substr(mark, 2)) != "qr") return std::nullopt;
    const std::size_t colon = skip_space(paragraph, mark + 2);
    if (colon == paragraph.size() || paragraph[colon] != ':') return std::nullopt;
    const std::size_t begin = skip_space(paragraph, colon + 1);
    return begin < paragraph.size() ? std::optional(begin) : std::nullopt;
}

/// Links stay as they were typed.
std::string typed_link(const LinkTarget& target, const std::string& text) {
    std::string out = "[" + text + "](" + escape_marks(target.address);
    if (!target.title.empty()) out += " \"" + escape_marks(target.title) + "\"";
    return out + ")";
}

}  // namespace

bool QrWriter::is_code(std::string_view paragraph) {
    return code_begin(paragraph).has_value();
}

std::string QrWriter::paragraph(const std::string& text) const {
    const std::size_t begin = code_begin(text).value_or(text.size());
    texts_.emplace_back(text::trim(std::string_view(text).substr(begin)));
    return "<p>" + std::string(qr_element) + "</p>";
}

std::string QrWriter::link(const LinkTarget& target, const std::string& text) const {
    return typed_link(target, text);
}

std::string QrWriter::bare_link(std::string_view address) const {
    return escape_marks(address);
}

std::string QrWriter::line_break() const {
    return "\n";
}

// A code is one paragraph: it has no blocks in it.
std::string QrWriter::heading(const std::string& text, int) const {
    return text;
}
std::string QrWriter::rule() const {
    return {};
}
std::string QrWriter::inset(const std::string& inside) const {
    return inside;
}
std::string QrWriter::list(const std::vector<std::string>&, bool) const {
    return {};
}

const Writer* LetterWriter::paragraph_writer(std::string_view text) const {
    return QrWriter::is_code(text) ? &qr_ : nullptr;
}

std::string LetterWriter::heading(const std::string& text, int) const {
    return "<h2>" + text + "</h2>\n";
}

std::string LetterWriter::paragraph(const std::string& text) const {
    return text::trim(text).empty() ? std::string() : "<p>" + text + "</p>";
}

std::string LetterWriter::rule() const {
    return "<div class=\"page-break\">&nbsp;</div>";
}

std::string LetterWriter::inset(const std::string& inside) const {
    return inside;
}

std::string LetterWriter::list(const std::vector<std::string>& items, bool is_ordered) const {
    const std::string name = is_ordered ? "ol" : "ul";
    std::string out = "<" + name + ">\n";
    for (const std::string& item : items) out += "<li>" + item + "</li>\n";
    return out + "</" + name + ">\n";
}

std::string LetterWriter::link(const LinkTarget& target, const std::string& text) const {
    return typed_link(target, text);
}

std::string LetterWriter::bare_link(std::string_view address) const {
    const std::size_t scheme = address.find("://") + std::string_view("://").size();
    return "<strong>" + escape_marks(address.substr(scheme)) + "</strong>";
}

std::string LetterWriter::line_break() const {
    return "<br>";
}

}  // namespace herald::content
