#include "base/text.h"
#include "content/markdown_render.h"

namespace herald::content {
namespace {

constexpr std::size_t line_width = 65;

std::string with_title(const LinkTarget& target, const std::string& text) {
    return target.title.empty() ? text : text + " (" + target.title + ")";
}

}  // namespace

std::string TextWriter::heading(const std::string& text, int level) const {
    return "\n\n\n" + text + "\n" + std::string(line_width, level == 1 ? '=' : '-');
}

std::string TextWriter::paragraph(const std::string& text) const {
    return text::trim(text).empty() ? std::string() : "\n\n" + text;
}

std::string TextWriter::rule() const {
    std::string line;
    for (std::size_t i = 0; i < line_width; ++i) line += i % 2 == 0 ? '=' : '-';
    return paragraph(line);
}

std::string TextWriter::inset(const std::string& inside) const {
    return inside;
}

std::string TextWriter::list(const std::vector<std::string>& items, bool is_ordered) const {
    std::string out = "\n";
    for (std::size_t i = 0; i < items.size(); ++i)
        out += "\n" + (is_ordered ? std::to_string(i + 1) + "." : std::string("•")) + " " + items[i];
    return out;
}

std::string TextWriter::link(const LinkTarget& target, const std::string& text) const {
    return with_title(target, text) + ": " + target.address;
}

std::string TextWriter::bare_link(std::string_view address) const {
    return std::string(address);
}

std::string TextWriter::line_break() const {
    return "\n";
}

std::string PreheaderWriter::rule() const {
    return {};
}

std::string PreheaderWriter::link(const LinkTarget& target, const std::string& text) const {
    return with_title(target, text);
}

}  // namespace herald::content
