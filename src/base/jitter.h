#pragma once

#include <random>

#include "base/time.h"

namespace herald {

/// `delay` give or take 10 % (tasks.md §2.4), so that what failed together does not come back together.
template <class Random>
Duration jittered(Duration delay, Random& random) {
    std::uniform_real_distribution<double> spread(0.9, 1.1);
    return Duration(static_cast<Duration::rep>(static_cast<double>(delay.count()) * spread(random)));
}

}  // namespace herald
