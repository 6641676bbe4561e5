#include "notifications/requests.h"

#include <gtest/gtest.h>

namespace herald::notifications {
namespace {

constexpr Timestamp now{1'770'000'000'000'000};
constexpr const char* template_id = "f33517ff-2a88-4f6e-b855-c550268ce08a";

std::string sms_refusal(std::string_view body) {
    auto parsed = parse_sms_request(body, now);
    const auto* response = std::get_if<http::Response>(&parsed);
    if (!response) return "accepted";
    EXPECT_EQ(response->status, 400);
    return response->body;
}

TEST(Requests, what_is_not_json_is_a_bad_request) {
    for (const char* const body : {"", " ", "{", "phone_number=07700900001", "\xff", R"({"reference":"\ud800"})"})
        EXPECT_EQ(sms_refusal(body), R"({"status_code":400,"errors":[{"error":"BadRequestError",)"
                                     R"("message":"Invalid JSON supplied in POST data"}]})")
            << body;
}

TEST(Requests, empty_values_count_as_an_empty_object) {
    for (const char* const body : {"null", "{}", "[]", "0", "0.0", "-0", "\"\"", "false", " {} "})
        EXPECT_EQ(sms_refusal(body), R"({"status_code":400,"errors":[{"error":"ValidationError",)"
                                     R"("message":"phone_number is a required property"},{"error":"ValidationError",)"
                                     R"("message":"template_id is a required property"}]})")
            << body;
}

TEST(Requests, other_bodies_are_not_objects) {
    EXPECT_EQ(sms_refusal("[7]"), R"({"status_code":400,"errors":[{"error":"ValidationError",)"
                                  R"("message":"[7] is not of type object"}]})");
}

TEST(Requests, an_sms_is_read_whole) {
    auto parsed = parse_sms_request(
        R"({"reference":"r","phone_number":" 07700 900855","template_id":"F33517FF-2a88-4f6e-b855-c550268ce08a",)"
        R"("personalisation":{"name":"Amala"},"scheduled_for":null,)"
        R"("sms_sender_id":"urn:uuid:f33517ff-2a88-4f6e-b855-c550268ce08a"})",
        now);
    ASSERT_TRUE(std::holds_alternative<SmsRequest>(parsed));
    const auto& request = std::get<SmsRequest>(parsed);
    EXPECT_EQ(request.reference, "r");
    EXPECT_EQ(request.recipient, " 07700 900855");
    EXPECT_EQ(request.phone_number.normalised, "447700900855");
    EXPECT_EQ(request.template_id.id.to_string(), template_id);
    EXPECT_EQ(request.template_id.text, "F33517FF-2a88-4f6e-b855-c550268ce08a");
    EXPECT_FALSE(request.template_id.is_urn());
    EXPECT_EQ(request.personalisation["name"].text(), "Amala");
    ASSERT_TRUE(request.sms_sender_id);
    EXPECT_TRUE(request.sms_sender_id->is_urn());
}

TEST(Requests, an_email_is_read_whole) {
    auto parsed = parse_email_request(
        R"({"email_address":"Amala@Example.com","template_id":"f33517ff-2a88-4f6e-b855-c550268ce08a",)"
        R"("one_click_unsubscribe_url":"https://example.com/u","sanitise_content_for":["a",null,"b"]})",
        now);
    ASSERT_TRUE(std::holds_alternative<EmailRequest>(parsed));
    const auto& request = std::get<EmailRequest>(parsed);
    EXPECT_EQ(request.reference, std::nullopt);
    EXPECT_EQ(request.recipient, "Amala@Example.com");
    EXPECT_EQ(request.email_address.normalised, "amala@example.com");
    EXPECT_FALSE(request.personalisation.exists());
    EXPECT_EQ(request.email_reply_to_id, std::nullopt);
    EXPECT_EQ(request.one_click_unsubscribe_url, "https://example.com/u");
    EXPECT_EQ(request.sanitise_content_for, (std::vector<std::string>{"a", "b"}));
}

TEST(Requests, a_list_query_becomes_a_filter) {
    auto parsed = parse_list_query(
        "template_type=email&template_type=sms&status=accepted&status=received&reference=r&reference=s"
        "&include_jobs=True&older_than=urn:uuid:f33517ff-2a88-4f6e-b855-c550268ce08a",
        now);
    ASSERT_TRUE(std::holds_alternative<ListQuery>(parsed));
    const auto& query = std::get<ListQuery>(parsed);
    using enum Status;
    EXPECT_EQ(query.filter.statuses, (std::vector<Status>{created, sending, delivered}));
    EXPECT_EQ(query.filter.channels, (std::vector<Channel>{Channel::email, Channel::sms}));
    EXPECT_EQ(query.filter.client_reference, "r");
    EXPECT_TRUE(query.filter.include_jobs);
    EXPECT_EQ(query.filter.older_than, Uuid::parse(template_id));
    EXPECT_TRUE(query.older_than_urn);
}

TEST(Requests, the_status_failed_stands_for_every_failure) {
    auto parsed = parse_list_query("status=failed", now);
    using enum Status;
    EXPECT_EQ(std::get<ListQuery>(parsed).filter.statuses,
              (std::vector<Status>{technical_failure, temporary_failure, permanent_failure, validation_failed,
                                   virus_scan_failed, returned_letter}));
}

TEST(Requests, a_path_id_is_a_uuid_in_any_spelling) {
    EXPECT_TRUE(std::holds_alternative<SentId>(parse_id("notification_id", template_id)));
    auto refused = parse_id("notification_id", "x");
    EXPECT_EQ(std::get<http::Response>(refused).body, R"({"status_code":400,"errors":[{"error":"ValidationError",)"
                                                      R"("message":"notification_id is not a valid UUID"}]})");
}

}  // namespace
}  // namespace herald::notifications
