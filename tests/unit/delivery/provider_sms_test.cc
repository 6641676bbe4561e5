#include <gtest/gtest.h>

#include "delivery/providers/exchange.h"
#include "delivery/providers/firetext.h"
#include "delivery/providers/mmg.h"
#include "provider_messages.h"

namespace herald::delivery {
namespace {

using Outcome = SendResult::Outcome;
using http::ClientOutcome;

TEST(MmgRequest, IsTheJsonOfTheContract) {
    MmgSettings settings;
    settings.api_key = "a2V5OnNlY3JldA==";
    const http::ClientRequest request = MmgProvider::request_for(text_message(), settings);
    EXPECT_EQ(request.method, http::Method::post);
    EXPECT_EQ(request.url, "https://api.mmg.co.uk/jsonv2a/api.php");
    EXPECT_EQ(request.timeout, std::chrono::seconds(10));
    EXPECT_EQ(header_of(request, "Content-Type"), "application/json");
    EXPECT_EQ(header_of(request, "Authorization"), "Basic a2V5OnNlY3JldA==");
    EXPECT_EQ(request.body, R"({"reqType":"BULK","MSISDN":"447700900123","msg":"Borough: bins & \"bags\" £5\n+1",)"
                            R"("sender":"Council","cid":"5b1c0e7a-3f7e-4a51-9c7e-0d6f7b8a9c01","multi":true})");
}

TEST(MmgRequest, NamesTheReceiptUrlWhenThereIsOne) {
    MmgSettings settings;
    settings.receipt_url = "https://user:pass@api.example/notifications/sms/mmg";
    const std::string body = MmgProvider::request_for(text_message(), settings).body;
    EXPECT_TRUE(body.ends_with(R"("multi":true,"delurl":"https://user:pass@api.example/notifications/sms/mmg"})"))
        << body;
}

TEST(FiretextRequest, IsTheFormOfTheContract) {
    FiretextSettings settings;
    settings.api_key = "home";
    settings.international_api_key = "abroad";
    OutgoingSms sms = text_message();
    sms.recipient = "+447700900123";
    const http::ClientRequest request = FiretextProvider::request_for(sms, settings);
    EXPECT_EQ(request.url, "https://www.firetext.co.uk/api/sendsms/json");
    EXPECT_EQ(header_of(request, "Content-Type"), "application/x-www-form-urlencoded");
    const http::Pairs expected{{"apiKey", "home"},
                               {"from", "Council"},
                               {"to", "447700900123"},
                               {"message", sms.content},
                               {"reference", "5b1c0e7a-3f7e-4a51-9c7e-0d6f7b8a9c01"}};
    EXPECT_EQ(http::parse_form(request.body), expected);
}

TEST(FiretextRequest, HasTheKeyForAbroadAndTheReceiptUrl) {
    FiretextSettings settings;
    settings.api_key = "home";
    settings.international_api_key = "abroad";
    settings.receipt_url = "https://user:pass@api.example/notifications/sms/firetext";
    OutgoingSms sms = text_message();
    sms.international = true;
    const http::Pairs fields = http::parse_form(FiretextProvider::request_for(sms, settings).body);
    EXPECT_EQ(fields.front(), std::make_pair(std::string("apiKey"), std::string("abroad")));
    EXPECT_EQ(fields.back(), std::make_pair(std::string("receipt"), settings.receipt_url));
}

TEST(ReceiptUrl, TakesCredentialsPercentEncoded) {
    EXPECT_EQ(with_credentials("https://api.example/x", "", ""), "https://api.example/x");
    EXPECT_EQ(with_credentials("https://api.example/x", "us er", "p@ss:/"),
              "https://us%20er:p%40ss%3A%2F@api.example/x");
}

struct AnswerCase {
    http::ClientResponse response;
    Outcome outcome;
    std::string error;
};

class MmgAnswer : public testing::TestWithParam<AnswerCase> {};

INSTANTIATE_TEST_SUITE_P(
    Table, MmgAnswer,
    testing::Values(AnswerCase{answer(200, R"({"Reference": 48213})"), Outcome::accepted, ""},
                    AnswerCase{answer(202, "[]"), Outcome::accepted, ""},
                    AnswerCase{answer(200, ""), Outcome::retryable, "answer is no json"},
                    AnswerCase{answer(200, "<html>"), Outcome::retryable, "answer is no json"},
                    AnswerCase{answer(302, "{}"), Outcome::retryable, "http 302"},
                    AnswerCase{answer(400, "{}"), Outcome::retryable, "http 400"},
                    AnswerCase{answer(401, "{}"), Outcome::retryable, "http 401"},
                    AnswerCase{answer(429, "{}"), Outcome::retryable, "http 429"},
                    AnswerCase{answer(500, "{}"), Outcome::retryable, "http 500"},
                    AnswerCase{answer(503, "busy"), Outcome::retryable, "http 503"},
                    AnswerCase{silence(ClientOutcome::refused), Outcome::retryable, "refused"},
                    AnswerCase{silence(ClientOutcome::timed_out_unsent), Outcome::retryable, "timed_out_unsent"},
                    AnswerCase{silence(ClientOutcome::timed_out), Outcome::unknown, "timed_out"},
                    AnswerCase{silence(ClientOutcome::broken), Outcome::unknown, "broken"},
                    AnswerCase{silence(ClientOutcome::shutting_down), Outcome::unknown, "shutting_down"}));

TEST_P(MmgAnswer, IsClassified) {
    const SendResult result = MmgProvider::classify(GetParam().response);
    EXPECT_EQ(result.outcome, GetParam().outcome) << to_text(result.outcome);
    EXPECT_EQ(result.error, GetParam().error);
    EXPECT_FALSE(result.status_on_acceptance);
}

class FiretextAnswer : public testing::TestWithParam<AnswerCase> {};

INSTANTIATE_TEST_SUITE_P(
    Table, FiretextAnswer,
    testing::Values(
        AnswerCase{answer(200, R"({"code":0,"description":"SMS successfully queued"})"), Outcome::accepted, ""},
        AnswerCase{answer(200, R"({"code":1,"description":"Authentication error"})"), Outcome::retryable, "code 1"},
        AnswerCase{answer(200, R"({"code":-1})"), Outcome::retryable, "code -1"},
        AnswerCase{answer(200, R"({"code":"0"})"), Outcome::retryable, "answer has no code"},
        AnswerCase{answer(200, "{}"), Outcome::retryable, "answer has no code"},
        AnswerCase{answer(200, "0"), Outcome::retryable, "answer has no code"},
        AnswerCase{answer(200, "code=0"), Outcome::retryable, "answer is no json"},
        AnswerCase{answer(429, R"({"code":0})"), Outcome::retryable, "http 429"},
        AnswerCase{answer(500, R"({"code":0})"), Outcome::retryable, "http 500"},
        AnswerCase{silence(ClientOutcome::refused), Outcome::retryable, "refused"},
        AnswerCase{silence(ClientOutcome::timed_out), Outcome::unknown, "timed_out"},
        AnswerCase{silence(ClientOutcome::broken), Outcome::unknown, "broken"}));

TEST_P(FiretextAnswer, IsClassified) {
    const SendResult result = FiretextProvider::classify(GetParam().response);
    EXPECT_EQ(result.outcome, GetParam().outcome) << to_text(result.outcome);
    EXPECT_EQ(result.error, GetParam().error);
}

}  // namespace
}  // namespace herald::delivery
