#include <gtest/gtest.h>

#include "http/client.h"
#include "loopback.h"
#include "raw_peer.h"

namespace herald::http {
namespace {

using namespace std::chrono_literals;
using testing::LoopThread;
using testing::RawConnection;
using testing::RawPeer;

/// A mail server by script: answers each command by its first four letters, and the content by "end ".
using Replies = std::map<std::string, std::string>;

void serve_mail(RawConnection& connection, const Replies& replies, std::string& transcript) {
    connection.send("220 test\r\n");
    while (true) {
        const std::string line = connection.read_to("\r\n");
        if (line.empty()) return;
        transcript += line;
        auto found = replies.find(line.substr(0, 4));
        if (found == replies.end()) {
            connection.send("502 unknown\r\n");
            continue;
        }
        if (found->second.empty()) return;
        connection.send(found->second);
        if (line == "DATA\r\n" && found->second.starts_with("354")) {
            transcript += connection.read_to("\r\n.\r\n");
            const std::string& verdict = replies.at("end ");
            if (verdict.empty()) return;
            connection.send(verdict);
        }
    }
}

class MailTest : public ::testing::Test {
protected:
    MailTest() : client(std::make_unique<Client>(thread.loop, metrics, Client::Options{})) {}
    ~MailTest() override {
        thread.on_loop([this] { client.reset(); });
        thread.on_loop([] {});
    }

    Client::MailResponse submit(const Replies& changed, bool require_tls = false) {
        Replies replies = {{"EHLO", "250 test\r\n"}, {"MAIL", "250 ok\r\n"},  {"RCPT", "250 ok\r\n"},
                           {"DATA", "354 go\r\n"},   {"QUIT", "221 bye\r\n"}, {"end ", "250 queued as 7\r\n"}};
        for (const auto& [command, reply] : changed) replies[command] = reply;
        transcript.clear();
        Client::MailResponse response;
        {
            RawPeer peer([&](RawPeer& self) {
                RawConnection connection = self.accept();
                serve_mail(connection, replies, transcript);
            });
            Client::Mail mail;
            mail.url = peer.url("smtp").substr(0, peer.url("smtp").find("/path"));
            mail.user = "user";
            mail.password = "password";
            mail.require_tls = require_tls;
            mail.from = "from@example.com";
            mail.to = "to@example.com";
            mail.content = "Subject: s\r\n\r\nline\r\n.dot\r\n";
            mail.timeout = 5s;
            response = thread.await<Client::MailResponse>([&] { return client->submit_mail(mail); });
        }
        return response;
    }

    LoopThread thread;
    Metrics metrics;
    std::unique_ptr<Client> client;
    std::string transcript;
};

TEST_F(MailTest, HandsAMessageOver) {
    const Client::MailResponse response = submit({});
    EXPECT_EQ(response.outcome, ClientOutcome::answered);
    EXPECT_EQ(response.code, 250);
    EXPECT_EQ(response.reply, "250 queued as 7");
    EXPECT_NE(transcript.find("MAIL FROM:<from@example.com>"), std::string::npos) << transcript;
    EXPECT_NE(transcript.find("RCPT TO:<to@example.com>"), std::string::npos) << transcript;
    EXPECT_NE(transcript.find("Subject: s\r\n\r\nline\r\n..dot\r\n.\r\n"), std::string::npos) << transcript;
}

TEST_F(MailTest, ReturnsTheServersRefusals) {
    Client::MailResponse response = submit({{"RCPT", "550 5.1.1 no such user\r\n"}});
    EXPECT_EQ(response.outcome, ClientOutcome::answered);
    EXPECT_EQ(response.code, 550);
    EXPECT_EQ(response.reply, "550 5.1.1 no such user");
    response = submit({{"MAIL", "451 later\r\n"}});
    EXPECT_EQ(response.outcome, ClientOutcome::answered);
    EXPECT_EQ(response.code, 451);
    response = submit({{"end ", "554 spam\r\n"}});
    EXPECT_EQ(response.outcome, ClientOutcome::answered);
    EXPECT_EQ(response.code, 554);
}

TEST_F(MailTest, SaysWhetherTheMessageMayHaveBeenTaken) {
    EXPECT_EQ(submit({{"MAIL", ""}}).outcome, ClientOutcome::refused);
    EXPECT_EQ(submit({{"end ", ""}}).outcome, ClientOutcome::broken);
}

TEST_F(MailTest, NeverSendsCredentialsInTheClear) {
    const Replies offers_login = {{"EHLO", "250-test\r\n250 AUTH PLAIN LOGIN\r\n"}, {"AUTH", "235 in\r\n"}};
    EXPECT_EQ(submit(offers_login, true).outcome, ClientOutcome::refused);
    EXPECT_EQ(transcript.find("AUTH"), std::string::npos) << transcript;
    EXPECT_EQ(transcript.find("MAIL"), std::string::npos) << transcript;
    EXPECT_EQ(submit(offers_login, false).outcome, ClientOutcome::answered);
    EXPECT_EQ(transcript.find("AUTH"), std::string::npos) << transcript;
}

}  // namespace
}  // namespace herald::http
