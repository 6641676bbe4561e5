#include "delivery/providers/smtp.h"

#include <gtest/gtest.h>

#include "provider_messages.h"
#include "provider_mime_reader.h"

namespace herald::delivery {
namespace {

using Outcome = SendResult::Outcome;
using http::ClientOutcome;
using notifications::Status;

const Timestamp now = Timestamp::parse_iso("2026-02-03T10:15:02Z").value();

http::Client::Mail mail_for(const OutgoingEmail& message, const SmtpSettings& settings = {}) {
    return SmtpProvider::mail_for(message, settings, now);
}

TEST(SmtpMail, HasItsEnvelopeAndContent) {
    SmtpSettings settings;
    settings.url = "smtp://mail.example:587";
    settings.user = "u";
    settings.password = "p";
    settings.ca_file = "/ca.pem";
    const http::Client::Mail mail = mail_for(email(), settings);
    EXPECT_EQ(mail.url, "smtp://mail.example:587");
    EXPECT_EQ(mail.user, "u");
    EXPECT_EQ(mail.password, "p");
    EXPECT_EQ(mail.ca_file, "/ca.pem");
    EXPECT_TRUE(mail.require_tls);
    EXPECT_EQ(mail.from, "borough@mail.example");
    EXPECT_EQ(mail.to, "user@xn--bcher-kva.example");
    const ReadMail read = read_mail(mail.content);
    EXPECT_EQ(read.one("Message-ID"), "<5b1c0e7a-3f7e-4a51-9c7e-0d6f7b8a9c01@mail.example>");
    EXPECT_EQ(read.one("From"), "\"Borough \\\"B\\\"\" <borough@mail.example>");
    EXPECT_EQ(read.one("To"), "user@xn--bcher-kva.example");
    EXPECT_EQ(decode_header(read.one("Subject")), "Grüße");
    EXPECT_EQ(parts_of(read), (std::vector<std::string>{"Hello", "<p>Hello</p>"}));
}

TEST(SmtpMail, UsesTheConfiguredAddresses) {
    SmtpSettings settings;
    settings.from_address = "notify@house.example";
    settings.message_id_domain = "id.example";
    http::Client::Mail mail = mail_for(email(), settings);
    EXPECT_EQ(mail.from, "notify@house.example");
    EXPECT_EQ(read_mail(mail.content).one("From"), "\"Borough \\\"B\\\"\" <notify@house.example>");
    EXPECT_EQ(read_mail(mail.content).one("Message-ID"), "<5b1c0e7a-3f7e-4a51-9c7e-0d6f7b8a9c01@id.example>");
    settings.envelope_from = "bounces@house.example";
    EXPECT_EQ(mail_for(email(), settings).from, "bounces@house.example");
}

TEST(SmtpMail, LetsNoAddressMakeACommand) {
    OutgoingEmail message = email();
    message.recipient = "a@x.example>\r\nRCPT TO:<b@x.example";
    EXPECT_EQ(mail_for(message).to, "a@x.exampleRCPTTO:b@x.example");
}

struct ReplyCase {
    ClientOutcome outcome;
    int code;
    std::string reply;
    Outcome expected;
    std::string error;
    Status when_undeliverable = Status::permanent_failure;
};

class SmtpReply : public testing::TestWithParam<ReplyCase> {};

constexpr ClientOutcome answered = ClientOutcome::answered;

// The table of contract providers §19.3.
INSTANTIATE_TEST_SUITE_P(
    Table, SmtpReply,
    testing::Values(
        ReplyCase{answered, 250, "2.0.0 queued as 4F1", Outcome::accepted, ""},
        ReplyCase{answered, 421, "4.3.2 shutting down", Outcome::retryable, "smtp 421 4.3.2"},
        ReplyCase{answered, 421, "4.7.0 too fast", Outcome::throttled, "smtp 421 4.7.0"},
        ReplyCase{answered, 450, "4.2.1 mailbox busy", Outcome::retryable, "smtp 450 4.2.1"},
        ReplyCase{answered, 451, "4.7.1 greylisted", Outcome::throttled, "smtp 451 4.7.1"},
        ReplyCase{answered, 450, "Too many messages, slow down", Outcome::throttled, "smtp 450"},
        ReplyCase{answered, 451, "rate limit exceeded for user@x.example", Outcome::throttled, "smtp 451"},
        ReplyCase{answered, 452, "4.2.2 mailbox full", Outcome::retryable, "smtp 452 4.2.2"},
        ReplyCase{answered, 454, "TLS not available", Outcome::retryable, "smtp 454"},
        ReplyCase{answered, 530, "5.7.0 authenticate first", Outcome::retryable, "configuration: smtp 530 5.7.0"},
        ReplyCase{answered, 534, "5.7.9 mechanism too weak", Outcome::retryable, "configuration: smtp 534 5.7.9"},
        ReplyCase{answered, 535, "5.7.8 bad credentials", Outcome::retryable, "configuration: smtp 535 5.7.8"},
        ReplyCase{answered, 538, "encryption required", Outcome::retryable, "configuration: smtp 538"},
        ReplyCase{answered, 550, "5.1.1 <user@x.example> unknown", Outcome::undeliverable, "smtp 550 5.1.1"},
        ReplyCase{answered, 550, "550 5.1.1 unknown", Outcome::undeliverable, "smtp 550 5.1.1"},
        ReplyCase{answered, 550, "550-5.1.2 bad domain", Outcome::undeliverable, "smtp 550 5.1.2"},
        ReplyCase{answered, 553, "5.1.3 bad address", Outcome::undeliverable, "smtp 553 5.1.3"},
        ReplyCase{answered, 551, "5.1.6 moved", Outcome::undeliverable, "smtp 551 5.1.6"},
        ReplyCase{answered, 550, "5.1.10 null mx", Outcome::undeliverable, "smtp 550 5.1.10"},
        ReplyCase{answered, 554, "5.1.1 unknown", Outcome::rejected, "smtp 554 5.1.1"},
        ReplyCase{answered, 550, "5.1.8 bad sender", Outcome::rejected, "smtp 550 5.1.8"},
        ReplyCase{answered, 550, "5.2.1 disabled", Outcome::undeliverable, "smtp 550 5.2.1"},
        ReplyCase{answered, 554, "5.2.1 disabled", Outcome::undeliverable, "smtp 554 5.2.1"},
        ReplyCase{answered, 552, "5.2.2 full", Outcome::undeliverable, "smtp 552 5.2.2", Status::temporary_failure},
        ReplyCase{answered, 552, "5.3.4 too big", Outcome::rejected, "smtp 552 5.3.4"},
        ReplyCase{answered, 552, "too big", Outcome::rejected, "smtp 552"},
        ReplyCase{answered, 554, "5.6.0 bad content", Outcome::rejected, "smtp 554 5.6.0"},
        ReplyCase{answered, 550, "5.7.1 policy", Outcome::rejected, "smtp 550 5.7.1"},
        ReplyCase{answered, 550, "no such user here", Outcome::rejected, "smtp 550"},
        ReplyCase{answered, 500, "what", Outcome::rejected, "smtp 500"},
        ReplyCase{answered, 354, "go on", Outcome::retryable, "smtp 354"},
        ReplyCase{answered, 0, "", Outcome::retryable, "smtp 0"},
        ReplyCase{ClientOutcome::refused, 0, "", Outcome::retryable, "refused"},
        ReplyCase{ClientOutcome::timed_out_unsent, 0, "", Outcome::retryable, "timed_out_unsent"},
        ReplyCase{ClientOutcome::timed_out, 354, "", Outcome::unknown, "timed_out"},
        ReplyCase{ClientOutcome::broken, 354, "", Outcome::unknown, "broken"}));

TEST_P(SmtpReply, IsClassified) {
    http::Client::MailResponse response;
    response.outcome = GetParam().outcome;
    response.code = GetParam().code;
    response.reply = GetParam().reply;
    const SendResult result = SmtpProvider::classify(response);
    EXPECT_EQ(result.outcome, GetParam().expected) << to_text(result.outcome);
    EXPECT_EQ(result.error, GetParam().error);
    EXPECT_EQ(result.status_when_undeliverable, GetParam().when_undeliverable);
}

}  // namespace
}  // namespace herald::delivery
