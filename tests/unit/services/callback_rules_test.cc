#include "services/callback_rules.h"

#include <gtest/gtest.h>

namespace herald::services {
namespace {

constexpr std::string_view bad_url = "A callback URL must be a valid https URL";

struct Case {
    std::string url;
    PlainHttpCallbacks plain_http;
    bool accepted;
};

class CallbackUrls : public testing::TestWithParam<Case> {};

TEST_P(CallbackUrls, AreAcceptedOrNot) {
    const auto refusal = check_callback({GetParam().url, "0123456789"}, GetParam().plain_http);
    if (GetParam().accepted) EXPECT_FALSE(refusal.has_value());
    else EXPECT_EQ(refusal.value().message, bad_url);
}

constexpr auto off = PlainHttpCallbacks::off, loopback = PlainHttpCallbacks::loopback, on = PlainHttpCallbacks::on;

INSTANTIATE_TEST_SUITE_P(
    Table, CallbackUrls,
    testing::Values(Case{"https://example.com/receipts", off, true}, Case{"HTTPS://example.com", off, true},
                    Case{"http://example.com", loopback, false}, Case{"http://example.com", on, true},
                    Case{"http://127.0.0.1:8080/x", loopback, true}, Case{"http://127.0.0.1:8080/x", off, false},
                    Case{"http://localhost/x", loopback, true}, Case{"http://[::1]:80/", loopback, true},
                    Case{"http://127.evil.example/", loopback, false},
                    Case{"http://localhost.evil.example", loopback, false},
                    Case{"http://localhost@evil.example/", loopback, false}, Case{"https://", on, false},
                    Case{"https:///path", on, false}, Case{"ftp://example.com", on, false},
                    Case{"example.com", on, false}, Case{"https://example.com/a b", on, false},
                    Case{"https://example.com/\r\nx", on, false}, Case{"", on, false}));

TEST(CallbackTokens, HaveTenCharactersAndOneLine) {
    const auto check = [](std::string token) {
        return check_callback({"https://example.com", std::move(token)}, off).has_value();
    };
    EXPECT_TRUE(check("123456789"));
    EXPECT_FALSE(check("1234567890"));
    EXPECT_TRUE(check("1234567890\r\nX-Injected: 1"));
}

}  // namespace
}  // namespace herald::services
