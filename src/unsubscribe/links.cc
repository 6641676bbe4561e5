#include "unsubscribe/links.h"

#include "crypto/encoding.h"

namespace herald::unsubscribe {
namespace {

constexpr std::string_view token_context = "unsubscribe.recipient";
constexpr auto token_life = std::chrono::hours(24 * 365);
constexpr char separator = ' ';

std::string make_token(const crypto::Sealer& sealer, std::string_view recipient, Timestamp now) {
    const std::string plain = std::to_string(now.micros) + separator + std::string(recipient);
    return crypto::base64url_encode(sealer.seal(plain, token_context));
}

std::optional<std::string> read_own_token(const crypto::Sealer& sealer, std::string_view token, Timestamp now) {
    const auto sealed = crypto::base64url_decode(token);
    const auto plain = sealed ? sealer.open(*sealed, token_context) : std::nullopt;
    if (!plain) return std::nullopt;
    const std::size_t end = plain->find(separator);
    if (end == std::string::npos) return std::nullopt;
    const Timestamp made{std::stoll(plain->substr(0, end))};
    if (now - made > token_life) return std::nullopt;
    return plain->substr(end + 1);
}

/// Some have a time, and what such an installation has signed is not always an address.
std::optional<std::string> read_old_token(const crypto::OldSignature& signature, std::string_view token,
                                          Timestamp now) {
    std::optional<std::string> address;
    if (auto timed = signature.read_timed(token)) {
        if (timed->signed_at > now || now - timed->signed_at > token_life) return std::nullopt;
        address = std::move(timed->text);
    } else {
        address = signature.read(token);
    }
    if (!address || address->find('@') == std::string::npos) return std::nullopt;
    return address;
}

}  // namespace

Links LinkMaker::make(const Uuid& notification_id, std::string_view recipient) const {
    const std::string end = notification_id.to_string() + "/" + make_token(sealer_, recipient, clock_.now());
    return {api_base_url_ + "/unsubscribe/" + end, api_base_url_ + "/unsubscribe/page/" + end};
}

std::optional<std::string> read_token(const crypto::Sealer& sealer, const crypto::OldSignature* old_signature,
                                      std::string_view token, Timestamp now) {
    auto address = read_own_token(sealer, token, now);
    return address || old_signature == nullptr ? address : read_old_token(*old_signature, token, now);
}

}  // namespace herald::unsubscribe
