#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace herald::crypto {

/// Base64 with padding (RFC 4648 §4).
std::string base64_encode(std::string_view bytes);
/// Strict: the alphabet, right padding, nothing else.
std::optional<std::string> base64_decode(std::string_view text);
/// As the reference's language reads it (contract public-api §2.9, §2.10): characters outside the alphabet are skipped,
/// what follows the padding is not looked at. Nothing for wrong padding and for text that is not ASCII.
std::optional<std::string> base64_decode_leniently(std::string_view text);

/// The URL-safe alphabet without padding (RFC 4648 §5).
std::string base64url_encode(std::string_view bytes);
/// Padding may be there, if it is right.
std::optional<std::string> base64url_decode(std::string_view text);

/// Lower case.
std::string hex_encode(std::string_view bytes);
/// Either case, an even number of digits.
std::optional<std::string> hex_decode(std::string_view text);

/// Equality in a time that depends on the lengths only. For whatever an attacker may guess at: signatures, passwords.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace herald::crypto
