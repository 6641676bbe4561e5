#include "notifications/send_checks.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "content/email.h"

namespace herald::notifications {
namespace {

using services::KeyType;

/// Error and message of a v2 refusal; empty when nothing is refused.
std::string text(const Refused& refused) {
    if (!refused) return "";
    const auto document = JsonDocument::parse(refused->body);
    const auto error = document->root()["errors"][0];
    return std::string(error["error"].text()) + ": " + std::string(error["message"].text());
}

services::Service service_with(std::set<std::string, std::less<>> permissions) {
    services::Service service;
    service.permissions = std::move(permissions);
    return service;
}

TEST(SendChecks, AServiceSendsOnlyWhatItMay) {
    const auto none = service_with({});
    EXPECT_EQ(text(check_channel(none, Channel::sms)), "BadRequestError: Service is not allowed to send text messages");
    EXPECT_EQ(text(check_channel(none, Channel::email)), "BadRequestError: Service is not allowed to send emails");
    EXPECT_EQ(text(check_channel(none, Channel::letter)), "BadRequestError: Service is not allowed to send letters");
    EXPECT_EQ(text(check_channel(service_with({"sms"}), Channel::sms)), "");
    EXPECT_EQ(text(check_channel(service_with({"email"}), Channel::sms)),
              "BadRequestError: Service is not allowed to send text messages");
}

TEST(SendChecks, ATemplateIsThereSuitsAndIsNotDeletedInThisOrder) {
    EXPECT_EQ(text(check_template(nullptr, Channel::sms)), "BadRequestError: Template not found");
    templates::StoredTemplate source;
    source.type = templates::TemplateType::email;
    source.hidden = source.archived = true;
    EXPECT_EQ(text(check_template(&source, Channel::sms)), "BadRequestError: Template not found");
    source.hidden = false;
    EXPECT_EQ(text(check_template(&source, Channel::sms)),
              "BadRequestError: email template is not suitable for sms notification");
    EXPECT_EQ(text(check_template(&source, Channel::email)), "BadRequestError: Template has been deleted");
    source.archived = false;
    EXPECT_EQ(text(check_template(&source, Channel::email)), "");
    source.type = templates::TemplateType::letter;
    EXPECT_EQ(text(check_template(&source, Channel::email)),
              "BadRequestError: letter template is not suitable for email notification");
}

struct RecipientRow {
    KeyType key;
    bool trial;
    bool listed;
    const char* refusal;  ///< empty: may be sent to
};
constexpr const char* team_refusal = "BadRequestError: Can’t send to this recipient using a team-only API key";
constexpr const char* trial_refusal =
    "BadRequestError: Can’t send to this recipient when service is in trial mode – see "
    "https://www.notifications.service.gov.uk/trial-mode";
class RecipientCheck : public testing::TestWithParam<RecipientRow> {};
INSTANTIATE_TEST_SUITE_P(
    Table, RecipientCheck,
    testing::Values(RecipientRow{KeyType::test, true, false, ""}, RecipientRow{KeyType::test, false, false, ""},
                    RecipientRow{KeyType::normal, false, false, ""}, RecipientRow{KeyType::normal, true, true, ""},
                    RecipientRow{KeyType::normal, true, false, trial_refusal},
                    RecipientRow{KeyType::team, false, true, ""}, RecipientRow{KeyType::team, true, true, ""},
                    RecipientRow{KeyType::team, false, false, team_refusal},
                    RecipientRow{KeyType::team, true, false, team_refusal}));
TEST_P(RecipientCheck, FollowsKeyModeAndList) {
    services::Service service;
    service.restricted = GetParam().trial;
    if (GetParam().listed) service.allowed_recipients.insert("447900900123");
    EXPECT_EQ(text(check_recipient(service, GetParam().key, "447900900123")), GetParam().refusal);
}

TEST(SendChecks, NumbersAbroadAndLandlinesNeedPermissions) {
    recipients::PhoneNumber abroad{};
    abroad.country_prefix = "33";
    abroad.normalised = "33612345678";
    abroad.international = true;
    recipients::PhoneNumber landline{};
    landline.country_prefix = "44";
    landline.normalised = "442079460000";
    landline.is_uk_landline = true;
    EXPECT_EQ(text(check_number(service_with({}), abroad)),
              "BadRequestError: Cannot send to international mobile numbers");
    EXPECT_EQ(text(check_number(service_with({"international_sms"}), abroad)), "");
    EXPECT_EQ(text(check_number(service_with({"international_sms"}), landline)),
              "InvalidPhoneError: Not a UK mobile number");
    EXPECT_EQ(text(check_number(service_with({"sms_to_uk_landlines"}), landline)), "");
}

TEST(SendChecks, MissingPlaceholdersAreNamedAsTheTemplateSpellsThemSubjectFirst) {
    templates::StoredTemplate source;
    source.parsed = content::EmailTemplate::parse("((SUBJECT)) ((two))", "((First Name)) and ((two))");
    content::Personalisation values;
    values.set("first_name", std::string("Ada"));
    EXPECT_EQ(text(check_placeholders(source, values)), "BadRequestError: Missing personalisation: SUBJECT, two");
    values.set("subject", std::string("S"));
    values.set("two", std::string(""));
    EXPECT_EQ(text(check_placeholders(source, values)), "");
}

TEST(SendChecks, OnlyTheFixedRecipientsAreSimulated) {
    for (const char* number : {"447700900000", "447700900111", "447700900222"}) EXPECT_TRUE(is_simulated_sms(number));
    for (const char* number : {"07700900000", "447700900001", "447700900003", ""})
        EXPECT_FALSE(is_simulated_sms(number));
    for (const char* address :
         {"simulate-delivered@notifications.service.gov.uk", "simulate-delivered-2@notifications.service.gov.uk",
          "simulate-delivered-3@notifications.service.gov.uk"})
        EXPECT_TRUE(is_simulated_email(address));
    EXPECT_FALSE(is_simulated_email("simulate-delivered-4@notifications.service.gov.uk"));
}

}  // namespace
}  // namespace herald::notifications
