#include "mail/lmtp_session.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace herald::mail {
namespace {

class Lmtp : public testing::Test {
protected:
    LmtpSession session{"bounces.example", [](std::string_view recipient) { return recipient.starts_with("bounce"); },
                        LmtpSession::Limits{100, 2, 1000}};
    std::vector<ReceivedMail> mails;
    bool ended = false;

    /// What is said to these lines.
    std::string say(const std::string& bytes) {
        session.feed(bytes);
        std::string replies;
        while (auto step = session.next()) {
            replies += step->reply;
            ended = ended || step->ends;
            if (ended) break;
            if (!step->mail) continue;
            replies += LmtpSession::answer(*step->mail, true);
            mails.push_back(std::move(*step->mail));
        }
        return replies;
    }
    void greet() { say("LHLO mx.example\r\n"); }
};

TEST_F(Lmtp, TakesAMailForEachRecipient) {
    EXPECT_EQ(session.greeting(), "220 bounces.example LMTP\r\n");
    EXPECT_TRUE(say("LHLO mx.example\r\n").starts_with("250-bounces.example\r\n"));
    EXPECT_EQ(say("MAIL FROM:<> BODY=8BITMIME\r\n"), "250 2.1.0 ok\r\n");
    EXPECT_EQ(say("RCPT TO:<bounce+1@x>\r\nrcpt to: <bounce+2@x>\r\n"), "250 2.1.5 ok\r\n250 2.1.5 ok\r\n");
    EXPECT_EQ(say("DATA\r\n"), "354 go on\r\n");
    EXPECT_EQ(say("Subject: x\r\n\r\n..dot\r\n.\r\n"), "250 2.0.0 taken\r\n250 2.0.0 taken\r\n");
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0].sender, "");
    EXPECT_EQ(mails[0].recipients, (std::vector<std::string>{"bounce+1@x", "bounce+2@x"}));
    EXPECT_EQ(mails[0].content, "Subject: x\r\n\r\n.dot\r\n");
    EXPECT_EQ(say("MAIL FROM:<a@b>\r\nQUIT\r\n"), "250 2.1.0 ok\r\n221 2.0.0 bye\r\n");
    EXPECT_TRUE(ended);
}

TEST_F(Lmtp, RefusesWhatIsOutOfOrderOrNotWanted) {
    EXPECT_EQ(say("MAIL FROM:<>\r\n"), "503 5.5.1 LHLO first\r\n");
    EXPECT_EQ(say("EHLO x\r\n"), "500 5.5.1 this is LMTP: LHLO\r\n");
    greet();
    EXPECT_EQ(say("RCPT TO:<bounce>\r\n"), "503 5.5.1 MAIL first\r\n");
    EXPECT_EQ(say("DATA\r\n"), "503 5.5.1 no recipient\r\n");
    EXPECT_EQ(say("MAIL nobody\r\n"), "501 5.5.4 MAIL FROM:<address>\r\n");
    say("MAIL FROM:<>\r\n");
    EXPECT_EQ(say("MAIL FROM:<>\r\n"), "503 5.5.1 MAIL was given\r\n");
    EXPECT_EQ(say("RCPT TO:<me@x>\r\n"), "550 5.1.1 no such address\r\n");
    EXPECT_EQ(say("DATA\r\n"), "503 5.5.1 no recipient\r\n");
    EXPECT_EQ(say("FLY\r\n"), "500 5.5.1 unknown command\r\n");
    EXPECT_EQ(say("RSET\r\nRCPT TO:<bounce>\r\n"), "250 2.0.0 ok\r\n503 5.5.1 MAIL first\r\n");
}

TEST_F(Lmtp, KeepsItsBounds) {
    greet();
    say("MAIL FROM:<>\r\nRCPT TO:<bounce1>\r\nRCPT TO:<bounce2>\r\n");
    EXPECT_EQ(say("RCPT TO:<bounce3>\r\n"), "452 4.5.3 too many recipients\r\n");
    EXPECT_EQ(say("DATA\r\n" + std::string(999, 'x') + "\r\n" + "and more\r\n.\r\n"),
              "354 go on\r\n552 5.3.4 too large\r\n552 5.3.4 too large\r\n");
    EXPECT_TRUE(mails.empty());
    EXPECT_EQ(say("NOOP\r\n"), "250 2.0.0 ok\r\n");
    EXPECT_EQ(say(std::string(200, 'x')), "500 5.5.2 line too long\r\n");
    EXPECT_TRUE(ended);
}

TEST_F(Lmtp, SaysWhenItCouldNotTakeAMail) {
    EXPECT_EQ(LmtpSession::answer({"", {"a", "b"}, ""}, false), "451 4.3.0 not now\r\n451 4.3.0 not now\r\n");
}

RC_GTEST_FIXTURE_PROP(Lmtp, ReadsInPiecesOfAnySize, ()) {
    std::string wire = "LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<bounce>\r\nDATA\r\nA: b\r\n\r\n.\r\n..\r\n.\r\n";
    wire.replace(wire.find("\r\n.\r\n..\r\n.\r\n"), 11, "\r\n...\r\nend\r\n.\r\n");
    while (!wire.empty()) {
        const auto piece = *rc::gen::inRange<std::size_t>(1, 9);
        say(wire.substr(0, piece));
        wire.erase(0, piece);
    }
    RC_ASSERT(mails.size() == 1U);
    RC_ASSERT(mails[0].content == "A: b\r\n\r\n..\r\nend\r\n");
}

}  // namespace
}  // namespace herald::mail
