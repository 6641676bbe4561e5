// Content.md §5.4: what is said about a phone number that is refused.
#include <gtest/gtest.h>

#include "recipients/phone_number.h"

namespace herald::recipients {
namespace {

struct Case {
    PhoneError error;
    std::string_view code;
    std::string_view api;
    std::string_view website;
    std::string_view summary;
};

const Case cases[] = {
    {PhoneError::invalid_number, "invalid_number", "Number is not valid – double check the phone number you entered",
     "Number is not valid – double check the phone number you entered",
     "Your phone is not valid – double check the phone number you entered"},
    {PhoneError::too_long, "too_long", "Too many digits", "Mobile number is too long", "Your phone is too long"},
    {PhoneError::too_short, "too_short", "Not enough digits", "Mobile number is too short", "Your phone is too short"},
    {PhoneError::not_a_uk_mobile, "not_a_uk_mobile", "Not a UK mobile number",
     "This does not look like a UK mobile number – double check the mobile number you entered",
     "Your phone does not look like a UK mobile number"},
    {PhoneError::unknown_character, "unknown_character", "Must not contain letters or symbols",
     "Mobile numbers can only include: 0 1 2 3 4 5 6 7 8 9 ( ) + -",
     "Your phone can only include: 0 1 2 3 4 5 6 7 8 9 ( ) + -"},
    {PhoneError::unsupported_country_code, "unsupported_country_code", "Not a valid country prefix",
     "Country code not found - double check the mobile number you entered", "Country code for Your phone not found"},
    {PhoneError::unsupported_emergency_number, "unsupported_emergency_number",
     "Phone number cannot be an emergency number", "Phone number cannot be an emergency number",
     "Phone number cannot be an emergency number"},
};

TEST(PhoneMessages, AreTheContracts) {
    for (const Case& c : cases) {
        EXPECT_EQ(to_text(c.error), c.code);
        EXPECT_EQ(api_message(c.error), c.api);
        EXPECT_EQ(website_message(c.error), c.website);
        EXPECT_EQ(summary_message(c.error, "Your phone"), c.summary);
    }
    EXPECT_EQ(international_numbers_refused, "Cannot send to international mobile numbers");
    EXPECT_EQ(phone_number_missing, "Recipient can't be empty");
}

TEST(PhoneMessages, AFieldsNameIsTakenAsItIs) {
    EXPECT_EQ(summary_message(PhoneError::too_short, "{} {0}"), "{} {0} is too short");
}

TEST(ServiceContactNumber, MayHaveThreeDigitsExceptThoseOfEmergencies) {
    for (const std::string_view accepted :
         {"101", "111", "119", "1 0 1", "0300 123 4567", "07912 345678", "+33 6 51 22 33 44"})
        EXPECT_EQ(check_service_contact_number(accepted), std::nullopt) << accepted;
    const std::pair<std::string_view, PhoneError> refused[] = {
        {"999", PhoneError::unsupported_emergency_number},
        {"112", PhoneError::unsupported_emergency_number},
        {"9-9-9", PhoneError::unsupported_emergency_number},
        {"", PhoneError::too_short},
        {"10", PhoneError::too_short},
        {"1010", PhoneError::too_short},
        {"1o1", PhoneError::unknown_character},
        {"+290 51234", PhoneError::unsupported_country_code},
    };
    for (const auto& [text, error] : refused) EXPECT_EQ(check_service_contact_number(text), error) << text;
}

}  // namespace
}  // namespace herald::recipients
