#include "delivery/message_maker.h"

#include <gtest/gtest.h>

#include "content/email.h"

namespace herald::delivery {
namespace {

using notifications::Channel;
using notifications::Status;

struct Simulated {
    Channel channel;
    const char* recipient;  ///< as typed
    const char* provider;
    std::vector<Status> statuses;
};
class SimulatedReceipt : public testing::TestWithParam<Simulated> {};
// Public-api §5.6.
INSTANTIATE_TEST_SUITE_P(
    Table, SimulatedReceipt,
    testing::Values(Simulated{Channel::sms, "07700900003", "mmg", {Status::temporary_failure}},
                    Simulated{Channel::sms, "+447700900003", "mmg", {Status::temporary_failure}},
                    Simulated{Channel::sms, "07700900003", "firetext", {Status::pending, Status::temporary_failure}},
                    Simulated{Channel::sms, "07700900002", "mmg", {Status::permanent_failure}},
                    Simulated{Channel::sms, "07700900002", "firetext", {Status::permanent_failure}},
                    Simulated{Channel::sms, "07700900001", "mmg", {Status::delivered}},
                    // Spaces defeat the suffix.
                    Simulated{Channel::sms, "07700 900 003", "mmg", {Status::delivered}},
                    Simulated{Channel::sms, "07700 900002", "firetext", {Status::delivered}},
                    Simulated{Channel::email, "temp-fail@simulator.notify", "ses", {Status::temporary_failure}},
                    Simulated{Channel::email, "perm-fail@simulator.notify", "ses", {Status::permanent_failure}},
                    Simulated{Channel::email, "Temp-fail@simulator.notify", "ses", {Status::delivered}},
                    Simulated{Channel::email, "ada+7700900002@example.com", "ses", {Status::delivered}}));
TEST_P(SimulatedReceipt, GoesByTheRecipientAsTyped) {
    notifications::Notification message;
    message.channel = GetParam().channel;
    message.recipient = GetParam().recipient;
    EXPECT_EQ(simulated_statuses(message, GetParam().provider), GetParam().statuses);
}

notifications::Accepted accepted_with(std::string_view body, bool prefix) {
    notifications::Accepted accepted;
    auto service = std::make_shared<services::Service>();
    service->name = "Sample";
    service->prefix_sms = prefix;
    service->email_sender_local_part = "sample";
    auto source = std::make_shared<templates::StoredTemplate>();
    source->parsed = content::EmailTemplate::parse("About ((name))", body);
    accepted.service = service;
    accepted.source = source;
    accepted.values.set("name", std::string("Ada"));
    accepted.message.normalised_recipient = "447900900123";
    accepted.message.reply_to_text = "SENDER";
    return accepted;
}

TEST(MadeSms, CarriesTheServicesNameOnlyWhenItWantsThat) {
    EXPECT_EQ(make_sms(accepted_with("Hello ((name))", true)).message.content, "Sample: Hello Ada");
    const auto made = make_sms(accepted_with("Hello ((name))", false));
    EXPECT_EQ(made.message.content, "Hello Ada");
    EXPECT_EQ(made.message.sender, "SENDER");
    EXPECT_EQ(made.message.recipient, "447900900123");
    EXPECT_EQ(made.fragments, 1);
}

TEST(MadeSms, CountsThePrefixInItsFragments) {
    const std::string body(155, 'a');
    EXPECT_EQ(make_sms(accepted_with(body, false)).fragments, 1);
    EXPECT_EQ(make_sms(accepted_with(body, true)).fragments, 2);
}

TEST(MadeEmail, ComesFromTheServiceAtTheInstallationsDomain) {
    auto accepted = accepted_with("Hello ((name))", false);
    accepted.message.normalised_recipient = "ada@example.com";
    accepted.message.unsubscribe_link = "https://example.com/out";
    const auto email = make_email(accepted, {"Herald", "mail.example"});
    EXPECT_EQ(email.from_name, "Sample");
    EXPECT_EQ(email.from_address, "sample@mail.example");
    EXPECT_EQ(email.reply_to, "SENDER");
    EXPECT_EQ(email.subject, "About Ada");
    EXPECT_NE(email.text.find("Hello Ada"), std::string::npos);
    EXPECT_NE(email.html.find("Hello Ada"), std::string::npos);
    EXPECT_EQ(email.unsubscribe_url, "https://example.com/out");
}

// content.md §3.8: the body's link goes to a page, the header's is for mail programs, and the caller's own comes first.
TEST(MadeEmail, CarriesLinksToUnsubscribe) {
    auto accepted = accepted_with("Hello ((name))", false);
    const unsubscribe::Links links{"https://api.example/one-click", "https://api.example/page"};
    const auto none = make_email(accepted, {"Herald", "mail.example"});
    EXPECT_EQ(none.text.find("Unsubscribe"), std::string::npos);
    EXPECT_FALSE(none.unsubscribe_url);
    const auto email = make_email(accepted, {"Herald", "mail.example"}, links);
    EXPECT_EQ(email.unsubscribe_url, "https://api.example/one-click");
    for (const std::string& part : {email.text, email.html}) {
        EXPECT_NE(part.find("Unsubscribe from these emails"), std::string::npos);
        EXPECT_NE(part.find("https://api.example/page"), std::string::npos);
        EXPECT_EQ(part.find("https://api.example/one-click"), std::string::npos);
    }
    accepted.message.unsubscribe_link = "https://example.com/out";
    EXPECT_EQ(make_email(accepted, {"Herald", "mail.example"}, links).unsubscribe_url, "https://example.com/out");
}

}  // namespace
}  // namespace herald::delivery
