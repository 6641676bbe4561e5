#pragma once

#include <cstdint>

#include "base/time.h"

namespace herald::limits {

/// How many requests one kind of key of a service may make (contract public-api §5.1). Tokens come back one by one,
/// `rate` in a minute; a request takes one and is refused if fewer than one remain, so that a burst is one less than
/// the bucket holds, and a caller who keeps asking at more than the rate gets nothing through.
struct TokenBucket {
    std::int64_t tokens = 0;
    Timestamp refilled_at;  ///< the instant up to which tokens have come back

    /// The most that a bucket holds at `rate` requests a minute.
    static std::int64_t capacity(std::int64_t rate);
    /// Longer than any bucket takes to fill.
    static Duration time_to_fill(std::int64_t rate);
    static TokenBucket full(std::int64_t rate, Timestamp now);

    /// Makes `requests` requests at once; how many of them may go on, the first ones.
    std::int64_t take(std::int64_t requests, std::int64_t rate, Timestamp now);

    bool operator==(const TokenBucket&) const = default;

private:
    void refill(std::int64_t rate, Timestamp now);
};

/// How long a caller who has just been refused has to keep quiet until a request goes through again: two tokens, of
/// which the request leaves one.
Duration wait_after_refusal(std::int64_t rate);

}  // namespace herald::limits
