#include "content/email_layout.h"

#include "content/escape.h"

namespace herald::content::layout {

void begin_column(std::string& out, std::string_view html_class) {
    out +=
        "<!--[if mso]><table role=\"presentation\" cellspacing=\"0\" cellpadding=\"0\" border=\"0\" width=\"580\" "
        "align=\"center\"><tr><td><![endif]-->\n";
    out.append(table).append(" align=\"center\" class=\"").append(html_class);
    out += "\" style=\"max-width: 580px; Margin: 0 auto;\">\n";
}

void end_column(std::string& out) {
    out += "</table>\n<!--[if mso]></td></tr></table><![endif]-->\n";
}

std::string to_attribute(std::string_view text) {
    std::string out;
    for (const char c : escape_html(text)) {
        if (c == '"') out += "&quot;";
        else out += c;
    }
    return out;
}

}  // namespace herald::content::layout
