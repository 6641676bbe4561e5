#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace herald::crypto {

/// What zlib has compressed (RFC 1950). Nothing when it is damaged or cut short, when something follows it, or when it
/// would be longer than `bytes_max`: a few bytes can stand for very many.
std::optional<std::string> inflate(std::string_view compressed, std::size_t bytes_max);

}  // namespace herald::crypto
