#include "content/branding.h"

#include "base/text.h"
#include "content/colour.h"
#include "content/email_layout.h"
#include "content/escape.h"

namespace herald::content {
namespace {

using layout::to_attribute;

constexpr std::string_view font = "font-family: Helvetica, Arial, sans-serif; ";
constexpr Colour installation_blue{0x1D, 0x70, 0xB8};
constexpr Colour banner_black{0x0B, 0x0C, 0x0C};
constexpr Colour white{0xFF, 0xFF, 0xFF};

bool is_web_address(std::string_view url) {
    const std::string start = text::to_lower_ascii(url.substr(0, 8));
    return start == "https://" || start.starts_with("http://");
}

/// A band of colour over the whole width with a column of one row in it, up to the place of the row's cells.
void begin_band(std::string& out, Colour ground) {
    const std::string colour = to_text(ground);
    out.append(layout::table).append(" class=\"banner\" bgcolor=\"").append(colour);
    out.append("\" style=\"background: ").append(colour).append(";\"><tr><td>\n");
    layout::begin_column(out, "banner-row");
    out += "<tr>";
}

void end_band(std::string& out) {
    out += "</tr>\n";
    layout::end_column(out);
    out += "</td></tr></table>\n";
}

void append_installation_banner(std::string& out, const Branding& branding) {
    if (text::trim(branding.installation_name).empty()) return;
    const Colour ground = parse_colour(branding.installation_colour).value_or(installation_blue);
    begin_band(out, ground);
    // 60px high with one line of text; a long name on a narrow screen takes two.
    out.append("<td height=\"60\" style=\"padding: 15px 10px; height: 30px; ").append(font);
    out.append("font-size: 24px; line-height: 30px; font-weight: bold; color: ").append(to_text(ink_on(ground)));
    out.append(";\">").append(escape_html(branding.installation_name)).append("</td>");
    end_band(out);
}

/// The logo, 54px high, or 27px beside a text. Its style is also that of the alternative text where images are off.
void append_logo(std::string& out, const Branding& branding, std::string_view alt_style) {
    const std::string height = branding.text.empty() ? "54" : "27";
    out.append("<img class=\"logo\" src=\"").append(to_attribute(branding.logo_url));
    out.append("\" height=\"").append(height);
    // What a text beside it says need not be read out twice.
    if (branding.text.empty()) out.append("\" alt=\"").append(to_attribute(branding.alt_text));
    else out.append("\" alt=\"\" role=\"presentation\" aria-hidden=\"true");
    out.append("\" style=\"display: block; border: 0; height: ").append(height).append("px; width: auto; ");
    out.append("line-height: ").append(height).append("px; ").append(font).append(alt_style).append("\">");
}

void append_logo_block(std::string& out, const Branding& branding) {
    if (!is_web_address(branding.logo_url)) return;
    const auto colour = parse_colour(branding.colour);
    layout::begin_column(out, "brand");
    out += "<tr><td height=\"24\" style=\"height: 24px; font-size: 1px; line-height: 24px;\">&nbsp;</td></tr>\n";
    out += "<tr><td style=\"padding: 0 10px;\">\n";
    out += "<table role=\"presentation\" cellspacing=\"0\" cellpadding=\"0\" border=\"0\"><tr>";
    out += "<td valign=\"middle\" style=\"";
    if (colour) out.append("border-left: 2px solid ").append(to_text(*colour)).append("; padding: 0 0 0 7px;");
    else out += "padding: 0;";
    out += "\">";
    append_logo(out, branding, "font-size: 18px; color: #0B0C0C;");
    out += "</td>";
    if (!branding.text.empty()) {
        out.append("<td valign=\"middle\" class=\"brand-text\" style=\"padding: 0 0 0 7px; ").append(font);
        out.append("font-size: 18px; line-height: 23px; color: #0B0C0C;\">");
        out.append(escape_html(branding.text)).append("</td>");
    }
    out += "</tr></table>\n</td></tr>\n";
    layout::end_column(out);
}

void append_brand_banner(std::string& out, const Branding& branding) {
    const bool has_logo = is_web_address(branding.logo_url);
    if (!has_logo && branding.text.empty()) return;
    begin_band(out, parse_colour(branding.colour).value_or(banner_black));
    const std::string white_text = "font-size: 19px; font-weight: bold; color: " + to_text(white) + ";";
    out += "<td height=\"53\" style=\"padding: 0 10px; height: 53px;\">";
    out += "<table role=\"presentation\" cellspacing=\"0\" cellpadding=\"0\" border=\"0\"><tr>";
    if (has_logo) {
        out += "<td valign=\"middle\" style=\"padding: 0 10px 0 0;\">";
        append_logo(out, branding, white_text);
        out += "</td>";
    }
    if (!branding.text.empty()) {
        out.append("<td valign=\"middle\" style=\"padding: 13px 0; line-height: 27px; ")
            .append(font)
            .append(white_text)
            .append("\">");
        out.append(escape_html(branding.text)).append("</td>");
    }
    out += "</tr></table></td>";
    end_band(out);
}

}  // namespace

std::string render_branding(const Branding& branding) {
    using Kind = Branding::Kind;
    std::string out;
    if (branding.kind == Kind::govuk || branding.kind == Kind::both) append_installation_banner(out, branding);
    if (branding.kind == Kind::both || branding.kind == Kind::org) append_logo_block(out, branding);
    if (branding.kind == Kind::org_banner) append_brand_banner(out, branding);
    return out;
}

}  // namespace herald::content
