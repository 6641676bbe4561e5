#include "crypto/jwt.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

#include "base/json.h"
#include "crypto/encoding.h"
#include "crypto/hmac.h"

namespace herald::crypto {

namespace {

constexpr std::int64_t leeway_seconds = 30;
/// The header that nearly every client sends, letter for letter: `{"typ":"JWT","alg":"HS256"}`.
constexpr std::string_view usual_header = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9";
constexpr std::string_view our_header = R"({"typ":"JWT","alg":"HS256"})";

/// Beyond these a number of seconds means nothing, and sums with the leeway could overflow.
constexpr double seconds_max = 1e15;

/// Digits with an optional sign, white space around them: what the reference's language turns into an integer.
std::optional<std::int64_t> integer_in(std::string_view text) {
    constexpr std::string_view spaces = " \t\n\r\v\f";
    const std::size_t first = text.find_first_not_of(spaces);
    if (first == std::string_view::npos) return std::nullopt;
    text = text.substr(first, text.find_last_not_of(spaces) - first + 1);
    if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

SecondsClaim seconds_claim(JsonValue claim) {
    using State = SecondsClaim::State;
    if (!claim.exists()) return {};
    std::optional<double> number = claim.as_double();
    if (const auto flag = claim.as_bool()) number = *flag ? 1 : 0;
    if (const auto text = claim.as_string())
        if (const auto integer = integer_in(*text)) number = static_cast<double>(*integer);
    if (!number || std::isnan(*number) || std::isinf(*number)) return {State::wrong, 0};
    return {State::number, static_cast<std::int64_t>(std::clamp(*number, -seconds_max, seconds_max))};
}

/// What the reference's language takes for false: an `aud` like that is as good as none.
bool is_falsy(JsonValue value) {
    switch (value.type()) {
        case JsonValue::Type::boolean:
            return !*value.as_bool();
        case JsonValue::Type::number:
            return *value.as_double() == 0;
        case JsonValue::Type::string:
            return value.text().empty();
        case JsonValue::Type::array:
        case JsonValue::Type::object:
            return value.size() == 0;
        default:
            return true;
    }
}

bool is_text_if_present(JsonValue value) {
    return !value.exists() || value.is_string();
}

std::optional<JsonDocument> decode_object(std::string_view segment) {
    const auto json = base64url_decode(segment);
    if (!json) return std::nullopt;
    auto document = JsonDocument::parse(*json);
    if (!document || !document->root().is_object()) return std::nullopt;
    return document;
}

void read_claims(Token& token, const JsonDocument& claims) {
    const JsonValue issuer = claims["iss"];
    token.has_issuer = issuer.exists();
    if (const auto text = issuer.as_string()) token.issuer = *text;
    token.issued_at = seconds_claim(claims["iat"]);
    token.not_before = seconds_claim(claims["nbf"]);
    token.expires = seconds_claim(claims["exp"]);
    token.other_claims_acceptable =
        is_falsy(claims["aud"]) && is_text_if_present(claims["sub"]) && is_text_if_present(claims["jti"]);
}

TokenVerdict verify_claims(const Token& token, std::int64_t now) {
    using State = SecondsClaim::State;
    const SecondsClaim& issued = token.issued_at;
    if (issued.state == State::wrong) return TokenVerdict::clock_wrong;
    if (issued.state == State::number &&
        (issued.seconds > now + leeway_seconds || issued.seconds < now - leeway_seconds))
        return TokenVerdict::clock_wrong;
    if (token.not_before.state == State::wrong) return TokenVerdict::no_match;
    if (token.not_before.state == State::number && token.not_before.seconds > now + leeway_seconds)
        return TokenVerdict::clock_wrong;
    if (token.expires.state == State::wrong) return TokenVerdict::no_match;
    if (token.expires.state == State::number && token.expires.seconds <= now - leeway_seconds)
        return TokenVerdict::refused;
    if (!token.other_claims_acceptable) return TokenVerdict::refused;
    return issued.state == State::absent ? TokenVerdict::no_match : TokenVerdict::accepted;
}

std::int64_t whole_seconds(Timestamp now) {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::microseconds(now.micros)).count();
}

}  // namespace

std::optional<Token> parse_token(std::string_view text) {
    const std::size_t first_dot = text.find('.');
    const std::size_t last_dot = text.rfind('.');
    if (first_dot == std::string_view::npos || first_dot == last_dot) return std::nullopt;
    const std::string_view header = text.substr(0, first_dot);
    const std::string_view payload = text.substr(first_dot + 1, last_dot - first_dot - 1);

    Token token;
    token.algorithm_is_hs256 = header == usual_header;
    if (!token.algorithm_is_hs256) {
        const auto decoded = decode_object(header);
        if (!decoded) return std::nullopt;
        token.algorithm_is_hs256 = (*decoded)["alg"].as_string() == "HS256";
    }
    // A dot too many is a character outside the alphabet, so it is found here.
    const auto claims = decode_object(payload);
    auto signature = base64url_decode(text.substr(last_dot + 1));
    if (!claims || !signature) return std::nullopt;
    read_claims(token, *claims);
    token.signing_input = text.substr(0, last_dot);
    token.signature = std::move(*signature);
    return token;
}

TokenVerdict verify_token(const Token& token, std::string_view secret, Timestamp now) {
    if (!token.algorithm_is_hs256) return TokenVerdict::wrong_algorithm;
    const Digest expected = hmac_sha256(secret, token.signing_input);
    if (!equal_in_constant_time(bytes_of(expected), token.signature)) return TokenVerdict::no_match;
    return verify_claims(token, whole_seconds(now));
}

std::string make_token(std::string_view issuer, std::string_view secret, Timestamp now) {
    std::string claims;
    JsonWriter(claims).begin_object().member("iss", issuer).member("iat", whole_seconds(now)).end_object();
    std::string token = base64url_encode(our_header) + '.' + base64url_encode(claims);
    const Digest signature = hmac_sha256(secret, token);
    return token + '.' + base64url_encode(bytes_of(signature));
}

}  // namespace herald::crypto
