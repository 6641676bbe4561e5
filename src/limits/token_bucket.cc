#include "limits/token_bucket.h"

#include <algorithm>

namespace herald::limits {
namespace {

constexpr std::int64_t minute_micros = 60'000'000;

}  // namespace

std::int64_t TokenBucket::capacity(std::int64_t rate) {
    constexpr std::int64_t most = 1000;
    return std::min((rate + 2) / 3 + 1, most);
}

Duration TokenBucket::time_to_fill(std::int64_t rate) {
    return Duration(capacity(rate) * minute_micros / std::max<std::int64_t>(rate, 1) + 1);
}

TokenBucket TokenBucket::full(std::int64_t rate, Timestamp now) {
    return {capacity(rate), now};
}

void TokenBucket::refill(std::int64_t rate, Timestamp now) {
    // Clocks of several machines differ a little: time only goes on.
    if (now <= refilled_at) return;
    const std::int64_t elapsed = now.micros - refilled_at.micros;
    const std::int64_t until_full = (capacity(rate) - tokens) * minute_micros / rate;
    if (elapsed > until_full) {
        *this = full(rate, now);
        return;
    }
    const std::int64_t whole = elapsed * rate / minute_micros;
    tokens += whole;
    // What is left of the time counts towards the next token. Rounded up, so that no token comes twice.
    if (whole > 0) refilled_at.micros += (whole * minute_micros + rate - 1) / rate;
}

std::int64_t TokenBucket::take(std::int64_t requests, std::int64_t rate, Timestamp now) {
    if (rate <= 0) return 0;
    refill(rate, now);
    const std::int64_t allowed = std::clamp<std::int64_t>(tokens - 1, 0, requests);
    tokens = std::max<std::int64_t>(tokens - requests, 0);
    return allowed;
}

Duration wait_after_refusal(std::int64_t rate) {
    return Duration(rate > 0 ? (2 * minute_micros + rate - 1) / rate : minute_micros);
}

}  // namespace herald::limits
