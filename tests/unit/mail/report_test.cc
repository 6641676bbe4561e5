#include "mail/report.h"

#include <gtest/gtest.h>

namespace herald::mail {
namespace {

using Result = DeliveryReport::Result;

std::string crlf(std::string text) {
    std::string out;
    for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return out;
}

std::string bounce(const std::string& groups) {
    return "From: MAILER-DAEMON@mx.example\n"
           "Content-Type: multipart/report; report-type=delivery-status;\n boundary=\"=_b\"\n"
           "\n"
           "Action: delivered\n"
           "--=_b\nContent-Type: text/plain\n\nIt failed.\nAction: delivered\n"
           "--=_b\nContent-Type: message/delivery-status\n\n" +
           groups + "--=_b\nContent-Type: message/rfc822\n\nSubject: x\n\nAction: delivered\n--=_b--\n";
}

struct Case {
    const char* action;
    const char* status;
    std::optional<Result> result;
};
// Contract providers §19.4.
TEST(DeliveryReports, AreJudgedByActionAndStatus) {
    const Case table[] = {{"delivered", "2.0.0", Result::delivered},
                          {"relayed", "2.0.0", Result::delivered},
                          {"expanded", "2.1.5", Result::delivered},
                          {"delayed", "4.4.1", Result::delayed},
                          {"failed", "5.1.1", Result::permanent_failure},
                          {"Failed", "5.2.1 (disabled)", Result::permanent_failure},
                          {"failed", "5.7.1", Result::permanent_failure},
                          {"failed", "5.2.2", Result::temporary_failure},
                          {"failed", "5.4.7", Result::temporary_failure},
                          {"failed", "4.4.7", Result::temporary_failure},
                          {"failed", "4.2.2", Result::temporary_failure},
                          {"failed", "nonsense", Result::permanent_failure},
                          {"failed", "", Result::permanent_failure},
                          {"exploded", "5.1.1", std::nullopt},
                          {"", "", std::nullopt}};
    for (const Case& one : table) {
        const auto judged = judge(one.action, one.status);
        ASSERT_EQ(judged.has_value(), one.result.has_value()) << one.action << " " << one.status;
        if (!judged) continue;
        EXPECT_EQ(judged->result, *one.result) << one.action << " " << one.status;
    }
}

TEST(DeliveryReports, AreReadFromTheirPartAlone) {
    const std::string groups =
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@b.example\naction: failed\nSTATUS:\n 5.1.1\n\n";
    for (const std::string& text : {bounce(groups), crlf(bounce(groups))}) {
        const Report report = read_report(text);
        ASSERT_TRUE(report.delivery);
        EXPECT_EQ(report.delivery->result, Result::permanent_failure);
        EXPECT_EQ(report.delivery->status, "5.1.1");
        EXPECT_FALSE(report.complaint);
    }
}

TEST(DeliveryReports, OfSeveralRecipientsTellTheWorst) {
    const Report report =
        read_report(bounce("Reporting-MTA: dns; x\n\nAction: delivered\nStatus: 2.0.0\n\n"
                           "Action: failed\nStatus: 4.4.7\n\nAction: delayed\nStatus: 4.0.0\n"));
    ASSERT_TRUE(report.delivery);
    EXPECT_EQ(report.delivery->result, Result::temporary_failure);
}

TEST(Complaints, TellTheirKindAndTheTokenOfTheMessage) {
    const Report report =
        read_report(crlf("Message-ID: <r1@fbl.example>\n"
                         "Content-Type: multipart/report; boundary=b; report-type=feedback-report\n\n"
                         "--b\n\nSomebody complains.\n"
                         "--b\nContent-Type: message/feedback-report\n\n"
                         "Feedback-Type: Abuse\nUser-Agent: x\nVersion: 1\n\n"
                         "--b\nContent-Type: message/rfc822\n\n"
                         "From: a@b\nx-herald-TOKEN: token-1\n\nHello\n--b--\n"));
    ASSERT_TRUE(report.complaint);
    EXPECT_EQ(report.complaint->type, "abuse");
    EXPECT_EQ(report.complaint->report_id, "<r1@fbl.example>");
    EXPECT_EQ(report.complaint->token, "token-1");
    EXPECT_FALSE(report.delivery);
}

TEST(OtherMail, IsNoReport) {
    for (const std::string& text : {std::string(), std::string("\r\n\r\n"),
                                    std::string("Subject: Out of office\n\nAction: failed\nStatus: 5.1.1\n"),
                                    std::string("Content-Type: multipart/report\n\n--\n"),
                                    std::string("Content-Type: multipart/mixed; boundary=b\n\n--b")}) {
        const Report report = read_report(text);
        EXPECT_FALSE(report.delivery) << text;
        EXPECT_FALSE(report.complaint) << text;
    }
}

}  // namespace
}  // namespace herald::mail
