#pragma once

#include "base/time.h"
#include "support/examples/comparison.h"

namespace herald::test {

/// A time in UTC as the examples write it: `2026-07-14T16:20:00`, `2026-07-14T16:20`.
Timestamp to_instant(const rapidjson::Value& value);

}  // namespace herald::test
