#pragma once

#include <cstddef>
#include <string>

namespace herald::crypto {

/// Bytes of the system's generator, for keys.
std::string random_bytes(std::size_t count);

}  // namespace herald::crypto
