#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace herald::crypto {

/// Reads the texts that an installation of the older kind has signed, and nothing else can: the tokens that it has
/// given away are good for as long as its secret and its salt are known here (contract data-model §1.1). Such a text is
/// `payload.signature` or, with the time at which it was signed, `payload.time.signature`; the payload is a JSON
/// string, compressed where that makes it shorter. Anybody can read it. Immutable.
class OldSignature {
public:
    OldSignature(std::string_view secret, std::string_view salt);

    /// The string of a text without a time. Nothing when the signature does not hold, or for another payload.
    std::optional<std::string> read(std::string_view text) const;

    struct Timed {
        std::string text;
        Timestamp signed_at;  ///< a whole second
    };
    /// The string of a text with a time.
    std::optional<Timed> read_timed(std::string_view text) const;

private:
    /// What was signed.
    std::optional<std::string_view> verified(std::string_view text) const;

    std::string key_;
};

}  // namespace herald::crypto
