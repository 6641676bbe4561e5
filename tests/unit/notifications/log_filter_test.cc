#include "notifications/log_filter.h"

#include <gtest/gtest.h>

#include "notifications/shown.h"

namespace herald::notifications {
namespace {

/// The filter in short, or the body of the refusal.
std::string summary(const std::variant<LogFilter, http::Response>& read) {
    if (const auto* refused = std::get_if<http::Response>(&read)) {
        EXPECT_EQ(refused->status, 400);
        return refused->body;
    }
    const auto& filter = std::get<LogFilter>(read);
    std::string text = std::to_string(filter.page.number) + "x" + std::to_string(filter.page.size);
    for (const auto channel : filter.channels) (text += " ") += to_text(channel);
    for (const auto status : filter.statuses) (text += " ") += to_text(status);
    if (filter.matches_nothing) text += " nothing";
    if (filter.limit_days) text += " days=" + std::to_string(*filter.limit_days);
    if (!filter.include_jobs) text += " -jobs";
    if (filter.include_from_test_key) text += " +test";
    if (!filter.include_one_off) text += " -one-off";
    if (!filter.count_pages) text += " -pages";
    if (filter.format_for_csv) text += " csv";
    if (filter.older_than) text += " older";
    if (!filter.to.empty()) text += " to=" + filter.to;
    return text;
}
std::string query(const char* text) {
    return summary(read_log_filter(http::parse_form(text)));
}
std::string body(const char* text) {
    return summary(read_log_filter(JsonDocument::parse(text)->root()));
}
std::string refusal(const std::string& message) {
    return R"({"result":"error","message":)" + message + "}";
}

struct Row {
    const char* given;
    std::string read;
};

// Contract admin-api-messages §7.1.
TEST(LogFilter, ReadsQueries) {
    const std::string all_but_cancelled_and_failed =
        "status=created&status=pending&status=sending&status=pending-virus-check&status=delivered&status=sent&"
        "status=returned-letter&status=failed&status=temporary-failure&status=permanent-failure&"
        "status=technical-failure&status=virus-scan-failed&status=validation-failed";
    const Row rows[] = {
        {"", "1x50"},
        {"page=3&page_size=5000", "3x5000"},
        {"page_size=99999", "1x10000"},
        {"template_type=sms&template_type=email", "1x50 sms email"},
        {"status=delivered&status=nonsense", "1x50 delivered"},
        {"status=nonsense", "1x50 nothing"},
        {"status=failed",
         "1x50 technical-failure temporary-failure permanent-failure validation-failed virus-scan-failed "
         "returned-letter"},
        {"status=accepted&status=received&status=sending", "1x50 created sending delivered"},
        {"limit_days=0&include_jobs=False&include_from_test_key=True&include_one_off=no&count_pages=off",
         "1x50 days=0 -jobs +test -one-off -pages"},
        {"format_for_csv=yes&to=077&unknown=1", "1x50 csv to=077"},
        {"format_for_csv=", "1x50"},
        {"older_than=26785a09-ab16-4eb0-8407-a37497a57506", "1x50 older"},
        {"page=0", refusal(R"({"page":["Not a positive integer"]})")},
        {"page=x&page_size=-1", refusal(R"({"page":["Not a valid integer."],"page_size":["Not a positive integer"]})")},
        {"include_jobs=maybe&include_one_off=", refusal(R"({"include_jobs":["Not a valid boolean."],)"
                                                        R"("include_one_off":["Not a valid boolean."]})")},
        {"limit_days=week&older_than=x", refusal(R"({"limit_days":["Not a valid integer."],)"
                                                 R"("older_than":["Not a valid UUID."]})")},
        {"template_type=sms&template_type=fax",
         refusal(R"({"template_type":{"1":{"template_type":["Must be one of: sms, email, letter."]}}})")},
    };
    for (const auto& [given, read] : rows) EXPECT_EQ(query(given), read) << given;
    EXPECT_EQ(query(all_but_cancelled_and_failed.c_str()).substr(0, 13), "1x50 created ");
    EXPECT_EQ(query((all_but_cancelled_and_failed + "&status=cancelled").c_str()), "1x50") << "all there are";
}

TEST(LogFilter, ReadsBodies) {
    const Row rows[] = {
        {"{}", "1x50"},
        {R"({"page":2,"page_size":"10","template_type":"sms","status":["delivered","sent"]})",
         "2x10 sms delivered sent"},
        {R"({"template_type":[],"status":[],"to":"07700 900855"})", "1x50 to=07700 900855"},
        {R"({"include_jobs":false,"count_pages":"False","limit_days":7})", "1x50 days=7 -jobs -pages"},
        {R"({"to":null,"status":null})",
         refusal(R"({"to":["Field may not be null."],"status":["Field may not be null."]})")},
        {R"({"to":7,"page":true})", refusal(R"({"page":["Not a valid integer."],"to":["Not a valid string."]})")},
        {R"({"template_type":"fax"})",
         refusal(R"({"template_type":{"0":{"template_type":["Must be one of: sms, email, letter."]}}})")},
    };
    for (const auto& [given, read] : rows) EXPECT_EQ(body(given), read) << given;
}

// Contract admin-api-messages §1.8.
TEST(CsvStatus, SpeaksOfTheChannel) {
    struct Words {
        Status status;
        std::string_view email, sms, letter;
    };
    const Words words[] = {
        {Status::created, "Sending", "Sending", "Accepted"},
        {Status::sending, "Sending", "Sending", "Accepted"},
        {Status::delivered, "Delivered", "Delivered", "Received"},
        {Status::sent, "Delivered", "Sent internationally", "sent"},
        {Status::failed, "Failed", "Failed", "failed"},
        {Status::technical_failure, "Technical failure", "Technical failure", "Technical failure"},
        {Status::temporary_failure, "Inbox not accepting messages right now", "Phone not accepting messages right now",
         "temporary-failure"},
        {Status::permanent_failure, "Email address doesn’t exist", "Phone number doesn’t exist", "Permanent failure"},
        {Status::returned_letter, "returned-letter", "returned-letter", "Returned"},
        {Status::validation_failed, "validation-failed", "validation-failed", "validation-failed"},
        {Status::pending, "pending", "pending", "pending"},
        {Status::cancelled, "cancelled", "cancelled", "cancelled"},
    };
    for (const auto& [status, email, sms, letter] : words) {
        EXPECT_EQ(csv_status(status, Channel::email), email);
        EXPECT_EQ(csv_status(status, Channel::sms), sms);
        EXPECT_EQ(csv_status(status, Channel::letter), letter);
    }
}

}  // namespace
}  // namespace herald::notifications
