#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace herald::crypto {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view message);
Digest hmac_sha256(std::string_view key, std::string_view message);
/// 20 bytes. For protocols that ask for it; nothing of ours does.
std::string hmac_sha1(std::string_view key, std::string_view message);

/// The bytes of a digest, to be encoded or used as the next key.
inline std::string_view bytes_of(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace herald::crypto
