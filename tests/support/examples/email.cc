#include "support/examples/email.h"

#include "content/render.h"
#include "support/examples/values.h"

namespace herald::test {
namespace {

/// The examples show HTML without its style attributes.
std::string without_styles(std::string html) {
    for (std::size_t at = html.find(" style=\""); at != std::string::npos; at = html.find(" style=\"", at))
        html.erase(at, html.find('"', at + 8) + 1 - at);
    return html;
}

Outcome check_subject(const rapidjson::Value& input, const rapidjson::Value& expected) {
    const auto email = content::EmailTemplate::parse(to_text(member(input, "subject")), "");
    const auto values = to_values(member(input, "values"));
    Comparison comparison(expected);
    comparison.text("subject_header", content::render_email_subject(email, values));
    comparison.text("html_title", content::render_email_title(email, values));
    return comparison.outcome();
}

}  // namespace

Outcome check_email(const rapidjson::Value& input, const rapidjson::Value& expected) {
    if (has_member(input, "subject")) return check_subject(input, expected);
    const auto email = content::EmailTemplate::parse("", to_text(member(input, "content")));
    const auto values = to_values(member(input, "values"));
    const auto link = optional_text(input, "unsubscribe_link");
    Comparison comparison(expected);
    comparison.text("html_without_styles", without_styles(content::render_email_html_body(email, values, link)));
    comparison.text("plain_text", content::render_email_text(email, values, link));
    comparison.text("preheader", content::render_email_preheader(email, values));
    return comparison.outcome();
}

}  // namespace herald::test
