#include "notifications/schema.h"

#include <gtest/gtest.h>

namespace herald::notifications {
namespace {

/// 2026-02-02T02:40:00Z.
constexpr Timestamp now{1'770'000'000'000'000};

using Messages = std::vector<std::string>;

Messages sms_errors(std::string_view body) {
    const auto document = JsonDocument::parse(body);
    return document ? validate(sms_request_schema, document->root(), now).messages : Messages{"not JSON"};
}
Messages email_errors(std::string_view body) {
    const auto document = JsonDocument::parse(body);
    return document ? validate(email_request_schema, document->root(), now).messages : Messages{"not JSON"};
}

/// A complete body with `more` put in front, where a repeated key loses.
std::string sms_with(std::string_view more) {
    return R"({"phone_number":"07700900001","template_id":"f33517ff-2a88-4f6e-b855-c550268ce08a",)" +
           std::string(more) + "}";
}
std::string email_with(std::string_view more) {
    return R"({"email_address":"a@example.com","template_id":"f33517ff-2a88-4f6e-b855-c550268ce08a",)" +
           std::string(more) + "}";
}

struct Row {
    std::string property;
    Messages messages;
};

TEST(SmsSchema, names_each_violation_as_the_contract_does) {
    const std::string too_long(1001, 'x');
    const std::string too_long_wide = [] {
        std::string text;
        for (int i = 0; i < 1001; ++i) text += "é";
        return text;
    }();
    const Row rows[] = {
        {R"("reference":"x")", {}},
        {R"("reference":")" + too_long.substr(1) + '"', {}},
        {R"("reference":")" + too_long_wide.substr(2) + '"', {}},
        {R"("reference":")" + too_long + '"', {"reference " + too_long + " is too long"}},
        {R"("reference":")" + too_long_wide + '"', {"reference " + too_long_wide + " is too long"}},
        {R"("reference":null)", {"reference None is not of type string"}},
        {R"("reference":true)", {"reference True is not of type string"}},
        {R"("reference":false)", {"reference False is not of type string"}},
        {R"("reference":["a","b"])", {"reference [a, b] is not of type string"}},
        {R"("reference":{"k":1})", {"reference {k: 1} is not of type string"}},
        {R"("reference":1.50)", {"reference 1.5 is not of type string"}},
        {R"("reference":"a\u0000")", {"reference must not contain the character U+0000"}},
        {R"("phone_number":7700900001)", {"phone_number 7700900001 is not of type string"}},
        {R"("phone_number":"")", {"phone_number Not enough digits"}},
        {R"("phone_number":"0789")", {"phone_number Not enough digits"}},
        {R"("phone_number":"+44 7912 345678 99")", {"phone_number Too many digits"}},
        {R"("phone_number":"07700 9oooo1")", {"phone_number Must not contain letters or symbols"}},
        {R"("template_id":"x")", {"template_id is not a valid UUID"}},
        {R"("template_id":" f33517ff-2a88-4f6e-b855-c550268ce08a")", {"template_id is not a valid UUID"}},
        {R"("template_id":5)", {"template_id is not a valid UUID"}},
        {R"("template_id":null)", {"template_id is not a valid UUID"}},
        {R"("template_id":"F33517FF2A884F6EB855C550268CE08A")", {}},
        {R"("template_id":"urn:uuid:f33517ff-2a88-4f6e-b855-c550268ce08a")", {}},
        {R"("personalisation":{"name":null})", {}},
        {R"("personalisation":null)", {"personalisation None is not of type object"}},
        {R"("personalisation":[])", {"personalisation [] is not of type object"}},
        {R"("personalisation":"it's")", {"personalisation \"its\" is not of type object"}},
        {R"("scheduled_for":null)", {}},
        {R"("scheduled_for":"2026-02-02T05:00")", {}},
        {R"("scheduled_for":5)", {"scheduled_for 5 is not of type string, null"}},
        {R"("scheduled_for":"2026-02-02T02:39:59")", {"scheduled_for datetime can not be in the past"}},
        {R"("scheduled_for":"2026-02-09T02:40:01")", {"scheduled_for datetime can only be 7 days in the future"}},
        {R"("scheduled_for":"soon")",
         {"scheduled_for datetime format is invalid. It must be a valid ISO8601 date time format, "
          "https://en.wikipedia.org/wiki/ISO_8601"}},
        {R"("sms_sender_id":null)", {"sms_sender_id is not a valid UUID"}},
        {R"("sms_sender_id":"f33517ff-2a88-4f6e-b855-c550268ce08a")", {}},
        {R"("email_address":"x")", {"Additional properties are not allowed (email_address was unexpected)"}},
        {R"("b":1,"a":2)", {"Additional properties are not allowed (a, b were unexpected)"}},
        {R"("it's":1)", {"Additional properties are not allowed (\"its\" was unexpected)"}},
    };
    for (const Row& row : rows) EXPECT_EQ(sms_errors(sms_with(row.property)), row.messages) << row.property;
}

TEST(EmailSchema, names_each_violation_as_the_contract_does) {
    const Row rows[] = {
        {R"("email_address":"x")", {"email_address Not a valid email address"}},
        {R"("email_address":null)", {"email_address None is not of type string"}},
        {R"("email_reply_to_id":"x")", {"email_reply_to_id is not a valid UUID"}},
        {R"("email_reply_to_id":{})", {"email_reply_to_id is not a valid UUID"}},
        {R"("one_click_unsubscribe_url":"https://example.com/a?b=c#d")", {}},
        {R"("one_click_unsubscribe_url":"http://example.com")", {"one_click_unsubscribe_url is not a valid https url"}},
        {R"("one_click_unsubscribe_url":"https://exa mple.com")",
         {"one_click_unsubscribe_url is not a valid https url"}},
        {R"("one_click_unsubscribe_url":null)", {"one_click_unsubscribe_url is not a valid https url"}},
        {R"("sanitise_content_for":null)", {}},
        {R"("sanitise_content_for":["a",null])", {}},
        {R"("sanitise_content_for":"a")", {"sanitise_content_for a is not of type array, null"}},
        {R"("sanitise_content_for":["a",5])", {"sanitise_content_for 5 is not of type string"}},
        {R"("phone_number":"x")", {"Additional properties are not allowed (phone_number was unexpected)"}},
    };
    for (const Row& row : rows) EXPECT_EQ(email_errors(email_with(row.property)), row.messages) << row.property;
}

TEST(Schema, a_body_that_is_no_object_is_the_only_error) {
    EXPECT_EQ(sms_errors("[1]"), Messages{"[1] is not of type object"});
    EXPECT_EQ(sms_errors("\"text\""), Messages{"text is not of type object"});
    EXPECT_EQ(sms_errors("5"), Messages{"5 is not of type object"});
    EXPECT_EQ(sms_errors("true"), Messages{"True is not of type object"});
}

TEST(Schema, what_is_missing_comes_in_the_schemas_order) {
    EXPECT_EQ(sms_errors("{}"),
              (Messages{"phone_number is a required property", "template_id is a required property"}));
    EXPECT_EQ(email_errors("{}"),
              (Messages{"email_address is a required property", "template_id is a required property"}));
}

TEST(Schema, properties_come_before_the_missing_and_those_before_the_unexpected) {
    EXPECT_EQ(sms_errors(R"({"z":1,"sms_sender_id":1,"phone_number":1,"reference":1,"a":1})"),
              (Messages{"reference 1 is not of type string", "phone_number 1 is not of type string",
                        "sms_sender_id is not a valid UUID", "template_id is a required property",
                        "Additional properties are not allowed (a, z were unexpected)"}));
}

TEST(Schema, properties_come_in_the_schemas_order_whatever_the_bodys) {
    EXPECT_EQ(email_errors(R"({"sanitise_content_for":1,"one_click_unsubscribe_url":1,"email_reply_to_id":1,)"
                           R"("scheduled_for":1,"personalisation":1,"template_id":1,"email_address":1,"reference":1})"),
              (Messages{"reference 1 is not of type string", "email_address 1 is not of type string",
                        "template_id is not a valid UUID", "personalisation 1 is not of type object",
                        "scheduled_for 1 is not of type string, null", "email_reply_to_id is not a valid UUID",
                        "one_click_unsubscribe_url is not a valid https url",
                        "sanitise_content_for 1 is not of type array, null"}));
}

TEST(Schema, a_message_is_given_once) {
    EXPECT_EQ(email_errors(email_with(R"("sanitise_content_for":[5,5])")),
              Messages{"sanitise_content_for 5 is not of type string"});
}

TEST(Schema, validation_hands_on_what_it_has_read) {
    const auto document = JsonDocument::parse(sms_with(R"("phone_number":"+44 7700 900855")"));
    const Validation validation = validate(sms_request_schema, document->root(), now);
    ASSERT_TRUE(validation.phone_number);
    EXPECT_EQ(validation.phone_number->normalised, "447700900855");
}

TEST(ListSchema, names_each_violation_as_the_contract_does) {
    const std::string statuses =
        "[cancelled, created, sending, sent, delivered, pending, failed, technical-failure, temporary-failure, "
        "permanent-failure, pending-virus-check, validation-failed, virus-scan-failed, returned-letter, accepted, "
        "received]";
    const Row rows[] = {
        {"", {}},
        {"template_type=sms&template_type=email&status=received&reference=&include_jobs=True", {}},
        {"template_type=fax", {"template_type fax is not one of [sms, email, letter]"}},
        {"status=", {"status  is not one of " + statuses}},
        {"status=sent&status=x&status=y&status=x",
         {"status x is not one of " + statuses, "status y is not one of " + statuses}},
        {"include_jobs=false", {"include_jobs false is not one of [true, True]"}},
        {"include_jobs=true&include_jobs=no", {}},
        {"older_than=x", {"older_than is not a valid UUID"}},
        {"older_than=f33517ff-2a88-4f6e-b855-c550268ce08a&older_than=x", {}},
        {"reference=%00", {"reference must not contain the character U+0000"}},
        {"page=2", {"Additional properties are not allowed (page was unexpected)"}},
        {"page_size=2&page=2&page=3", {"Additional properties are not allowed (page, page_size were unexpected)"}},
    };
    for (const Row& row : rows)
        EXPECT_EQ(validate_query(list_query_schema, http::parse_form(row.property), now).messages, row.messages)
            << row.property;
}

TEST(ListSchema, errors_come_in_the_schemas_order) {
    const Messages messages =
        validate_query(list_query_schema,
                       http::parse_form("x=1&older_than=x&include_jobs=x&template_type=x&status=x&reference=%00"), now)
            .messages;
    ASSERT_EQ(messages.size(), 6U);
    const char* const starts[] = {"reference ",    "status ",     "template_type ",
                                  "include_jobs ", "older_than ", "Additional "};
    for (std::size_t i = 0; i < 6; ++i) EXPECT_TRUE(messages[i].starts_with(starts[i])) << messages[i];
}

}  // namespace
}  // namespace herald::notifications
