#pragma once

#include <cstdint>

#include "base/time.h"
#include "letters/postage.h"

namespace herald::letters {

/// Pounds for one letter of `sheets` sheets of paper, 1 to 5, made at `created_at` (data-model §14.4). 0 for no sheets,
/// and before the first price of that postage.
double letter_rate_at(Timestamp created_at, std::int64_t sheets, Postage postage);

}  // namespace herald::letters
