#include "services/authenticator.h"

#include <gtest/gtest.h>

#include "crypto/encoding.h"
#include "crypto/hmac.h"

namespace herald::services {
namespace {

constexpr Timestamp now{1'700'000'000'000'000};
constexpr const char* service_id = "26785a09-ab16-4eb0-8407-a37497a57506";
constexpr const char* first_secret = "3d844edf-8d35-48ac-975b-e847b4f122b0";
constexpr const char* second_secret = "b4a3c1d2-0f4e-4c52-9a2e-6f3f1c0f9d11";
constexpr const char* unknown_secret = "ffffffff-8d35-48ac-975b-e847b4f122b0";

constexpr const char* general_error =
    "Invalid token: make sure your API token matches the example at "
    "https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header";
constexpr const char* clock_error = "Error: Your system clock must be accurate to within 30 seconds";
constexpr const char* hs256 = R"({"typ":"JWT","alg":"HS256"})";
constexpr const char* issued_now = R"({"iss":"26785a09-ab16-4eb0-8407-a37497a57506","iat":1700000000})";

enum class Found { service, no_service, service_without_keys, archived, archived_without_keys, keys_expired };

Service service_for(Found found) {
    Service service;
    service.id = *Uuid::parse(service_id);
    service.active = found != Found::archived && found != Found::archived_without_keys;
    if (found == Found::service_without_keys || found == Found::archived_without_keys) return service;
    const auto expiry = found == Found::keys_expired ? std::optional(now + std::chrono::hours(24)) : std::nullopt;
    service.keys.push_back(
        {.id = {}, .name = "first", .type = KeyType::normal, .secret = first_secret, .expiry_date = expiry});
    service.keys.push_back(
        {.id = {}, .name = "second", .type = KeyType::test, .secret = second_secret, .expiry_date = expiry});
    return service;
}

std::string token(std::string_view header, std::string_view claims, std::string_view secret) {
    const std::string input = crypto::base64url_encode(header) + '.' + crypto::base64url_encode(claims);
    return input + '.' + crypto::base64url_encode(crypto::bytes_of(crypto::hmac_sha256(secret, input)));
}
std::string bearer(std::string_view header, std::string_view claims, std::string_view secret) {
    return "Bearer " + token(header, claims, secret);
}

/// What `Authenticator` does, with the look-up replaced by a given outcome.
std::variant<std::string, http::ApiError> authenticate(const std::string& authorization, Found found) {
    auto text = bearer_token(authorization);
    if (auto* error = std::get_if<http::ApiError>(&text)) return *error;
    auto claimed = read_service_token(std::get<std::string_view>(text));
    if (auto* error = std::get_if<http::ApiError>(&claimed)) return *error;
    const Service service = service_for(found);
    EXPECT_EQ(std::get<ClaimedService>(claimed).service_id, service.id);
    auto decision =
        decide(found == Found::no_service ? nullptr : &service, std::get<ClaimedService>(claimed).token, now);
    if (auto* error = std::get_if<http::ApiError>(&decision)) return *error;
    return std::get<const ApiKey*>(decision)->name;
}

struct Row {
    const char* name;
    std::string authorization;
    Found found;
    int status;  ///< 200: accepted, and `text` names the key
    const char* text;
};

void PrintTo(const Row& row, std::ostream* out) {
    *out << row.name;
}

class Authentication : public testing::TestWithParam<Row> {};

TEST_P(Authentication, answers_as_the_contract_says) {
    const Row& row = GetParam();
    const auto answer = authenticate(row.authorization, row.found);
    if (row.status == 200) {
        ASSERT_TRUE(std::holds_alternative<std::string>(answer)) << std::get<http::ApiError>(answer).message;
        EXPECT_EQ(std::get<std::string>(answer), row.text);
        return;
    }
    ASSERT_TRUE(std::holds_alternative<http::ApiError>(answer));
    const auto& error = std::get<http::ApiError>(answer);
    EXPECT_EQ(error.status, row.status);
    EXPECT_EQ(error.error, "AuthError");
    EXPECT_EQ(error.message, row.text);
}

std::vector<Row> rows() {
    using enum Found;
    const std::string good = token(hs256, issued_now, first_secret);
    const auto iss = [](const char* claims, const char* secret = first_secret) {
        return bearer(hs256, claims, secret);
    };
    const auto with_iat = [&](const std::string& rest, const char* secret = first_secret) {
        return bearer(hs256, R"({"iss":"26785a09-ab16-4eb0-8407-a37497a57506",)" + rest + "}", secret);
    };
    const char* const not_provided = "Unauthorized: authentication token must be provided";
    const char* const not_bearer = "Unauthorized: authentication bearer scheme must be used";
    const char* const wrong_type = "Invalid token: service id is not the right data type";
    const char* const not_hs256 = "Invalid token: algorithm used is not HS256";
    const char* const no_key = "Invalid token: API key not found";
    return {
        {"accepted_with_first_key", "Bearer " + good, service, 200, "first"},
        {"accepted_with_second_key", iss(issued_now, second_secret), service, 200, "second"},
        {"accepted_with_scheme_in_any_case", "bEaReR " + good, service, 200, "first"},
        {"accepted_with_float_iat", with_iat(R"("iat":1700000000.0)"), service, 200, "first"},
        {"accepted_with_text_iat", with_iat(R"("iat":"1700000000")"), service, 200, "first"},
        {"accepted_30_seconds_late", with_iat(R"("iat":1699999970)"), service, 200, "first"},
        {"accepted_30_seconds_early", with_iat(R"("iat":1700000030)"), service, 200, "first"},
        {"accepted_with_upper_case_issuer", iss(R"({"iss":"26785A09-AB16-4EB0-8407-A37497A57506","iat":1700000000})"),
         service, 200, "first"},

        {"row_01_header_missing_or_empty", "", service, 401, not_provided},
        {"row_02_other_scheme", "Basic " + good, service, 401, not_bearer},
        {"row_02_no_space", "Bearer" + good, service, 401, not_bearer},
        {"row_02_scheme_alone", "Bearer", service, 401, not_bearer},
        {"row_03_nothing_after_the_scheme", "Bearer ", service, 403, general_error},
        {"row_03_two_spaces", "Bearer  " + good, service, 403, general_error},
        {"row_03_not_a_token", "Bearer rubbish", service, 403, general_error},
        {"row_03_two_segments", "Bearer " + good.substr(0, good.rfind('.')), service, 403, general_error},
        {"row_03_four_segments", "Bearer " + good + ".x", service, 403, general_error},
        {"row_03_header_not_an_object", bearer("[]", issued_now, first_secret), service, 403, general_error},
        {"row_03_payload_not_an_object", iss("[]"), service, 403, general_error},
        {"row_03_payload_not_json", iss("{"), service, 403, general_error},
        {"row_04_no_issuer", iss(R"({"iat":1700000000})"), service, 403, "Invalid token: iss field not provided"},
        {"row_05_issuer_not_a_uuid", iss(R"({"iss":"notify-admin"})"), service, 403, wrong_type},
        {"row_05_issuer_not_text", iss(R"({"iss":5})"), service, 403, wrong_type},
        {"row_05_issuer_null", iss(R"({"iss":null})"), service, 403, wrong_type},
        {"row_06_no_such_service", "Bearer " + good, no_service, 403, "Invalid token: service not found"},
        {"row_07_no_keys", "Bearer " + good, service_without_keys, 403, "Invalid token: service has no API keys"},
        {"row_07_before_08", "Bearer " + good, archived_without_keys, 403, "Invalid token: service has no API keys"},
        {"row_08_archived", "Bearer " + good, archived, 403, "Invalid token: service is archived"},
        {"row_08_before_09", bearer(R"({"alg":"none"})", issued_now, first_secret), archived, 403,
         "Invalid token: service is archived"},
        {"row_09_other_algorithm", bearer(R"({"alg":"HS512"})", issued_now, first_secret), service, 403, not_hs256},
        {"row_09_none_with_wrong_signature", bearer(R"({"alg":"none"})", issued_now, unknown_secret), service, 403,
         not_hs256},
        {"row_09_no_algorithm", bearer("{}", issued_now, first_secret), service, 403, not_hs256},
        {"row_11_too_late", with_iat(R"("iat":1699999969)"), service, 403, clock_error},
        {"row_11_too_early", with_iat(R"("iat":1700000031)"), service, 403, clock_error},
        {"row_11_iat_not_numeric", with_iat(R"("iat":"soon")"), service, 403, clock_error},
        {"row_11_iat_null", with_iat(R"("iat":null)"), service, 403, clock_error},
        {"row_11_nbf_in_the_future", with_iat(R"("iat":1700000000,"nbf":1700000031)"), service, 403, clock_error},
        {"row_11_before_12", with_iat(R"("iat":1,"aud":"x")"), service, 403, clock_error},
        {"row_11_with_second_key", with_iat(R"("iat":1)", second_secret), service, 403, clock_error},
        {"row_11_before_14", with_iat(R"("iat":1)"), keys_expired, 403, clock_error},
        {"row_12_audience", with_iat(R"("iat":1700000000,"aud":"x")"), service, 403, general_error},
        {"row_12_expired", with_iat(R"("iat":1700000000,"exp":1699999970)"), service, 403, general_error},
        {"row_12_subject_not_text", with_iat(R"("iat":1700000000,"sub":1)"), service, 403, general_error},
        {"row_12_id_not_text", with_iat(R"("iat":1700000000,"jti":1)"), service, 403, general_error},
        {"row_12_before_13", with_iat(R"("aud":"x")"), service, 403, general_error},
        {"row_12_before_14", with_iat(R"("iat":1700000000,"aud":"x")"), keys_expired, 403, general_error},
        {"row_13_iat_missing", iss(R"({"iss":"26785a09-ab16-4eb0-8407-a37497a57506"})"), service, 403, no_key},
        {"row_13_before_14", iss(R"({"iss":"26785a09-ab16-4eb0-8407-a37497a57506"})"), keys_expired, 403, no_key},
        {"row_14_expiry_date_set", "Bearer " + good, keys_expired, 403, "Invalid token: API key revoked"},
        {"row_15_no_key_matches", iss(issued_now, unknown_secret), service, 403, no_key},
        {"row_15_exp_not_a_number", with_iat(R"("iat":1700000000,"exp":"x")"), service, 403, no_key},
        {"row_15_nbf_not_a_number", with_iat(R"("iat":1700000000,"nbf":[])"), service, 403, no_key},
        {"row_15_signature_missing", "Bearer " + good.substr(0, good.rfind('.') + 1), service, 403, no_key},
    };
}

INSTANTIATE_TEST_SUITE_P(Contract, Authentication, testing::ValuesIn(rows()),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace herald::services
