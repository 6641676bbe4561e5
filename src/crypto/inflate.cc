#include "crypto/inflate.h"

#include <zlib.h>

namespace herald::crypto {

std::optional<std::string> inflate(std::string_view compressed, std::size_t bytes_max) {
    // One byte more than is allowed tells that there is too much.
    std::string plain(bytes_max + 1, '\0');
    uLongf plain_bytes = plain.size();
    uLong compressed_bytes = compressed.size();
    const int result = uncompress2(reinterpret_cast<Bytef*>(plain.data()), &plain_bytes,
                                   reinterpret_cast<const Bytef*>(compressed.data()), &compressed_bytes);
    if (result != Z_OK || compressed_bytes != compressed.size() || plain_bytes > bytes_max) return std::nullopt;
    plain.resize(plain_bytes);
    return plain;
}

}  // namespace herald::crypto
