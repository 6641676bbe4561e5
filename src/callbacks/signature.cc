#include "callbacks/signature.h"

#include "crypto/encoding.h"
#include "crypto/hmac.h"
#include "services/signing_secret.h"

namespace herald::callbacks {

std::vector<http::Header> signature_headers(std::string_view secret, std::string_view id, Timestamp now,
                                            std::string_view body) {
    if (!secret.starts_with(services::signing_secret_prefix)) return {};
    const auto key = crypto::base64_decode(secret.substr(services::signing_secret_prefix.size()));
    if (!key) return {};
    const std::string seconds = std::to_string(now.micros / 1'000'000);
    std::string signed_text;
    signed_text.reserve(id.size() + seconds.size() + body.size() + 2);
    signed_text.append(id).append(".").append(seconds).append(".").append(body);
    const auto digest = crypto::hmac_sha256(*key, signed_text);
    return {{"webhook-id", std::string(id)},
            {"webhook-timestamp", seconds},
            {"webhook-signature", "v1," + crypto::base64_encode(crypto::bytes_of(digest))}};
}

}  // namespace herald::callbacks
