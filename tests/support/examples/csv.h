#pragma once

#include "support/examples/comparison.h"

namespace herald::test {

Outcome check_csv(const rapidjson::Value& input, const rapidjson::Value& expected);

}  // namespace herald::test
