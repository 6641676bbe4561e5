#include "crypto/random.h"

#include <sodium.h>

#include <stdexcept>

namespace herald::crypto {

std::string random_bytes(std::size_t count) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium did not start");
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), count);
    return bytes;
}

}  // namespace herald::crypto
