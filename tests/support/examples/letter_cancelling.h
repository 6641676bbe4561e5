#pragma once

#include "support/examples/comparison.h"

namespace herald::test {

Outcome check_letter_cancelling(const rapidjson::Value& input, const rapidjson::Value& expected);

}  // namespace herald::test
