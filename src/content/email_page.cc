#include "content/email.h"
#include "content/escape.h"

namespace herald::content {
namespace {

/// Colours for programs that show mail on a dark ground, and for paper.
constexpr std::string_view style_sheet =
    "<style>"
    ":root { color-scheme: light dark; supported-color-schemes: light dark; }"
    "@media (prefers-color-scheme: dark) {"
    " body, .page { background: #121212 !important; }"
    " .content, .content p, .content li, .content h2, .content h3, .content blockquote { color: #f3f2f1 !important; }"
    " .content a { color: #8ec5ff !important; }"
    " }"
    "@media print { .banner { background: none !important; border-bottom: 1px solid #000000; }"
    " .banner td, .content, .content p, .content li, .content h2, .content h3, .content a { color: #000000 !important; "
    "}"
    " }"
    "</style>";

constexpr std::string_view layout_table =
    "<table role=\"presentation\" cellspacing=\"0\" cellpadding=\"0\" border=\"0\" width=\"100%\"";

std::string head(std::string_view title) {
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
        "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n"
        "<meta name=\"format-detection\" content=\"telephone=no\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<title>";
    return out.append(title).append("</title>\n").append(style_sheet).append("\n</head>\n");
}

/// Hidden, but the first text of the page: mail programs show it beside the subject.
std::string hidden_line(std::string_view preheader) {
    std::string out =
        "<div style=\"display: none; font-size: 1px; line-height: 1px; color: #ffffff; max-height: 0; "
        "overflow: hidden;\">";
    return out.append(preheader).append("…</div>\n");
}

/// A colour that can't leave its attribute: letters, digits and #.
std::string safe_colour(std::string_view colour) {
    std::string out;
    for (const char c : colour)
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '#') out += c;
    return out;
}

std::string banner(const EmailPage& page) {
    if (page.installation_name.empty()) return {};
    std::string out(layout_table);
    out += " class=\"banner\" style=\"background: " + safe_colour(page.banner_colour) + ";\"><tr><td>\n";
    out += std::string(layout_table) + " align=\"center\" style=\"max-width: 580px; Margin: 0 auto;\"><tr>";
    out +=
        "<td style=\"padding: 0 10px; height: 60px; font-family: Helvetica, Arial, sans-serif; font-size: 24px; "
        "line-height: 60px; font-weight: bold; color: #ffffff;\">";
    out += escape_html(page.installation_name);
    return out + "</td></tr></table>\n</td></tr></table>\n";
}

std::string framed(std::string_view body) {
    constexpr std::string_view spacer = "<tr><td colspan=\"3\" height=\"30\">&nbsp;</td></tr>\n";
    std::string out(layout_table);
    out += " align=\"center\" class=\"page\" style=\"max-width: 580px; Margin: 0 auto;\">\n";
    out.append(spacer);
    out +=
        "<tr><td width=\"10\">&nbsp;</td>\n<td class=\"content\" style=\"font-family: Helvetica, Arial, sans-serif; "
        "font-size: 19px; line-height: 25px; color: #0B0C0C; max-width: 560px;\">\n";
    out.append(body).append("\n</td>\n<td width=\"10\">&nbsp;</td></tr>\n").append(spacer);
    return out + "</table>\n";
}

}  // namespace

std::string render_email_html(const EmailTemplate& email, const Personalisation& values, const EmailPage& page) {
    std::string out = head(render_email_title(email, values));
    out += "<body style=\"font-family: Helvetica, Arial, sans-serif; font-size: 16px; Margin: 0;\">\n";
    out += hidden_line(render_email_preheader(email, values));
    out += banner(page);
    out += framed(render_email_html_body(email, values, page.unsubscribe_link));
    return out + "</body>\n</html>\n";
}

}  // namespace herald::content
