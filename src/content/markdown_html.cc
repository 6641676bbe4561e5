#include "base/text.h"
#include "content/href.h"
#include "content/markdown_render.h"

namespace herald::content {
namespace {

// `Margin` with a capital M: Outlook.com drops `margin` (content.md §3.4).
constexpr std::string_view heading_1_style =
    "Margin: 0 0 15px 0; padding: 10px 0 0 0; font-size: 27px; line-height: 35px; font-weight: bold; color: #0B0C0C;";
constexpr std::string_view heading_2_style =
    "Margin: 0 0 15px 0; padding: 10px 0 0 0; font-size: 19px; line-height: 25px; font-weight: bold; color: #0B0C0C;";
constexpr std::string_view paragraph_style = "Margin: 0 0 20px 0; font-size: 19px; line-height: 25px; color: #0B0C0C;";
constexpr std::string_view rule_style = "border: 0; height: 1px; background: #B1B4B6; Margin: 30px 0 30px 0;";
constexpr std::string_view item_style =
    "Margin: 5px 0 5px; padding: 0 0 0 5px; font-size: 19px; line-height: 25px; color: #0B0C0C;";
constexpr std::string_view inset_style =
    "Margin: 0; border-left: 10px solid #B1B4B6; padding: 15px 0 0.1px 15px; font-size: 19px; line-height: 25px;";
constexpr std::string_view link_style = "word-wrap: break-word; color: #1D70B8;";

std::string element(std::string_view name, std::string_view style, std::string_view inside) {
    std::string out;
    out.reserve(inside.size() + style.size() + 2 * name.size() + 16);
    out.append("<").append(name).append(" style=\"").append(style).append("\">");
    out.append(inside).append("</").append(name).append(">");
    return out;
}

/// Escaped text as it stands in an attribute.
std::string to_attribute(std::string_view source) {
    std::string out;
    for (const char c : source) {
        if (c == '"') {
            out += "&quot;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else {
            out += c;
        }
    }
    return out;
}

std::string anchor(std::string_view address, std::string_view title, std::string_view text) {
    std::string out = "<a style=\"" + std::string(link_style) + "\" href=\"" + to_href(address) + "\"";
    if (!title.empty()) out += " title=\"" + to_attribute(title) + "\"";
    return out + ">" + std::string(text) + "</a>";
}

}  // namespace

std::string HtmlWriter::heading(const std::string& text, int level) const {
    return level == 1 ? element("h2", heading_1_style, text) : element("h3", heading_2_style, text);
}

std::string HtmlWriter::paragraph(const std::string& text) const {
    return text::trim(text).empty() ? std::string() : element("p", paragraph_style, text);
}

std::string HtmlWriter::rule() const {
    return "<hr style=\"" + std::string(rule_style) + "\">";
}

std::string HtmlWriter::inset(const std::string& inside) const {
    return element("div", "Margin: 0 0 20px 0;", element("blockquote", inset_style, inside));
}

std::string HtmlWriter::list(const std::vector<std::string>& items, bool is_ordered) const {
    std::string inside;
    for (const std::string& item : items) inside += element("li", item_style, item);
    const std::string_view name = is_ordered ? "ol" : "ul";
    const std::string marks = is_ordered ? "decimal" : "disc";
    // Outlook indents lists by its own rules unless they stand in a table.
    return "<table role=\"presentation\" style=\"padding: 0 0 20px 0;\"><tr>"
           "<td style=\"font-family: Helvetica, Arial, sans-serif;\">" +
           element(name, "Margin: 0 0 0 20px; padding: 0; list-style-type: " + marks + ";", inside) +
           "</td></tr></table>";
}

std::string HtmlWriter::link(const LinkTarget& target, const std::string& text) const {
    return anchor(target.address, target.title, text);
}

std::string HtmlWriter::bare_link(std::string_view address) const {
    return anchor(address, {}, escape_marks(address));
}

std::string HtmlWriter::line_break() const {
    return "<br>";
}

}  // namespace herald::content
