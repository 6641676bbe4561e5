#include "content/email.h"
#include "content/email_layout.h"

namespace herald::content {
namespace {

/// For programs that show mail on a dark ground, and for paper. The inline styles are those of a light screen; programs
/// that read style sheets follow these instead where they say more. Outlook.com marks what it darkens itself with
/// data-ogsc. A logo is made for a white page and keeps one.
constexpr std::string_view style_sheet =
    "<style>\n"
    ":root { color-scheme: light dark; supported-color-schemes: light dark; }\n"
    "@media (prefers-color-scheme: dark) {\n"
    "body, .page, .brand { background: #121212 !important; }\n"
    ".content, .content p, .content li, .content td, .content h2, .content h3, .content blockquote, .brand-text "
    "{ color: #f3f2f1 !important; }\n"
    ".content a { color: #8ec5ff !important; }\n"
    ".content hr { background: #6f7477 !important; }\n"
    ".content blockquote { border-color: #6f7477 !important; }\n"
    ".brand .logo { background: #ffffff !important; color: #0b0c0c !important; padding: 4px !important; }\n"
    ".brand .logo[alt=\"\"] { padding: 4px 0 !important; }\n"
    "}\n"
    "[data-ogsc] .content a { color: #8ec5ff !important; }\n"
    "@media print {\n"
    "body, .page, .brand { background: #ffffff !important; }\n"
    ".banner { background: none !important; border-bottom: 1px solid #000000; }\n"
    ".banner td, .brand-text, .content, .content p, .content li, .content td, .content h2, .content h3, .content a, "
    ".content blockquote { color: #000000 !important; }\n"
    "}\n"
    "</style>\n"
    "<!--[if mso]><style>table { border-collapse: collapse; } td, p, li, h2, h3, a, blockquote "
    "{ font-family: Arial, sans-serif !important; }</style><![endif]-->\n";

void append_head(std::string& out, std::string_view title) {
    out +=
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
        "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n"
        "<meta name=\"format-detection\" content=\"telephone=no\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta name=\"supported-color-schemes\" content=\"light dark\">\n"
        "<title>";
    out.append(title).append("</title>\n").append(style_sheet).append("</head>\n");
}

/// Hidden, but the first text of the page: mail programs show it beside the subject.
void append_hidden_line(std::string& out, std::string_view preheader) {
    out +=
        "<div style=\"display: none; font-size: 1px; line-height: 1px; color: #ffffff; max-height: 0; max-width: 0; "
        "opacity: 0; overflow: hidden; mso-hide: all;\">";
    out.append(preheader).append("…</div>\n");
}

void append_framed(std::string& out, std::string_view body) {
    constexpr std::string_view spacer =
        "<tr><td colspan=\"3\" height=\"30\" style=\"font-size: 1px; line-height: 30px;\">&nbsp;</td></tr>\n";
    constexpr std::string_view gutter = "<td width=\"10\" style=\"font-size: 1px;\">&nbsp;</td>";
    layout::begin_column(out, "page");
    out.append(spacer).append("<tr>").append(gutter);
    out +=
        "\n<td class=\"content\" style=\"font-family: Helvetica, Arial, sans-serif; font-size: 19px; "
        "line-height: 25px; color: #0B0C0C; max-width: 560px; word-break: break-word;\">\n";
    out.append(body).append("\n</td>\n").append(gutter).append("</tr>\n").append(spacer);
    layout::end_column(out);
}

}  // namespace

std::string render_email_html(const EmailTemplate& email, const Personalisation& values, const EmailPage& page) {
    const auto [body, preheader] = render_email_html_texts(email, values, page.unsubscribe_link);
    std::string out;
    constexpr std::size_t round_the_body = 6000;
    out.reserve(body.size() + round_the_body);
    append_head(out, render_email_title(email, values));
    out +=
        "<body style=\"font-family: Helvetica, Arial, sans-serif; font-size: 16px; Margin: 0; padding: 0; "
        "background: #ffffff;\">\n";
    append_hidden_line(out, preheader);
    out += render_branding(page.branding);
    append_framed(out, body);
    return out + "</body>\n</html>\n";
}

}  // namespace herald::content
