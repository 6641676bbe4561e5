#include "delivery/providers/ses.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "provider_messages.h"

namespace herald::delivery {
namespace {

using Outcome = SendResult::Outcome;
using http::ClientOutcome;

const Timestamp now = Timestamp::parse_iso("2026-02-03T10:15:02Z").value();

http::ClientRequest request_for(const OutgoingEmail& mail, SesSettings settings = {}) {
    settings.access_key_id = "AKIDEXAMPLE";
    settings.secret_access_key = "secret";
    return SesProvider::request_for(mail, settings, now);
}

constexpr std::string_view start =
    R"({"FromEmailAddress":"\"Borough \\\"B\\\"\" <borough@mail.example>",)"
    R"("Destination":{"ToAddresses":["user@xn--bcher-kva.example"],"CcAddresses":[],"BccAddresses":[]},)";
constexpr std::string_view content =
    R"("Content":{"Simple":{"Subject":{"Data":"Grüße"},"Body":{"Text":{"Data":"Hello"},"Html":{"Data":"<p>Hello</p>"}},)";
constexpr std::string_view id_header =
    R"({"Name":"X-Herald-Notification-Id","Value":"5b1c0e7a-3f7e-4a51-9c7e-0d6f7b8a9c01"})";
constexpr std::string_view tags =
    R"("EmailTags":[{"Name":"notification_id","Value":"5b1c0e7a-3f7e-4a51-9c7e-0d6f7b8a9c01"}])";

TEST(SesRequest, IsTheJsonOfTheContract) {
    const http::ClientRequest request = request_for(email());
    EXPECT_EQ(request.method, http::Method::post);
    EXPECT_EQ(request.url, "https://email.eu-west-1.amazonaws.com/v2/email/outbound-emails");
    EXPECT_EQ(request.timeout, std::chrono::seconds(60));
    EXPECT_EQ(request.body, std::string(start) + R"("ReplyToAddresses":[],)" + std::string(content) + R"("Headers":[)" +
                                std::string(id_header) + "]}}," + std::string(tags) + "}");
}

TEST(SesRequest, CarriesReplyToAndUnsubscribeHeaders) {
    OutgoingEmail mail = email();
    mail.reply_to = "team@dept.example";
    mail.unsubscribe_url = "https://api.example/unsubscribe/1/t";
    SesSettings settings;
    settings.configuration_set = "events";
    EXPECT_EQ(request_for(mail, settings).body,
              std::string(start) + R"("ReplyToAddresses":["team@dept.example"],)" + std::string(content) +
                  R"("Headers":[{"Name":"List-Unsubscribe","Value":"<https://api.example/unsubscribe/1/t>"},)" +
                  R"({"Name":"List-Unsubscribe-Post","Value":"List-Unsubscribe=One-Click"},)" + std::string(id_header) +
                  "]}}," + std::string(tags) + R"(,"ConfigurationSetName":"events"})");
}

TEST(SesRequest, IsSignedForItsRegionAndHost) {
    SesSettings settings;
    settings.region = "eu-west-2";
    settings.session_token = "temporary";
    const http::ClientRequest request = request_for(email(), settings);
    const std::string authorization = header_of(request, "authorization");
    EXPECT_TRUE(
        authorization.starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260203/eu-west-2/ses/aws4_request, "))
        << authorization;
    EXPECT_NE(authorization.find("host"), std::string::npos);
    EXPECT_EQ(header_of(request, "x-amz-date"), "20260203T101502Z");
    EXPECT_EQ(header_of(request, "x-amz-security-token"), "temporary");
    EXPECT_EQ(request.url, "https://email.eu-west-2.amazonaws.com/v2/email/outbound-emails");
}

TEST(SesRequest, GoesToAnotherEndpointWhenToldSo) {
    SesSettings settings;
    settings.endpoint = "http://127.0.0.1:6300/";
    EXPECT_EQ(request_for(email(), settings).url, "http://127.0.0.1:6300/v2/email/outbound-emails");
}

TEST(SesRequest, LetsNoNameMakeAHeader) {
    OutgoingEmail mail = email();
    mail.from_name = "A\r\nBcc: victim@x.example";
    const http::ClientRequest request = request_for(mail);
    const std::optional<JsonDocument> body = JsonDocument::parse(request.body);
    ASSERT_TRUE(body);
    EXPECT_EQ((*body)["FromEmailAddress"].text(), "\"A  Bcc: victim@x.example\" <borough@mail.example>");
}

struct AnswerCase {
    http::ClientResponse response;
    Outcome outcome;
    std::string error;
};

http::ClientResponse error(int status, std::string name) {
    return answer(status, R"({"message":"a user@x.example"})", {{"x-amzn-ErrorType", std::move(name)}});
}

class SesAnswer : public testing::TestWithParam<AnswerCase> {};

INSTANTIATE_TEST_SUITE_P(
    Table, SesAnswer,
    testing::Values(
        AnswerCase{error(429, "TooManyRequestsException"), Outcome::throttled, "http 429 TooManyRequestsException"},
        AnswerCase{error(400, "BadRequestException"), Outcome::rejected, "http 400 BadRequestException"},
        AnswerCase{error(400, "MessageRejected"), Outcome::rejected, "http 400 MessageRejected"},
        AnswerCase{error(400, "MessageRejected:http://internal.amazon.com/coral/"), Outcome::rejected,
                   "http 400 MessageRejected"},
        AnswerCase{error(400, "MailFromDomainNotVerifiedException"), Outcome::retryable,
                   "http 400 MailFromDomainNotVerifiedException"},
        AnswerCase{error(400, "SendingPausedException"), Outcome::retryable, "http 400 SendingPausedException"},
        AnswerCase{error(400, "AccountSuspendedException"), Outcome::retryable, "http 400 AccountSuspendedException"},
        AnswerCase{error(400, "LimitExceededException"), Outcome::retryable, "http 400 LimitExceededException"},
        AnswerCase{error(404, "NotFoundException"), Outcome::retryable, "http 404 NotFoundException"},
        AnswerCase{error(403, "SignatureDoesNotMatch"), Outcome::retryable, "http 403 SignatureDoesNotMatch"},
        AnswerCase{error(400, "<user@x.example>"), Outcome::retryable, "http 400 "},
        AnswerCase{answer(400, R"({"__type":"com.amazonaws.sesv2#MessageRejected","message":"no"})"), Outcome::rejected,
                   "http 400 MessageRejected"},
        AnswerCase{answer(400, R"({"code":"BadRequestException"})"), Outcome::rejected, "http 400 BadRequestException"},
        AnswerCase{answer(400, "garbage"), Outcome::retryable, "http 400 "},
        AnswerCase{answer(429, ""), Outcome::throttled, "http 429 "},
        AnswerCase{answer(500, ""), Outcome::retryable, "http 500 "},
        AnswerCase{answer(503, "{}"), Outcome::retryable, "http 503 "},
        AnswerCase{answer(200, "{}"), Outcome::unknown, "answer has no message id"},
        AnswerCase{answer(200, "garbage"), Outcome::unknown, "answer has no message id"},
        AnswerCase{silence(ClientOutcome::refused), Outcome::retryable, "refused"},
        AnswerCase{silence(ClientOutcome::timed_out_unsent), Outcome::retryable, "timed_out_unsent"},
        AnswerCase{silence(ClientOutcome::timed_out), Outcome::unknown, "timed_out"},
        AnswerCase{silence(ClientOutcome::broken), Outcome::unknown, "broken"}));

TEST_P(SesAnswer, IsClassified) {
    const SendResult result = SesProvider::classify(GetParam().response);
    EXPECT_EQ(result.outcome, GetParam().outcome) << to_text(result.outcome);
    EXPECT_EQ(result.error, GetParam().error);
}

TEST(SesAnswer, GivesTheReference) {
    const SendResult result = SesProvider::classify(answer(200, R"({"MessageId":"0102019c-000000"})"));
    EXPECT_EQ(result.outcome, Outcome::accepted);
    EXPECT_EQ(result.reference, "0102019c-000000");
    EXPECT_FALSE(result.status_on_acceptance);
}

}  // namespace
}  // namespace herald::delivery
