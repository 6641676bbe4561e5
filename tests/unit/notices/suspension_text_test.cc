#include "notices/suspension_text.h"

#include <gmock/gmock.h>

#include "base/json.h"
#include "content/email.h"
#include "content/personalisation_json.h"
#include "content/template_rules.h"

namespace herald::notices {
namespace {

using testing::HasSubstr;
using testing::Not;

SuspensionFacts facts(std::string url, std::string type = "delivery_status",
                      const char* since = "2026-07-01T08:05:09Z") {
    callbacks::Suspension suspension;
    suspension.endpoint = {*Uuid::parse("b3a57a6b-6b1e-4fb4-9b7e-0c3f4a4c1a11"), std::move(type)};
    suspension.url = std::move(url);
    suspension.failing_since = *Timestamp::parse_iso(since);
    return {"Herald", "Pay a fine", std::move(suspension), 7};
}

std::string value(const SuspensionFacts& of, std::string_view name) {
    const auto json = JsonDocument::parse(suspension_personalisation(of, "Ada"));
    return std::string(json->root()[name].text());
}

struct Mail {
    std::string subject, text, html;
};
Mail rendered(const SuspensionFacts& of) {
    const auto email = content::EmailTemplate::parse(suspension_wording.subject, suspension_wording.content);
    const auto json = JsonDocument::parse(suspension_personalisation(of, "Ada"));
    const auto values = content::to_personalisation(json->root());
    return {content::render_email_subject(email, values), content::render_email_text(email, values),
            content::render_email_html_body(email, values)};
}

TEST(SuspensionText, KeepsTheRulesOfTemplates) {
    EXPECT_FALSE(content::comma_problem(suspension_wording.content));
    EXPECT_FALSE(content::comma_problem(suspension_wording.subject));
}

TEST(SuspensionText, FillsEveryPlaceholder) {
    const auto mail = rendered(facts("https://hooks.example.com/herald"));
    for (const auto& part : {mail.subject, mail.text, mail.html}) EXPECT_THAT(part, Not(HasSubstr("((")));
    EXPECT_EQ(mail.subject, "Pay a fine: calls to your server have stopped");
    EXPECT_THAT(mail.text, HasSubstr("Hello Ada,"));
    EXPECT_THAT(mail.text, HasSubstr("about what became of messages"));
    EXPECT_THAT(mail.text, HasSubstr("herald callback resume --service b3a57a6b-6b1e-4fb4-9b7e-0c3f4a4c1a11 --type "
                                     "delivery_status\n"));
    EXPECT_THAT(mail.text, HasSubstr("herald callback replay --service b3a57a6b-6b1e-4fb4-9b7e-0c3f4a4c1a11\n"));
}

// Paths, queries and what stands before the host may be secret.
TEST(SuspensionText, ShowsOfTheAddressOnlyItsHost) {
    const auto mail = rendered(facts("https://user:password@hooks.example.com:8443/secret/path?token=secret#secret"));
    EXPECT_THAT(mail.text, HasSubstr("calls hooks.example.com to tell"));
    for (const auto& part : {mail.subject, mail.text, mail.html})
        for (const char* hidden : {"secret", "password", "8443", "user:"}) EXPECT_THAT(part, Not(HasSubstr(hidden)));
}

TEST(SuspensionText, TellsTimesAsClocksInLondonShowThem) {
    EXPECT_EQ(value(facts("https://a.example/"), "since"), "1 July 2026 at 09:05");
    EXPECT_EQ(value(facts("https://a.example/", "complaint", "2026-12-24T23:59:59Z"), "since"),
              "24 December 2026 at 23:59");
}

TEST(SuspensionText, NamesEachKindOfCallback) {
    const auto told = [](const char* type) { return value(facts("https://a.example/", type), "what is told"); };
    EXPECT_EQ(told("delivery_status"), "what became of messages");
    EXPECT_EQ(told("complaint"), "complaints about emails");
    EXPECT_EQ(told("inbound_sms"), "text messages that people send");
    EXPECT_EQ(told("returned_letter"), "letters that came back");
}

TEST(SuspensionText, CountsDays) {
    auto one = facts("https://a.example/");
    EXPECT_EQ(value(one, "days kept"), "7 days");
    one.days_kept = 1;
    EXPECT_EQ(value(one, "days kept"), "1 day");
}

}  // namespace
}  // namespace herald::notices
