#include "mail/return_path.h"

#include "base/text.h"
#include "crypto/encoding.h"

namespace herald::mail {
namespace {

constexpr std::string_view local_part = "bounce+";
constexpr std::string_view context = "mail.return_path";
constexpr std::size_t id_digits = 32;
constexpr std::size_t mac_bytes = 10;

std::string hex_id(const Uuid& id) {
    return crypto::hex_encode({reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()});
}

std::optional<Uuid> id_of(std::string_view hex) {
    const auto bytes = crypto::hex_decode(hex);
    if (!bytes || bytes->size() != 16) return std::nullopt;
    Uuid id;
    std::copy(bytes->begin(), bytes->end(), id.bytes.begin());
    return id;
}

}  // namespace

std::string ReturnPath::token_for(const Uuid& notification_id) const {
    const std::string id = hex_id(notification_id);
    return id + "-" + crypto::hex_encode(sealer_.mac(id, context, mac_bytes));
}

std::string ReturnPath::address_for(const Uuid& notification_id) const {
    return std::string(local_part) + token_for(notification_id) + "@" + domain_;
}

std::optional<Uuid> ReturnPath::read_token(std::string_view given) const {
    const std::string token = text::to_lower_ascii(given);
    if (token.size() != id_digits + 1 + 2 * mac_bytes || token[id_digits] != '-') return std::nullopt;
    const std::string_view id = std::string_view(token).substr(0, id_digits);
    const auto mac = crypto::hex_decode(std::string_view(token).substr(id_digits + 1));
    if (!mac || !sealer_.is_mac(*mac, id, context)) return std::nullopt;
    return id_of(id);
}

std::optional<Uuid> ReturnPath::read_address(std::string_view given) const {
    const std::string address = text::to_lower_ascii(given);
    const auto at = address.rfind('@');
    if (at == std::string::npos || !address.starts_with(local_part) ||
        address.substr(at + 1) != text::to_lower_ascii(domain_))
        return std::nullopt;
    return read_token(std::string_view(address).substr(local_part.size(), at - local_part.size()));
}

bool ReturnPath::is_for_complaints(std::string_view given) const {
    const std::string address = text::to_lower_ascii(given), domain = text::to_lower_ascii(domain_);
    return address == "complaints@" + domain || address == "postmaster@" + domain;
}

}  // namespace herald::mail
