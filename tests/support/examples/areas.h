#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/examples/comparison.h"

/// The worked examples of the contract, straight through the product's code. Each area has a function of its own,
/// `check_<area>` in <area>.h, which the unit tests and the program content_examples both call.
namespace herald::test {

struct Area {
    std::string_view name;
    /// Null: the product does not have this area yet.
    Outcome (*check)(const rapidjson::Value& input, const rapidjson::Value& expected);
};

/// Every area that a file of examples may name.
const std::vector<Area>& areas();

/// Runs one example whatever its form: `id`, `area`, `input` and `expected` are looked up in it. Nothing when it passed
/// or when its area is not built.
struct ExampleResult {
    std::string id;
    std::string area;
    bool is_built = true;
    Outcome wrong;
};
ExampleResult run_example(const rapidjson::Value& example);

}  // namespace herald::test
