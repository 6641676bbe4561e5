#include "crypto/jwt.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "crypto/encoding.h"
#include "crypto/hmac.h"

namespace herald::crypto {
namespace {

constexpr Timestamp now{1'700'000'000'500'000};
constexpr std::string_view secret = "3d844edf-8d35-48ac-975b-e847b4f122b0";

std::string signed_token(std::string_view header, std::string_view claims, std::string_view key = secret) {
    const std::string input = base64url_encode(header) + '.' + base64url_encode(claims);
    return input + '.' + base64url_encode(bytes_of(hmac_sha256(key, input)));
}
std::string signed_claims(std::string_view claims) {
    return signed_token(R"({"alg":"HS256"})", claims);
}

TEST(Jwt, verifies_the_example_of_the_format) {
    // jwt.io's well-known token.
    const std::string text =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
        "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ."
        "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
    const auto token = parse_token(text);
    ASSERT_TRUE(token);
    EXPECT_EQ(verify_token(*token, "your-256-bit-secret", {1'516'239'022'000'000}), TokenVerdict::accepted);
    EXPECT_EQ(verify_token(*token, "another", {1'516'239'022'000'000}), TokenVerdict::no_match);
}

TEST(Jwt, accepts_the_tokens_it_makes) {
    const std::string text = make_token("26785a09-ab16-4eb0-8407-a37497a57506", secret, now);
    const auto token = parse_token(text);
    ASSERT_TRUE(token);
    EXPECT_EQ(token->issuer, "26785a09-ab16-4eb0-8407-a37497a57506");
    EXPECT_EQ(verify_token(*token, secret, now), TokenVerdict::accepted);
}

TEST(Jwt, refuses_what_is_not_three_segments_of_which_two_are_objects) {
    const std::string header = base64url_encode(R"({"alg":"HS256"})");
    const std::string claims = base64url_encode(R"({"iss":"x"})");
    const std::string cases[] = {
        "",
        "a",
        ".",
        "..",
        header + '.' + claims,
        header + '.' + claims + ".a.b",
        header + '.' + claims + ".!",
        " " + header + '.' + claims + ".",
        base64url_encode("[]") + '.' + claims + ".",
        header + '.' + base64url_encode("\"iss\"") + ".",
        header + '.' + base64url_encode("{") + ".",
        "{}." + claims + ".",
    };
    for (const std::string& text : cases) EXPECT_FALSE(parse_token(text)) << text;
    EXPECT_TRUE(parse_token(header + '.' + claims + '.'));
}

struct ClaimsRow {
    const char* claims;
    TokenVerdict verdict;
};

TEST(Jwt, judges_claims_in_the_order_of_the_contract) {
    using enum TokenVerdict;
    const ClaimsRow rows[] = {
        {R"({"iat":1700000000})", accepted},
        {R"({"iat":1700000000.0})", accepted},
        {R"({"iat":1699999970})", accepted},
        {R"({"iat":1700000030})", accepted},
        {R"({"iat":1700000030.9})", accepted},
        {R"({"iat":"1700000000"})", accepted},
        {R"({"iat":" +1700000000 "})", accepted},
        {R"({"iat":1.7e9})", accepted},
        {R"({"iat":1699999969})", clock_wrong},
        {R"({"iat":1700000031})", clock_wrong},
        {R"({"iat":"now"})", clock_wrong},
        {R"({"iat":"1700000000.0"})", clock_wrong},
        {R"({"iat":""})", clock_wrong},
        {R"({"iat":null})", clock_wrong},
        {R"({"iat":[]})", clock_wrong},
        {R"({"iat":{}})", clock_wrong},
        {R"({"iat":true})", clock_wrong},
        {R"({"iat":NaN})", clock_wrong},
        {R"({"iat":Infinity})", clock_wrong},
        {R"({"iat":1e300})", clock_wrong},
        {R"({})", no_match},
        {R"({"iat":1700000000,"nbf":1700000030})", accepted},
        {R"({"iat":1700000000,"nbf":1700000031})", clock_wrong},
        {R"({"iat":1700000000,"nbf":"soon"})", no_match},
        {R"({"nbf":1700000031})", clock_wrong},
        {R"({"iat":1700000000,"exp":1699999971})", accepted},
        {R"({"iat":1700000000,"exp":1699999970})", refused},
        {R"({"iat":1700000000,"exp":"1700000060"})", accepted},
        {R"({"iat":1700000000,"exp":null})", no_match},
        {R"({"iat":1700000000,"exp":[]})", no_match},
        {R"({"exp":1})", refused},
        {R"({"iat":1699999900,"exp":1})", clock_wrong},
        {R"({"iat":1700000000,"aud":""})", accepted},
        {R"({"iat":1700000000,"aud":[]})", accepted},
        {R"({"iat":1700000000,"aud":null})", accepted},
        {R"({"iat":1700000000,"aud":"x"})", refused},
        {R"({"iat":1700000000,"aud":["x"]})", refused},
        {R"({"iat":1700000000,"sub":"x","jti":"y"})", accepted},
        {R"({"iat":1700000000,"sub":1})", refused},
        {R"({"iat":1700000000,"sub":null})", refused},
        {R"({"iat":1700000000,"jti":[]})", refused},
    };
    for (const ClaimsRow& row : rows) {
        const std::string text = signed_claims(row.claims);
        const auto token = parse_token(text);
        ASSERT_TRUE(token) << row.claims;
        EXPECT_EQ(verify_token(*token, secret, now), row.verdict) << row.claims;
        EXPECT_EQ(verify_token(*token, "another secret", now), TokenVerdict::no_match) << row.claims;
    }
}

TEST(Jwt, names_a_wrong_algorithm_before_it_looks_at_the_signature) {
    for (const char* const header : {R"({"alg":"none"})", R"({"alg":"HS512"})", R"({"alg":1})", "{}"}) {
        const std::string text = signed_token(header, R"({"iat":1})", "other");
        EXPECT_EQ(verify_token(*parse_token(text), secret, now), TokenVerdict::wrong_algorithm) << header;
    }
}

RC_GTEST_PROP(JwtProperty, any_text_is_read_or_refused, (const std::string& a, const std::string& b)) {
    (void)parse_token(a);
    const std::string text = base64url_encode(a) + '.' + base64url_encode(b) + '.' + a;
    if (const auto token = parse_token(text)) (void)verify_token(*token, b, now);
}

}  // namespace
}  // namespace herald::crypto
