#include "base/ids.h"

#include <algorithm>
#include <cstring>

#include <openssl/rand.h>

#include <stdexcept>

namespace herald {
namespace {

Uuid shaped_as_version_4(std::uint64_t high, std::uint64_t low) {
    Uuid id;
    for (int i = 0; i < 8; ++i) {
        id.bytes[i] = static_cast<std::uint8_t>(high >> (56 - 8 * i));
        id.bytes[8 + i] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
    }
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x40);
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
    return id;
}

Uuid with_time_prefix(Timestamp now, std::uint64_t high, std::uint64_t low) {
    const auto milliseconds = static_cast<std::uint64_t>(now.micros / 1000);
    return shaped_as_version_4(milliseconds << 16 | (high & 0xffff), low);
}

/// Random words, fetched from OpenSSL a block at a time: one call per id would cost more than the rest of the id.
std::uint64_t random_word() {
    thread_local std::array<std::uint64_t, 64> block;
    thread_local std::size_t used = block.size();
    if (used == block.size()) {
        if (RAND_bytes(reinterpret_cast<unsigned char*>(block.data()), sizeof block) != 1)
            throw std::runtime_error("the system's random generator failed");
        used = 0;
    }
    return std::exchange(block[used++], 0);
}

}  // namespace

Uuid first_ordered_id(Timestamp instant) {
    Uuid id;
    auto milliseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(0, instant.micros / 1000));
    for (std::size_t i = 6; i-- > 0; milliseconds >>= 8) id.bytes[i] = static_cast<std::uint8_t>(milliseconds & 0xFF);
    return id;
}

Uuid RandomIdSource::next_ordered() {
    const auto high = random_word();
    return with_time_prefix(clock_.now(), high, random_word());
}

Uuid RandomIdSource::next_random() {
    const auto high = random_word();
    return shaped_as_version_4(high, random_word());
}

Uuid SeededIdSource::next_ordered() {
    std::scoped_lock lock(mutex_);
    const auto high = random_();
    return with_time_prefix(clock_.now(), high, random_());
}

Uuid SeededIdSource::next_random() {
    std::scoped_lock lock(mutex_);
    const auto high = random_();
    return shaped_as_version_4(high, random_());
}

}  // namespace herald
