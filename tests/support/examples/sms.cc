#include "support/examples/sms.h"

#include "content/render.h"
#include "support/examples/values.h"

namespace herald::test {

Outcome check_sms(const rapidjson::Value& input, const rapidjson::Value& expected) {
    const auto body = content::Template::parse(to_text(member(input, "content")));
    const auto name = optional_text(input, "service_name_prefix");
    const auto prefix = name ? std::optional<std::string_view>(*name) : std::nullopt;
    const rapidjson::Value& values = member(input, "values");
    const content::SmsMessage message = values.IsNull() ? content::render_unfilled_sms(body, prefix)
                                                        : content::render_sms(body, to_values(values), prefix);
    Comparison comparison(expected);
    comparison.text("message", message.text);
    comparison.number("characters", static_cast<std::int64_t>(message.size.characters));
    comparison.number("characters_without_prefix", static_cast<std::int64_t>(message.characters_without_prefix));
    comparison.number("fragments", static_cast<std::int64_t>(message.size.fragments()));
    comparison.flag("ucs2", message.size.ucs2);
    comparison.flag("too_long", message.is_too_long());
    comparison.flag("empty", message.is_empty());
    return comparison.outcome();
}

}  // namespace herald::test
