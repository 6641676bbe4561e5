#pragma once

#include <cstdint>
#include <mutex>
#include <random>

#include "base/clock.h"
#include "base/uuid.h"

namespace herald {

/// The smallest id that next_ordered() makes at `instant`: where a range of them begins.
Uuid first_ordered_id(Timestamp instant);

/// The one place that makes ids. Every id has the shape of a version 4 UUID, because clients check it.
class IdSource {
public:
    virtual ~IdSource() = default;
    /// An id whose first 48 bits are milliseconds since 1970, so that keys grow at one end of the tree.
    virtual Uuid next_ordered() = 0;
    /// 122 random bits: for what must not be guessed (keys, tokens).
    virtual Uuid next_random() = 0;
};

/// Ids from the operating system's generator. Safe to use from many threads.
class RandomIdSource final : public IdSource {
public:
    explicit RandomIdSource(const Clock& clock) : clock_(clock) {}
    Uuid next_ordered() override;
    Uuid next_random() override;

private:
    const Clock& clock_;
};

/// The same ids for the same seed: for simulations that have to be replayed.
class SeededIdSource final : public IdSource {
public:
    SeededIdSource(const Clock& clock, std::uint64_t seed) : clock_(clock), random_(seed) {}
    Uuid next_ordered() override;
    Uuid next_random() override;

private:
    const Clock& clock_;
    std::mutex mutex_;
    std::mt19937_64 random_;
};

}  // namespace herald
