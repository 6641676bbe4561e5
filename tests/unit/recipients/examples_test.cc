// Every worked example of the contract about phone numbers and email addresses, straight through this room's code.
#include <gtest/gtest.h>

#include "recipients/email_address.h"
#include "recipients/phone_number.h"
#include "support/content_examples.h"

namespace herald::recipients {
namespace {

using Json = rapidjson::Value;
using test::for_each_example;
using test::to_string;

void check_number(const PhoneNumber& number, const Json& expected) {
    EXPECT_EQ(number.normalised, to_string(expected["normalised"]));
    EXPECT_EQ(readable_phone_number(number.normalised), to_string(expected["readable"]));
    EXPECT_EQ(number.international, expected["international"].GetBool());
    EXPECT_EQ(number.is_crown_dependency, expected["crown_dependency"].GetBool());
    EXPECT_EQ(number.country_prefix, to_string(expected["prefix"]));
    EXPECT_EQ(number.rate_multiplier, expected["multiplier"].GetInt());
}

void check_error(PhoneError error, const Json& expected) {
    EXPECT_EQ(to_text(error), to_string(expected["code"]));
    EXPECT_EQ(website_message(error), to_string(expected["message"]));
    EXPECT_EQ(api_message(error), to_string(expected["api_message"]));
}

TEST(ContentExamples, PhoneNumbers) {
    const int count = for_each_example("phone", [](const std::string& id, const Json& input, const Json& expected) {
        SCOPED_TRACE(id);
        const PhonePermissions permissions{input["allow_international"].GetBool(),
                                           input["allow_uk_landline"].GetBool()};
        const auto result = parse_phone_number(to_string(input["number"]), permissions);
        const auto* number = std::get_if<PhoneNumber>(&result);
        ASSERT_EQ(number != nullptr, expected["valid"].GetBool());
        if (number != nullptr) {
            check_number(*number, expected);
        } else {
            check_error(std::get<PhoneError>(result), expected);
        }
    });
    EXPECT_EQ(count, 10);
}

TEST(ContentExamples, EmailAddresses) {
    const auto check = [](const std::string& id, const Json& input, const Json& expected) {
        SCOPED_TRACE(id);
        const auto result = parse_email_address(to_string(input["address"]));
        ASSERT_EQ(result.has_value(), expected["valid"].GetBool());
        if (result) {
            EXPECT_EQ(result->normalised, to_string(expected["normalised"]));
        } else {
            EXPECT_EQ(email_address_error, to_string(expected["message"]));
        }
    };
    EXPECT_EQ(for_each_example("email_address", check), 6);
}

}  // namespace
}  // namespace herald::recipients
