#include "delivery/providers/http_sms.h"

#include <gtest/gtest.h>

#include "crypto/encoding.h"
#include "provider_messages.h"

namespace herald::delivery {
namespace {

using Outcome = SendResult::Outcome;
using http::ClientOutcome;

HttpSmsSettings settings_with(std::string_view file) {
    HttpSmsSettings settings;
    settings.user = "herald";
    settings.secret = "pass\r\nX-Evil: 1";
    auto adapter = parse_adapter(file);
    if (auto* wrong = std::get_if<std::string>(&adapter)) throw std::runtime_error(*wrong);
    settings.adapter = std::get<HttpSmsAdapter>(std::move(adapter));
    return settings;
}

OutgoingSms with_text(std::string content) {
    OutgoingSms message = text_message();
    message.content = std::move(content);
    return message;
}

TEST(HttpSmsRequest, KeepsEveryValueWhereItBelongs) {
    const auto settings = settings_with(R"json({"request": {
        "url": "https://sms.example/send?key=((secret))&to=%2B((to))",
        "headers": {"X-Key": "((secret))", "X-Reference": "((reference))"},
        "authentication": "basic",
        "json": {"to": "+((to))", "local": "((to_national))", "messages": [{"text": "((text))", "n": 1e3, "flash": false}],
                 "((not a name": "((sender))"}}})json");
    const std::string evil = "\"}], \"to\": \"1\" ((secret)) \\ \n";
    const auto request = HttpSmsProvider::request_for(with_text(evil), settings);
    EXPECT_EQ(request.url, "https://sms.example/send?key=pass%0D%0AX-Evil%3A%201&to=%2B447700900123");
    EXPECT_EQ(header_of(request, "X-Key"), "pass  X-Evil: 1");
    EXPECT_EQ(header_of(request, "X-Reference"), text_message().notification_id.to_string());
    EXPECT_EQ(header_of(request, "Authorization"), "Basic " + crypto::base64_encode("herald:pass\r\nX-Evil: 1"));
    const auto body = JsonDocument::parse(request.body);
    ASSERT_TRUE(body) << request.body;
    EXPECT_EQ((*body)["to"].text(), "+447700900123");
    EXPECT_EQ((*body)["local"].text(), "07700900123");
    EXPECT_EQ((*body)["messages"][0]["text"].text(), evil) << "what a message says is never a placeholder";
    EXPECT_EQ((*body)["messages"][0]["n"].text(), "1e3");
    EXPECT_EQ((*body)["((not a name"].text(), "Council");
}

TEST(HttpSmsRequest, MayBeAForm) {
    const auto settings = settings_with(
        R"json({"request": {"method": "PUT", "url": "http://sms.example", "form": {"to": "((to))", "m": "((text))"}}})json");
    const auto request = HttpSmsProvider::request_for(with_text("a=1&to=2 +"), settings);
    EXPECT_EQ(request.method, http::Method::put);
    EXPECT_EQ(http::parse_form(request.body), (http::Pairs{{"to", "447700900123"}, {"m", "a=1&to=2 +"}}));
}

TEST(HttpSmsFile, IsCheckedWhenItIsRead) {
    const auto wrong = [](std::string_view file) {
        const auto adapter = parse_adapter(file);
        const auto* what = std::get_if<std::string>(&adapter);
        return what ? *what : "";
    };
    EXPECT_EQ(wrong("["), "it is not a JSON object");
    EXPECT_EQ(wrong("{}"), "request must be an object");
    EXPECT_EQ(wrong(R"json({"request": {}})json"), "url is missing");
    EXPECT_EQ(wrong(R"json({"request": {"url": "ftp://x"}})json"), "url must start with http:// or https://");
    EXPECT_EQ(wrong(R"json({"request": {"url": "http://x", "json": {"a": ["((nobody))"]}}})json"),
              "there is no such value: ((nobody))");
    EXPECT_EQ(wrong(R"json({"request": {"url": "http://x", "json": {"a": "((to"}}})json"),
              "there is no such value: ((to");
    EXPECT_EQ(wrong(R"json({"request": {"url": "http://x", "jsn": {}}})json"), "request does not know jsn");
    EXPECT_EQ(wrong(R"json({"request": {"url": "http://x", "json": {}, "form": {"a": "b"}}})json"),
              "request must hold json or form, not both");
    EXPECT_EQ(wrong(R"json({"request": {"url": "http://x"}, "receipts": {"reference": "/id", "status": "/s"}})json"),
              "receipts by reference need answer to say where the reference is");
    EXPECT_EQ(wrong(R"json({"request": {"url": "http://x"}, "receipts": {"id": "/id", "status": "/s",
                        "statuses": {"OK": "fine"}}})json"),
              "statuses must be delivered, pending, a failure or ignore");
    EXPECT_EQ(wrong(R"json({"request": {"url": "http://x"}, "answer": {"errors": [{"outcome": "cry"}]}})json"),
              "outcome must be retry, throttle, undeliverable or reject");
}

struct HttpSmsAnswer {
    const char* name;
    http::ClientResponse response;
    Outcome outcome;
    std::string reference = {};
};
class HttpSmsAnswers : public testing::TestWithParam<HttpSmsAnswer> {};
INSTANTIATE_TEST_SUITE_P(
    Table, HttpSmsAnswers,
    testing::Values(
        HttpSmsAnswer{"Taken", answer(200, R"json({"messages":[{"status":0,"id":77}]})json"), Outcome::accepted, "77"},
        HttpSmsAnswer{"OtherStatus", answer(201, R"json({"messages":[{"status":0,"id":77}]})json"), Outcome::retryable},
        HttpSmsAnswer{"NoAcceptance", answer(200, R"json({"messages":[{"status":5,"id":77}]})json"),
                      Outcome::retryable},
        HttpSmsAnswer{"NoReference", answer(200, R"json({"messages":[{"status":0}]})json"), Outcome::unknown},
        HttpSmsAnswer{"NoJson", answer(200, "ok"), Outcome::retryable},
        HttpSmsAnswer{"RuleByBody", answer(200, R"json({"messages":[{"status":"29"}]})json"), Outcome::undeliverable},
        HttpSmsAnswer{"RuleByBoth", answer(400, R"json({"error":"quota"})json"), Outcome::throttled},
        HttpSmsAnswer{"RuleByStatus", answer(410, ""), Outcome::retryable},
        HttpSmsAnswer{"BadRequest", answer(400, "{}"), Outcome::rejected},
        HttpSmsAnswer{"Unauthorised", answer(401, "{}"), Outcome::retryable},
        HttpSmsAnswer{"Forbidden", answer(403, "{}"), Outcome::retryable},
        HttpSmsAnswer{"RequestTimeout", answer(408, ""), Outcome::retryable},
        HttpSmsAnswer{"TooMany", answer(429, ""), Outcome::throttled},
        HttpSmsAnswer{"ServerError", answer(500, ""), Outcome::retryable},
        HttpSmsAnswer{"Redirect", answer(302, ""), Outcome::retryable},
        HttpSmsAnswer{"Refused", silence(ClientOutcome::refused), Outcome::retryable},
        HttpSmsAnswer{"TimedOut", silence(ClientOutcome::timed_out), Outcome::unknown},
        HttpSmsAnswer{"Broken", silence(ClientOutcome::broken), Outcome::unknown}),
    [](const auto& one) { return one.param.name; });

TEST_P(HttpSmsAnswers, AreReadAsTheFileSays) {
    const auto settings = settings_with(R"json({"request": {"url": "http://x"}, "answer": {
        "statuses": [200], "pointer": "/messages/0/status", "equals": "0", "reference": "/messages/0/id",
        "errors": [{"pointer": "/messages/0/status", "equals": "29", "outcome": "undeliverable"},
                   {"status": 400, "pointer": "/error", "equals": "quota", "outcome": "throttle"},
                   {"status": 410, "outcome": "retry"}]}})json");
    const SendResult result = HttpSmsProvider::classify(GetParam().response, settings.adapter);
    EXPECT_EQ(result.outcome, GetParam().outcome);
    EXPECT_EQ(result.reference, GetParam().reference);
}

}  // namespace
}  // namespace herald::delivery
