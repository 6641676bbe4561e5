#include "recipients/phone_number.h"

#include "recipients/phone_library.h"
#include "recipients/uk_mobile.h"

namespace herald::recipients {

std::string_view api_message(PhoneError error) {
    switch (error) {
        case PhoneError::too_long:
            return "Too many digits";
        case PhoneError::too_short:
            return "Not enough digits";
        case PhoneError::not_a_uk_mobile:
            return "Not a UK mobile number";
        case PhoneError::unknown_character:
            return "Must not contain letters or symbols";
        case PhoneError::unsupported_country_code:
            return "Not a valid country prefix";
        case PhoneError::invalid_number:
            break;
    }
    return "Number is not valid – double check the phone number you entered";
}

std::string_view website_message(PhoneError error) {
    switch (error) {
        case PhoneError::too_long:
            return "Mobile number is too long";
        case PhoneError::too_short:
            return "Mobile number is too short";
        case PhoneError::not_a_uk_mobile:
            return "This does not look like a UK mobile number – double check the mobile number you entered";
        case PhoneError::unknown_character:
            return "Mobile numbers can only include: 0 1 2 3 4 5 6 7 8 9 ( ) + -";
        case PhoneError::unsupported_country_code:
            return "Country code not found - double check the mobile number you entered";
        case PhoneError::invalid_number:
            break;
    }
    return "Number is not valid – double check the phone number you entered";
}

std::string_view to_text(PhoneError error) {
    switch (error) {
        case PhoneError::too_long:
            return "too_long";
        case PhoneError::too_short:
            return "too_short";
        case PhoneError::not_a_uk_mobile:
            return "not_a_uk_mobile";
        case PhoneError::unknown_character:
            return "unknown_character";
        case PhoneError::unsupported_country_code:
            return "unsupported_country_code";
        case PhoneError::invalid_number:
            break;
    }
    return "invalid_number";
}

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
