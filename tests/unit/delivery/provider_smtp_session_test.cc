#include <gtest/gtest.h>

#include "delivery/providers/smtp.h"
#include "provider_messages.h"
#include "provider_mime_reader.h"
#include "provider_smtp_peer.h"
#include "support/test_loop.h"

namespace herald::delivery {
namespace {

using Outcome = SendResult::Outcome;
using notifications::Status;

SendResult send(const SmtpPeer& peer, const OutgoingEmail& message,
                std::optional<Status> status_on_acceptance = Status::delivered) {
    test::TestLoop loop;
    Metrics metrics;
    const VirtualClock clock(Timestamp::parse_iso("2026-02-03T10:15:02Z").value());
    http::Client client(loop, metrics, {});
    SmtpSettings settings;
    settings.url = peer.url();
    settings.require_tls = false;
    settings.timeout = std::chrono::milliseconds(500);
    settings.status_on_acceptance = status_on_acceptance;
    SmtpProvider provider(client, clock, settings);
    return loop.run(provider.send(message));
}

TEST(SmtpSession, HandsOverTheMessage) {
    SmtpPeer peer{std::map<std::string, std::string>()};
    OutgoingEmail message = email();
    message.text = "Hello\n.\n.dot\nend";
    const SendResult result = send(peer, message);
    EXPECT_EQ(result.outcome, Outcome::accepted) << result.error;
    EXPECT_EQ(result.reference, "5b1c0e7a-3f7e-4a51-9c7e-0d6f7b8a9c01@mail.example");
    EXPECT_EQ(result.status_on_acceptance, Status::delivered);
    peer.finish();
    EXPECT_NE(peer.commands.find("MAIL FROM:<borough@mail.example>"), std::string::npos) << peer.commands;
    EXPECT_NE(peer.commands.find("RCPT TO:<user@xn--bcher-kva.example>"), std::string::npos) << peer.commands;
    std::string undotted;
    for (const std::string& line : lines_of(peer.message))
        undotted += (line.starts_with('.') ? line.substr(1) : line) + "\r\n";
    EXPECT_EQ(parts_of(read_mail(undotted)), (std::vector<std::string>{"Hello\r\n.\r\n.dot\r\nend", "<p>Hello</p>"}));
}

TEST(SmtpSession, MayLeaveTheStatusOpen) {
    const SmtpPeer peer{std::map<std::string, std::string>()};
    EXPECT_FALSE(send(peer, email(), std::nullopt).status_on_acceptance);
}

struct SessionCase {
    std::string verb, reply;
    Outcome outcome;
    std::string error;
};

class SmtpRefusal : public testing::TestWithParam<SessionCase> {};

INSTANTIATE_TEST_SUITE_P(
    Stages, SmtpRefusal,
    testing::Values(SessionCase{"connect", "554 5.3.2 go away", Outcome::rejected, "smtp 554 5.3.2"},
                    SessionCase{"connect", "421 4.3.2 busy", Outcome::retryable, "smtp 421 4.3.2"},
                    SessionCase{"connect", "hang up", Outcome::retryable, "refused"},
                    SessionCase{"MAIL", "530 5.7.0 authenticate first", Outcome::retryable,
                                "configuration: smtp 530 5.7.0"},
                    SessionCase{"MAIL", "451 4.7.1 slow down", Outcome::throttled, "smtp 451 4.7.1"},
                    SessionCase{"RCPT", "550 5.1.1 unknown", Outcome::undeliverable, "smtp 550 5.1.1"},
                    SessionCase{"RCPT", "450 4.2.1 busy", Outcome::retryable, "smtp 450 4.2.1"},
                    SessionCase{"RCPT", "hang up", Outcome::retryable, "refused"},
                    SessionCase{"DATA", "554 5.7.1 policy", Outcome::rejected, "smtp 554 5.7.1"},
                    SessionCase{".", "552 5.3.4 too big", Outcome::rejected, "smtp 552 5.3.4"},
                    SessionCase{".", "452 4.3.1 disk full", Outcome::retryable, "smtp 452 4.3.1"},
                    SessionCase{"connect", "silence", Outcome::retryable, "timed_out_unsent"},
                    SessionCase{"connect", "\x01garbage", Outcome::retryable, "timed_out_unsent"},
                    SessionCase{"RCPT", "silence", Outcome::retryable, "timed_out_unsent"},
                    SessionCase{"RCPT", "\x01garbage", Outcome::retryable, "timed_out_unsent"},
                    SessionCase{".", "hang up", Outcome::unknown, "broken"},
                    SessionCase{".", "silence", Outcome::unknown, "timed_out"},
                    SessionCase{".", "\x01garbage", Outcome::unknown, "timed_out"}));

TEST_P(SmtpRefusal, IsClassifiedByTheRealClient) {
    const std::map<std::string, std::string> replies{{GetParam().verb, GetParam().reply}};
    const SmtpPeer peer(replies);
    const SendResult result = send(peer, email());
    EXPECT_EQ(result.outcome, GetParam().outcome) << to_text(result.outcome);
    EXPECT_EQ(result.error, GetParam().error);
}

}  // namespace
}  // namespace herald::delivery
