#include "notifications/notification_json.h"

#include <gtest/gtest.h>

#include "content/email.h"

namespace herald::notifications {
namespace {

Notification text_message() {
    Notification message;
    message.id = *Uuid::parse("11111111-1111-4111-8111-111111111111");
    message.template_id = *Uuid::parse("22222222-2222-4222-8222-222222222222");
    message.template_version = 3;
    message.recipient = "07900 900 123";
    message.personalisation = R"({"name":"Ada"})";
    message.created_at = *Timestamp::parse_iso("2026-06-01T12:00:00Z");
    return message;
}

std::string written(const Notification& message, const templates::StoredTemplate* source) {
    std::string out;
    JsonWriter json(out);
    const std::vector<std::string> secrets{"the secret of these tests"};
    const crypto::Sealer sealer(secrets);
    const VirtualClock clock{message.created_at};
    write_notification(json, message, source, "https://api.example/",
                       unsubscribe::LinkMaker(sealer, clock, "https://herald.example"));
    return out;
}

TEST(NotificationJson, OfANewTextMessageHasEveryKeyOfTheContract) {
    templates::StoredTemplate source;
    source.parsed = content::EmailTemplate::parse("", "Hello ((name))");
    EXPECT_EQ(
        written(text_message(), &source),
        R"({"id":"11111111-1111-4111-8111-111111111111","reference":null,"email_address":null,)"
        R"("phone_number":"07900 900 123","line_1":null,"line_2":null,"line_3":null,"line_4":null,"line_5":null,)"
        R"("line_6":null,"postcode":null,"type":"sms","status":"created","template":{)"
        R"("id":"22222222-2222-4222-8222-222222222222","version":3,)"
        R"("uri":"https://api.example/v2/template/22222222-2222-4222-8222-222222222222/version/3"},)"
        R"("body":"Hello Ada","subject":null,"created_at":"2026-06-01T12:00:00.000000Z","created_by_name":null,)"
        R"("sent_at":null,"completed_at":null,"scheduled_for":null,"postage":null,"one_click_unsubscribe_url":null,)"
        R"("is_cost_data_ready":false,"cost_in_pounds":null,"cost_details":{}})");
}

TEST(NotificationJson, CompletedAtIsTheLastUpdateOnceTheStatusIsFinal) {
    Notification message = text_message();
    message.updated_at = *Timestamp::parse_iso("2026-06-01T12:00:05Z");
    const std::string completed = R"("completed_at":"2026-06-01T12:00:05.000000Z")";
    const std::pair<Status, bool> rows[] = {
        {Status::sending, false},           {Status::pending, false},          {Status::sent, true},
        {Status::delivered, true},          {Status::temporary_failure, true}, {Status::technical_failure, true},
        {Status::virus_scan_failed, false}, {Status::returned_letter, true}};
    for (const auto& [status, is_completed] : rows) {
        message.status = status;
        EXPECT_EQ(written(message, nullptr).find(completed) != std::string::npos, is_completed) << to_text(status);
    }
}

TEST(NotificationJson, OfASentTextMessageTellsItsCost) {
    Notification message = text_message();
    message.status = Status::delivered;
    message.billable_units = 3;
    message.rate_multiplier = 1;
    EXPECT_NE(
        written(message, nullptr)
            .find(R"("is_cost_data_ready":true,"cost_in_pounds":0.072,"cost_details":{"billable_sms_fragments":3,)"),
        std::string::npos);
}

TEST(NotificationJson, OfAnEmailHasSubjectAndAddress) {
    Notification message = text_message();
    message.channel = Channel::email;
    message.recipient = "ada@example.com";
    message.unsubscribe_link = "https://example.com/out";
    templates::StoredTemplate source;
    source.parsed = content::EmailTemplate::parse("For ((name))", "Hello ((name))");
    const std::string json = written(message, &source);
    EXPECT_NE(json.find(R"("email_address":"ada@example.com","phone_number":null)"), std::string::npos);
    EXPECT_NE(json.find(R"("body":"Hello Ada","subject":"For Ada")"), std::string::npos);
    EXPECT_NE(json.find(R"("one_click_unsubscribe_url":"https://example.com/out")"), std::string::npos);
    EXPECT_NE(json.find(R"("is_cost_data_ready":true,"cost_in_pounds":0.0,"cost_details":{})"), std::string::npos);
}

// Contract public-api §3.1: the caller's own link, else one that the template asks for, else none.
TEST(NotificationJson, ShowsALinkToUnsubscribe) {
    templates::StoredTemplate source;
    source.parsed = content::EmailTemplate::parse("Subject", "Hello ((name))");
    auto message = text_message();
    message.channel = Channel::email;
    message.normalised_recipient = "ada@example.com";
    EXPECT_NE(written(message, &source).find(R"("one_click_unsubscribe_url":null)"), std::string::npos);
    source.has_unsubscribe_link = true;
    const std::string start =
        R"("one_click_unsubscribe_url":"https://herald.example/unsubscribe/11111111-1111-4111-8111-111111111111/)";
    EXPECT_NE(written(message, &source).find(start), std::string::npos);
    message.unsubscribe_link = "https://example.com/out";
    EXPECT_NE(written(message, &source).find(R"("one_click_unsubscribe_url":"https://example.com/out")"),
              std::string::npos);
}

}  // namespace
}  // namespace herald::notifications
