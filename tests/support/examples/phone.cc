#include "support/examples/phone.h"

#include "recipients/phone_number.h"

namespace herald::test {

Outcome check_phone(const rapidjson::Value& input, const rapidjson::Value& expected) {
    const recipients::PhonePermissions permissions{
        .international_sms = to_flag(member(input, "allow_international")),
        .sms_to_uk_landlines = to_flag(member(input, "allow_uk_landline")),
    };
    const auto result = recipients::parse_phone_number(to_text(member(input, "number")), permissions);
    Comparison comparison(expected);
    if (const auto* error = std::get_if<recipients::PhoneError>(&result)) {
        comparison.flag("valid", false);
        comparison.text("code", recipients::to_text(*error));
        comparison.text("message", recipients::website_message(*error));
        comparison.text("api_message", recipients::api_message(*error));
        return comparison.outcome();
    }
    const auto& number = std::get<recipients::PhoneNumber>(result);
    comparison.flag("valid", true);
    comparison.text("normalised", number.normalised);
    comparison.text("readable", recipients::readable_phone_number(number.normalised));
    comparison.flag("international", number.international);
    comparison.flag("crown_dependency", number.is_crown_dependency);
    comparison.text("prefix", number.country_prefix);
    comparison.number("multiplier", number.rate_multiplier);
    return comparison.outcome();
}

}  // namespace herald::test
