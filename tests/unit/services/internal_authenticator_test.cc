#include "services/internal_authenticator.h"

#include <gtest/gtest.h>

#include "crypto/encoding.h"
#include "crypto/hmac.h"

namespace herald::services {
namespace {

struct FixedClock final : Clock {
    Timestamp now() const override { return {1'700'000'000'000'000}; }
};

constexpr const char* first_secret = "the first secret of the admin site";
constexpr const char* second_secret = "the second secret of the admin site";
constexpr const char* fixture_secret = "the secret of the functional tests";
constexpr const char* general_error =
    "Invalid token: make sure your API token matches the example at "
    "https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header";
constexpr const char* clock_error = "Error: Your system clock must be accurate to within 30 seconds";
constexpr const char* not_allowed = "Unauthorized: not allowed to perform this action";
constexpr const char* no_key = "Invalid token: API key not found";
constexpr const char* hs256 = R"({"typ":"JWT","alg":"HS256"})";
constexpr const char* issued_now = R"({"iss":"notify-admin","iat":1700000000})";

std::string bearer(std::string_view header, std::string_view claims, std::string_view secret) {
    const std::string input = crypto::base64url_encode(header) + '.' + crypto::base64url_encode(claims);
    return "Bearer " + input + '.' + crypto::base64url_encode(crypto::bytes_of(crypto::hmac_sha256(secret, input)));
}

struct Row {
    const char* name;
    std::string authorization;
    int status;  ///< 0: taken
    const char* message;
};

void PrintTo(const Row& row, std::ostream* out) {
    *out << row.name;
}

/// Contract admin-api-services-users §1.1.
std::vector<Row> rows() {
    const auto claims = [](const char* text) { return bearer(hs256, text, first_secret); };
    return {
        {"taken_with_the_first_secret", claims(issued_now), 0, ""},
        {"taken_with_the_second_secret", bearer(hs256, issued_now, second_secret), 0, ""},
        {"taken_with_a_scheme_in_any_case", "bEARER " + claims(issued_now).substr(7), 0, ""},
        {"taken_30_seconds_late", claims(R"({"iss":"notify-admin","iat":1699999970})"), 0, ""},
        {"taken_30_seconds_early", claims(R"({"iss":"notify-admin","iat":1700000030})"), 0, ""},
        {"row_1_header_missing", "", 401, "Unauthorized: authentication token must be provided"},
        {"row_2_other_scheme", "Basic YTpi", 401, "Unauthorized: authentication bearer scheme must be used"},
        {"row_3_not_a_token", "Bearer rubbish", 403, general_error},
        {"row_4_no_issuer", claims(R"({"iat":1700000000})"), 403, "Invalid token: iss field not provided"},
        {"row_5_another_client", bearer(hs256, R"({"iss":"notify-functional-tests","iat":1700000000})", fixture_secret),
         401, not_allowed},
        {"row_5_a_service", claims(R"({"iss":"26785a09-ab16-4eb0-8407-a37497a57506","iat":1700000000})"), 401,
         not_allowed},
        {"row_5_issuer_not_text", claims(R"({"iss":5,"iat":1700000000})"), 401, not_allowed},
        {"row_5_before_6", bearer(R"({"alg":"none"})", R"({"iss":"x","iat":1700000000})", first_secret), 401,
         not_allowed},
        {"row_6_other_algorithm", bearer(R"({"alg":"HS512"})", issued_now, first_secret), 403,
         "Invalid token: algorithm used is not HS256"},
        {"row_7_unknown_secret", bearer(hs256, issued_now, "guessed"), 403, no_key},
        {"row_7_another_clients_secret", bearer(hs256, issued_now, fixture_secret), 403, no_key},
        {"row_7_no_issue_time", claims(R"({"iss":"notify-admin"})"), 403, no_key},
        {"row_8_31_seconds_late", claims(R"({"iss":"notify-admin","iat":1699999969})"), 403, clock_error},
        {"row_8_31_seconds_early", claims(R"({"iss":"notify-admin","iat":1700000031})"), 403, clock_error},
        {"row_8_with_the_second_secret", bearer(hs256, R"({"iss":"notify-admin","iat":1})", second_secret), 403,
         clock_error},
        {"row_9_expired", claims(R"({"iss":"notify-admin","iat":1700000000,"exp":1699999000})"), 403, general_error},
        {"row_9_audience", claims(R"({"iss":"notify-admin","iat":1700000000,"aud":"me"})"), 403, general_error},
    };
}

class InternalAuthentication : public testing::TestWithParam<Row> {};

TEST_P(InternalAuthentication, answers_as_the_contract_says) {
    const Row& row = GetParam();
    const FixedClock clock;
    const InternalAuthenticator authenticator(
        {{"notify-admin", {first_secret, second_secret}}, {"notify-functional-tests", {fixture_secret}}}, clock);
    http::Request request;
    request.headers = {{"Authorization", row.authorization}};
    const auto refused = authenticator.refuse(request, admin_client);
    EXPECT_EQ(refused ? refused->status : 0, row.status);
    EXPECT_EQ(refused ? refused->message : "", row.message);
}

INSTANTIATE_TEST_SUITE_P(rows, InternalAuthentication, testing::ValuesIn(rows()),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(InternalAuthenticator, a_client_without_secrets_is_nobody) {
    const FixedClock clock;
    http::Request request;
    request.headers = {{"Authorization", bearer(hs256, issued_now, "")}};
    EXPECT_EQ(InternalAuthenticator({}, clock).refuse(request, admin_client)->message, no_key);
    EXPECT_EQ(InternalAuthenticator({{"notify-admin", {}}}, clock).refuse(request, admin_client)->message, no_key);
}

}  // namespace
}  // namespace herald::services
