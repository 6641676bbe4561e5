#pragma once

#include "support/examples/comparison.h"

namespace herald::test {

Outcome check_letter(const rapidjson::Value& input, const rapidjson::Value& expected);

}  // namespace herald::test
