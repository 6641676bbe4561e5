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

}  // namespace

Links LinkMaker::make(const Uuid& notification_id, std::string_view recipient) const {
    const std::string end = notification_id.to_string() + "/" + make_token(sealer_, recipient, clock_.now());
    return {api_base_url_ + "/unsubscribe/" + end, api_base_url_ + "/unsubscribe/page/" + end};
}

std::optional<std::string> read_token(const crypto::Sealer& sealer, std::string_view token, Timestamp now) {
    const auto sealed = crypto::base64url_decode(token);
    const auto plain = sealed ? sealer.open(*sealed, token_context) : std::nullopt;
    if (!plain) return std::nullopt;
    const std::size_t end = plain->find(separator);
    if (end == std::string::npos) return std::nullopt;
    const Timestamp made{std::stoll(plain->substr(0, end))};
    if (now - made > token_life) return std::nullopt;
    return plain->substr(end + 1);
}

}  // namespace herald::unsubscribe
