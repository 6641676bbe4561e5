#include "receipts/letter_tokens.h"

#include "crypto/encoding.h"

namespace herald::receipts {
namespace {

constexpr std::string_view token_context = "letter_status.notification";

}  // namespace

std::string letter_status_url(const crypto::Sealer& sealer, const Uuid& notification_id,
                              std::string_view api_base_url) {
    return std::string(api_base_url) + "/notifications/letter/status?token=" +
           crypto::base64url_encode(sealer.seal(notification_id.to_string(), token_context));
}

std::optional<std::string> read_letter_token(const crypto::Sealer& sealer, const crypto::OldSignature* old_signature,
                                             std::string_view token) {
    if (const auto sealed = crypto::base64url_decode(token))
        if (auto id = sealer.open(*sealed, token_context)) return id;
    return old_signature != nullptr ? old_signature->read(token) : std::nullopt;
}

}  // namespace herald::receipts
