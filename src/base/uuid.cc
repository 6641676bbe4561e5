#include "base/uuid.h"

#include <cstring>

namespace herald {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::optional<Uuid> Uuid::parse(std::string_view text) {
    constexpr std::string_view urn = "urn:uuid:";
    if (text.starts_with(urn)) text.remove_prefix(urn.size());
    if (text.size() > 2 && text.front() == '{' && text.back() == '}') text = text.substr(1, text.size() - 2);

    Uuid id;
    std::size_t digits = 0;
    for (char c : text) {
        if (c == '-') continue;
        const int value = hex_value(c);
        if (value < 0 || digits == 32) return std::nullopt;
        auto& byte = id.bytes[digits / 2];
        byte = static_cast<std::uint8_t>(byte << 4 | value);
        ++digits;
    }
    if (digits != 32) return std::nullopt;
    return id;
}

std::string Uuid::to_string() const {
    constexpr char hex[] = "0123456789abcdef";
    std::string text(36, '-');
    std::size_t at = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) ++at;
        text[at++] = hex[bytes[i] >> 4];
        text[at++] = hex[bytes[i] & 15];
    }
    return text;
}

}  // namespace herald

std::size_t std::hash<herald::Uuid>::operator()(const herald::Uuid& id) const noexcept {
    // The tail of every id is random, so its last eight bytes are hash enough.
    std::size_t value;
    std::memcpy(&value, id.bytes.data() + 8, sizeof value);
    return value;
}
