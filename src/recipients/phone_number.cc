#include "recipients/phone_number.h"

#include "recipients/phone_library.h"
#include "recipients/uk_mobile.h"

namespace herald::recipients {

std::variant<PhoneNumber, PhoneError> parse_phone_number(std::string_view source, PhonePermissions permissions) {
    if (auto mobile = read_uk_mobile(source)) {
        return PhoneNumber{.normalised = std::move(*mobile),
                           .country_prefix = "44",
                           .is_uk_landline = false,
                           .is_crown_dependency = false,
                           .international = false,
                           .rate_multiplier = 1,
                           .reports_delivery = true};
    }
    return read_with_library(source, permissions);
}

std::optional<PhoneError> refusal(const PhoneNumber& number, PhonePermissions permissions) {
    if (number.is_abroad() && !permissions.international_sms) return PhoneError::not_a_uk_mobile;
    if (number.is_uk_landline && !permissions.sms_to_uk_landlines) return PhoneError::not_a_uk_mobile;
    return std::nullopt;
}

std::optional<PhoneError> check_service_contact_number(std::string_view source) {
    if (const auto digits = national_digits(source); digits && digits->size() == 3) {
        const bool is_emergency = *digits == "999" || *digits == "112";
        return is_emergency ? std::optional(PhoneError::unsupported_emergency_number) : std::nullopt;
    }
    const auto number = parse_phone_number(source);
    const auto* error = std::get_if<PhoneError>(&number);
    return error != nullptr ? std::optional(*error) : std::nullopt;
}

std::string readable_phone_number(std::string_view normalised) {
    const std::string plus_form = "+" + std::string(normalised);
    if (read_uk_mobile(plus_form) && normalised[3] != '0') {
        return "0" + std::string(normalised.substr(2, 4)) + " " + std::string(normalised.substr(6));
    }
    return readable_with_library(normalised);
}

std::string normalise_sms_sender(std::string_view sender) {
    const auto number = parse_phone_number(sender);
    const auto* valid = std::get_if<PhoneNumber>(&number);
    return valid != nullptr ? valid->normalised : std::string(sender);
}

}  // namespace herald::recipients
