#include "crypto/sealer.h"

#include <sodium.h>

#include <stdexcept>

#include "crypto/encoding.h"
#include "crypto/hmac.h"

namespace herald::crypto {

namespace {

/// What is sealed begins with this byte, so that another format can follow one day.
constexpr char format_1 = 1;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t head_bytes = 1 + nonce_bytes;
constexpr std::string_view key_purpose = "herald sealing key 1";

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

/// A key of its own for each context, so that no code is worth anything elsewhere.
std::string code_of(const std::array<std::uint8_t, 32>& key, std::string_view text, std::string_view context) {
    const std::string_view secret(reinterpret_cast<const char*>(key.data()), key.size());
    const Digest own_key = hmac_sha256(secret, "herald code 1 " + std::string(context));
    return std::string(bytes_of(hmac_sha256(bytes_of(own_key), text)));
}

}  // namespace

Sealer::Sealer(std::span<const std::string> secrets) {
    if (secrets.empty()) throw std::invalid_argument("there is no secret to seal with");
    if (sodium_init() < 0) throw std::runtime_error("libsodium did not start");
    for (const std::string& secret : secrets) {
        if (secret.empty()) throw std::invalid_argument("a secret to seal with is empty");
        // Two steps, because a BLAKE2b key may be no longer than 64 bytes and a secret may.
        std::array<std::uint8_t, crypto_generichash_KEYBYTES_MAX> root{};
        crypto_generichash(root.data(), root.size(), bytes(secret), secret.size(), nullptr, 0);
        Key& key = keys_.emplace_back();
        crypto_generichash(key.data(), key.size(), bytes(key_purpose), key_purpose.size(), root.data(), root.size());
        sodium_memzero(root.data(), root.size());
    }
}

Sealer::~Sealer() {
    for (Key& key : keys_) sodium_memzero(key.data(), key.size());
}

std::string Sealer::seal(std::string_view plain, std::string_view context) const {
    std::string sealed(head_bytes + plain.size() + tag_bytes, format_1);
    unsigned char* const nonce = bytes(sealed) + 1;
    randombytes_buf(nonce, nonce_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(sealed) + head_bytes, nullptr, bytes(plain), plain.size(),
                                               bytes(context), context.size(), nullptr, nonce, keys_.front().data());
    return sealed;
}

std::optional<std::string> Sealer::open(std::string_view sealed, std::string_view context) const {
    if (sealed.size() < head_bytes + tag_bytes || sealed.front() != format_1) return std::nullopt;
    const std::string_view body = sealed.substr(head_bytes);
    std::string plain(body.size() - tag_bytes, '\0');
    for (const Key& key : keys_) {
        if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(plain), nullptr, nullptr, bytes(body), body.size(),
                                                       bytes(context), context.size(), bytes(sealed) + 1,
                                                       key.data()) == 0)
            return plain;
    }
    return std::nullopt;
}

std::string Sealer::mac(std::string_view text, std::string_view context, std::size_t bytes) const {
    return code_of(keys_.front(), text, context).substr(0, bytes);
}

bool Sealer::is_mac(std::string_view code, std::string_view text, std::string_view context) const {
    constexpr std::size_t bytes_min = 8, bytes_max = 32;
    if (code.size() < bytes_min || code.size() > bytes_max) return false;
    for (const Key& key : keys_)
        if (equal_in_constant_time(code, code_of(key, text, context).substr(0, code.size()))) return true;
    return false;
}

}  // namespace herald::crypto
