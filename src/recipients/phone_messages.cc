// The messages of content.md §5.4.
#include <fmt/format.h>

#include "recipients/phone_number.h"

namespace herald::recipients {
namespace {

constexpr std::string_view not_valid = "Number is not valid – double check the phone number you entered";
constexpr std::string_view emergency = "Phone number cannot be an emergency number";

/// One row of the table: the code, three messages. `{}` stands for the field's name.
struct Messages {
    std::string_view code;
    std::string_view api;
    std::string_view website;
    std::string_view summary;
};

Messages messages(PhoneError error) {
    switch (error) {
        case PhoneError::too_long:
            return {"too_long", "Too many digits", "Mobile number is too long", "{} is too long"};
        case PhoneError::too_short:
            return {"too_short", "Not enough digits", "Mobile number is too short", "{} is too short"};
        case PhoneError::not_a_uk_mobile:
            return {"not_a_uk_mobile", "Not a UK mobile number",
                    "This does not look like a UK mobile number – double check the mobile number you entered",
                    "{} does not look like a UK mobile number"};
        case PhoneError::unknown_character:
            return {"unknown_character", "Must not contain letters or symbols",
                    "Mobile numbers can only include: 0 1 2 3 4 5 6 7 8 9 ( ) + -",
                    "{} can only include: 0 1 2 3 4 5 6 7 8 9 ( ) + -"};
        case PhoneError::unsupported_country_code:
            return {"unsupported_country_code", "Not a valid country prefix",
                    "Country code not found - double check the mobile number you entered",
                    "Country code for {} not found"};
        case PhoneError::unsupported_emergency_number:
            return {"unsupported_emergency_number", emergency, emergency, emergency};
        case PhoneError::invalid_number:
            break;
    }
    return {"invalid_number", not_valid, not_valid, "{} is not valid – double check the phone number you entered"};
}

}  // namespace

std::string_view to_text(PhoneError error) {
    return messages(error).code;
}

std::string_view api_message(PhoneError error) {
    return messages(error).api;
}

std::string_view website_message(PhoneError error) {
    return messages(error).website;
}

std::string summary_message(PhoneError error, std::string_view field) {
    return fmt::format(fmt::runtime(messages(error).summary), field);
}

}  // namespace herald::recipients
