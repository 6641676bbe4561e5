#pragma once

#include <random>

#include "sandbox/sandbox.h"

namespace herald::sandbox {

/// True in `share` of all cases; 0 never draws.
inline bool happens(std::mt19937_64& random, double share) {
    return share > 0 && std::uniform_real_distribution<double>(0, 1)(random) < share;
}

inline Duration draw_between(std::mt19937_64& random, const DurationRange& range) {
    if (range.max <= range.min) return range.min;
    return Duration(std::uniform_int_distribution<std::int64_t>(range.min.count(), range.max.count())(random));
}

}  // namespace herald::sandbox
