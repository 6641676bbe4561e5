#include "crypto/old_signature.h"

#include <openssl/sha.h>

#include <array>

#include "base/json.h"
#include "crypto/encoding.h"
#include "crypto/hmac.h"
#include "crypto/inflate.h"

namespace herald::crypto {
namespace {

constexpr char separator = '.';
/// Tokens hold an id or an address.
constexpr std::size_t payload_bytes_max = 16 * 1024;

std::string derived_key(std::string_view secret, std::string_view salt) {
    const std::string seed = std::string(salt) + "signer" + std::string(secret);
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    SHA1(reinterpret_cast<const unsigned char*>(seed.data()), seed.size(), digest.data());
    return {digest.begin(), digest.end()};
}

std::optional<std::string> read_payload(std::string_view payload) {
    const bool is_compressed = payload.starts_with(separator);
    auto json = base64url_decode(payload.substr(is_compressed ? 1 : 0));
    if (json && is_compressed) json = inflate(*json, payload_bytes_max);
    const auto document = json ? JsonDocument::parse(*json) : std::nullopt;
    if (!document || !document->root().is_string()) return std::nullopt;
    return std::string(document->root().text());
}

/// Seconds since 1970, the first byte the highest.
std::optional<Timestamp> read_time(std::string_view text) {
    constexpr std::size_t bytes_max = 5;
    const auto bytes = base64url_decode(text);
    if (!bytes || bytes->empty() || bytes->size() > bytes_max) return std::nullopt;
    std::int64_t seconds = 0;
    for (const char byte : *bytes) seconds = seconds * 256 + static_cast<unsigned char>(byte);
    return Timestamp{} + std::chrono::seconds(seconds);
}

}  // namespace

OldSignature::OldSignature(std::string_view secret, std::string_view salt) : key_(derived_key(secret, salt)) {}

std::optional<std::string_view> OldSignature::verified(std::string_view text) const {
    const std::size_t end = text.rfind(separator);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view content = text.substr(0, end);
    const auto signature = base64url_decode(text.substr(end + 1));
    if (!signature || !equal_in_constant_time(*signature, hmac_sha1(key_, content))) return std::nullopt;
    return content;
}

std::optional<std::string> OldSignature::read(std::string_view text) const {
    const auto payload = verified(text);
    return payload ? read_payload(*payload) : std::nullopt;
}

std::optional<OldSignature::Timed> OldSignature::read_timed(std::string_view text) const {
    const auto content = verified(text);
    const std::size_t end = content ? content->rfind(separator) : std::string_view::npos;
    // A separator at the very start is the mark of a compressed payload.
    if (end == std::string_view::npos || end == 0) return std::nullopt;
    auto payload = read_payload(content->substr(0, end));
    const auto signed_at = read_time(content->substr(end + 1));
    if (!payload || !signed_at) return std::nullopt;
    return Timed{std::move(*payload), *signed_at};
}

}  // namespace herald::crypto
