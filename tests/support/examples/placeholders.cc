#include "support/examples/placeholders.h"

#include "content/render.h"
#include "support/examples/values.h"

namespace herald::test {
namespace {

using content::ListForm;

Outcome check_escaped(const rapidjson::Value& input, const rapidjson::Value& expected) {
    const auto source = content::Template::parse_for_html(to_text(member(input, "content")));
    Comparison comparison(expected);
    comparison.text("rendered", content::fill_html(source, to_values(member(input, "values")), ListForm::sentence));
    return comparison.outcome();
}

}  // namespace

Outcome check_placeholders(const rapidjson::Value& input, const rapidjson::Value& expected) {
    if (has_member(input, "escape")) return check_escaped(input, expected);
    const auto values = to_values(member(input, "values"));
    const std::string channel = to_text(member(input, "channel"));
    const auto source = content::EmailTemplate::parse("", to_text(member(input, "content")));
    Comparison comparison(expected);
    comparison.texts("placeholders", source.body.placeholders());
    comparison.texts("missing", content::missing({&source.body}, values));
    if (!comparison.expects("content_for_api")) return comparison.outcome();
    comparison.text("content_for_api", channel == "sms" ? content::render_sms(source.body, values).text
                                                        : content::render_email_source(source, values));
    return comparison.outcome();
}

}  // namespace herald::test
