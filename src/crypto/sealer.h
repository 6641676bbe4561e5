#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace herald::crypto {

/// Encrypts what must not lie in the store in clear (secrets of API keys, recipients, personalisation, callback
/// tokens) with XChaCha20-Poly1305 under a key derived from the installation's secret. Immutable; safe to share
/// between threads.
class Sealer {
public:
    /// The first secret seals, every one of them opens: that is how a secret is rotated. Throws
    /// std::invalid_argument when there is none or when one is empty.
    explicit Sealer(std::span<const std::string> secrets);
    ~Sealer();
    Sealer(const Sealer&) = default;
    Sealer& operator=(const Sealer&) = default;

    /// Bytes, 41 longer than `plain`. `context` says what the text is, such as "api_key.secret", and is authenticated
    /// with it: what was sealed for one purpose does not open for another.
    std::string seal(std::string_view plain, std::string_view context) const;

    /// Nothing when the bytes are damaged, were sealed for another context or under a secret that is not known here.
    std::optional<std::string> open(std::string_view sealed, std::string_view context) const;

    /// A message authentication code of so many bytes (8 to 32), for what travels in clear and must not be made up by
    /// others. `context` says what the text is.
    std::string mac(std::string_view text, std::string_view context, std::size_t bytes) const;
    /// Whether one of the secrets makes this code for the text.
    bool is_mac(std::string_view code, std::string_view text, std::string_view context) const;

private:
    using Key = std::array<std::uint8_t, 32>;
    std::vector<Key> keys_;
};

}  // namespace herald::crypto
