#include "crypto/hmac.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <stdexcept>

namespace herald::crypto {

namespace {

constexpr std::size_t block_bytes = 64;
using Block = std::array<char, block_bytes>;

/// Looking the algorithm up costs more than a short message does, so that is done once.
const EVP_MD* algorithm() {
    static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return fetched;
}

struct ReleaseContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// The digest of the parts, one after the other. OpenSSL has the processor's own instructions for it; the context is
/// kept for each thread because making one costs as much as using it.
Digest sha256_of(std::initializer_list<std::string_view> parts) {
    thread_local const std::unique_ptr<EVP_MD_CTX, ReleaseContext> context(EVP_MD_CTX_new());
    bool good = context && EVP_DigestInit_ex2(context.get(), algorithm(), nullptr) == 1;
    for (const std::string_view part : parts)
        good = good && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
    Digest digest;
    if (!good || EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1)
        throw std::runtime_error("OpenSSL could not compute a SHA-256 digest");
    return digest;
}

/// The key as a block, each byte combined with `pad` (RFC 2104).
Block padded(std::string_view key, char pad) {
    Block block{};
    std::copy(key.begin(), key.end(), block.begin());
    for (char& byte : block) byte = static_cast<char>(byte ^ pad);
    return block;
}

}  // namespace

Digest sha256(std::string_view message) {
    return sha256_of({message});
}

Digest hmac_sha256(std::string_view key, std::string_view message) {
    Digest short_key;
    if (key.size() > block_bytes) {
        short_key = sha256(key);
        key = bytes_of(short_key);
    }
    const Block inner = padded(key, 0x36);
    const Block outer = padded(key, 0x5C);
    const Digest inside = sha256_of({{inner.data(), inner.size()}, message});
    return sha256_of({{outer.data(), outer.size()}, bytes_of(inside)});
}

std::string hmac_sha1(std::string_view key, std::string_view message) {
    std::string mac(20, '\0');
    unsigned size = 0;
    const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
    if (HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), bytes, message.size(),
             reinterpret_cast<unsigned char*>(mac.data()), &size) == nullptr)
        throw std::runtime_error("OpenSSL could not compute an HMAC");
    return mac;
}

}  // namespace herald::crypto
