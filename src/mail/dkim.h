#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "base/time.h"

namespace herald::mail {

/// Signs mail so that receivers can tell whose it is (DKIM, RFC 6376; Ed25519 by RFC 8463): relaxed/relaxed, the whole
/// body, the header fields of contract providers §19.2, From twice so that none can be added. Immutable.
class DkimSigner {
public:
    /// `pem` is a private key, RSA of at least 2048 bits or Ed25519. The other alternative says what is wrong with it.
    static std::variant<DkimSigner, std::string> make(std::string_view pem, std::string selector, std::string domain);

    /// The header field, with its line end, to be put in front of the message. `from_domain` is used where the signer
    /// has no domain of its own.
    std::string header_for(std::string_view message, std::string_view from_domain, Timestamp now) const;

private:
    struct Key;
    DkimSigner(std::shared_ptr<const Key> key, std::string selector, std::string domain)
        : key_(std::move(key)), selector_(std::move(selector)), domain_(std::move(domain)) {}

    std::shared_ptr<const Key> key_;
    std::string selector_;
    std::string domain_;
};

/// The canonical forms of RFC 6376 §3.4.
std::string relaxed_body(std::string_view body);
std::string relaxed_field(std::string_view field);

}  // namespace herald::mail
