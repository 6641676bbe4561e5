#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace herald::crypto {

/// The envelope that SNS posts, values after JSON unescaping (contract providers §7.2).
struct SnsEnvelope {
    std::string type;  ///< `Notification`, `SubscriptionConfirmation` or `UnsubscribeConfirmation`
    std::string message_id;
    std::string topic_arn;
    std::optional<std::string> subject;
    std::string message;
    std::string timestamp;
    std::string token;          ///< of confirmations
    std::string subscribe_url;  ///< of confirmations
    std::string signature_version;
    std::string signature;  ///< base64
    std::string signing_certificate_url;
};

/// Nothing unless `body` is a JSON object with the fields that its type needs, all of them text. Takes both spellings
/// of the certificate's field, `SigningCertURL` and `SigningCertUrl`.
std::optional<SnsEnvelope> parse_sns_envelope(std::string_view body);

/// The bytes that SNS has signed.
std::string sns_string_to_sign(const SnsEnvelope& envelope);

/// https, host `sns.<region>.amazonaws.com` or `….amazonaws.com.cn`, no port, no user. Holds for `SubscribeURL` too.
bool is_sns_url(std::string_view url);
/// The same, and the path ends in `.pem`.
bool is_sns_certificate_url(std::string_view url);

/// A certificate that signs messages; read once per URL and kept. Immutable; safe to share between threads.
class SnsCertificate {
public:
    /// The first certificate of a PEM text signs, further ones help to build the chain. Nothing if there is none.
    static std::optional<SnsCertificate> parse(std::string_view pem);

    enum class Trust {
        trusted,
        expired,         ///< or not valid yet
        issuer_unknown,  ///< the chain does not end at a known authority, or a link of it is missing
        broken,          ///< anything else, such as a signature in the chain that does not fit
    };
    /// `authority_file` is a PEM file of authorities; empty means the system's.
    Trust trust(Timestamp now, const std::string& authority_file) const;

    /// RSA PKCS#1 v1.5 with SHA-1 for version 1, SHA-256 for version 2; false for any other version.
    bool verifies(const SnsEnvelope& envelope) const;

private:
    struct Impl;
    explicit SnsCertificate(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
    std::shared_ptr<const Impl> impl_;
};

}  // namespace herald::crypto
