#include "delivery/providers/twilio.h"

#include <gtest/gtest.h>

#include "delivery/providers/exchange.h"
#include "provider_messages.h"

namespace herald::delivery {
namespace {

using Outcome = SendResult::Outcome;
using http::ClientOutcome;

TwilioSettings settings() {
    TwilioSettings made;
    made.account = "AC1";
    made.token = "token";
    return made;
}

TEST(TwilioRequest, IsAFormWithBasicAuthentication) {
    TwilioSettings with_callback = settings();
    with_callback.callback_url = "https://api.example/notifications/sms/twilio";
    const auto request = TwilioProvider::request_for(text_message(), with_callback);
    EXPECT_EQ(request.url, "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json");
    EXPECT_EQ(header_of(request, "Authorization"), "Basic QUMxOnRva2Vu");
    EXPECT_EQ(http::parse_form(request.body),
              (http::Pairs{{"To", "+447700900123"},
                           {"Body", text_message().content},
                           {"From", "Council"},
                           {"StatusCallback", "https://api.example/notifications/sms/twilio"}}));
}

TEST(TwilioRequest, LeavesTheSenderToAMessagingService) {
    TwilioSettings with_service = settings();
    with_service.messaging_service = "MG1";
    const auto request = TwilioProvider::request_for(text_message(), with_service);
    EXPECT_EQ(http::parse_form(request.body),
              (http::Pairs{{"To", "+447700900123"}, {"Body", text_message().content}, {"MessagingServiceSid", "MG1"}}));
}

struct TwilioAnswer {
    const char* name;
    http::ClientResponse response;
    Outcome outcome;
};
class TwilioAnswers : public testing::TestWithParam<TwilioAnswer> {};
INSTANTIATE_TEST_SUITE_P(
    Table, TwilioAnswers,
    testing::Values(TwilioAnswer{"Taken", answer(201, R"({"sid":"SM1","status":"queued"})"), Outcome::accepted},
                    TwilioAnswer{"NoSid", answer(201, "{}"), Outcome::unknown},
                    TwilioAnswer{"Garbage", answer(201, "\x01"), Outcome::unknown},
                    TwilioAnswer{"NoNumber", answer(400, R"({"code":21211})"), Outcome::undeliverable},
                    TwilioAnswer{"Stopped", answer(400, R"({"code":21610})"), Outcome::undeliverable},
                    TwilioAnswer{"BadSender", answer(400, R"({"code":21606})"), Outcome::rejected},
                    TwilioAnswer{"Unauthorised", answer(401, R"({"code":20003})"), Outcome::retryable},
                    TwilioAnswer{"NoAccount", answer(404, R"({"code":20404})"), Outcome::retryable},
                    TwilioAnswer{"TooMany", answer(429, R"({"code":20429})"), Outcome::throttled},
                    TwilioAnswer{"QueueFull", answer(400, R"({"code":21611})"), Outcome::throttled},
                    TwilioAnswer{"ServerError", answer(503, ""), Outcome::retryable},
                    TwilioAnswer{"Refused", silence(ClientOutcome::refused), Outcome::retryable},
                    TwilioAnswer{"TimedOut", silence(ClientOutcome::timed_out), Outcome::unknown}),
    [](const auto& one) { return one.param.name; });

TEST_P(TwilioAnswers, AreClassified) {
    const SendResult result = TwilioProvider::classify(GetParam().response);
    EXPECT_EQ(result.outcome, GetParam().outcome);
    EXPECT_EQ(result.reference, result.outcome == Outcome::accepted ? "SM1" : "");
}

TEST(RetryAfter, IsReadInSeconds) {
    const auto after = [](std::string value) {
        return retry_after(answer(429, "", {{"retry-after", std::move(value)}}));
    };
    EXPECT_EQ(after("30"), std::chrono::seconds(30));
    EXPECT_EQ(after("0"), std::chrono::seconds(0));
    EXPECT_EQ(after("-1"), std::nullopt);
    EXPECT_EQ(after("30s"), std::nullopt);
    EXPECT_EQ(after("99999999999999999999"), std::nullopt);
    EXPECT_EQ(after("Wed, 21 Oct 2026 07:28:00 GMT"), std::nullopt);
    EXPECT_EQ(retry_after(answer(429, "")), std::nullopt);
}

}  // namespace
}  // namespace herald::delivery
