#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace herald::crypto {

/// A claim that is meant to be a number of seconds since 1970. Integers, fractions (cut) and texts of digits are
/// numbers; everything else that is present is `wrong` (contract public-api §1.2).
struct SecondsClaim {
    enum class State { absent, number, wrong } state = State::absent;
    std::int64_t seconds = 0;
};

/// A token as it was sent, not yet verified: JWS compact form with the claims that matter here. Its views look into
/// the text that was parsed.
struct Token {
    bool algorithm_is_hs256 = false;
    bool has_issuer = false;
    std::optional<std::string> issuer;  ///< of an `iss` that is text
    SecondsClaim issued_at;
    SecondsClaim not_before;
    SecondsClaim expires;
    /// No audience, and subject and id, if there, are texts.
    bool other_claims_acceptable = true;
    std::string_view signing_input;
    std::string signature;
};

/// Nothing unless there are three base64url segments of which the first two hold JSON objects.
std::optional<Token> parse_token(std::string_view text);

/// What one secret says about a token, in the order of rows 9 to 13 of contract public-api §1.3.
enum class TokenVerdict {
    accepted,
    wrong_algorithm,  ///< row 9, whatever the secret
    no_match,         ///< rows 10 and 13: another secret's token, or one that lacks what a match needs
    clock_wrong,      ///< row 11
    refused,          ///< row 12
};
TokenVerdict verify_token(const Token& token, std::string_view secret, Timestamp now);

/// A token as the official clients make them.
std::string make_token(std::string_view issuer, std::string_view secret, Timestamp now);

}  // namespace herald::crypto
