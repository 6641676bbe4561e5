#pragma once

#include <map>
#include <string>

#include "support/json_file.h"

namespace herald::test {

/// The worked examples of the contract, tests/data/content-examples.json.
inline const rapidjson::Document& content_examples() {
    static const rapidjson::Document document = read_json_file("tests/data/content-examples.json");
    return document;
}

/// Calls `check(id, input, expected)` for each example of an area and returns how many there were.
template <class Check>
int for_each_example(const std::string& area, Check check) {
    int count = 0;
    for (const auto& example : content_examples().GetArray()) {
        if (example["area"].GetString() != area) continue;
        check(std::string(example["id"].GetString()), example["input"], example["expected"]);
        ++count;
    }
    return count;
}

/// How many examples each area has.
inline std::map<std::string, int> count_examples() {
    std::map<std::string, int> counts;
    for (const auto& example : content_examples().GetArray()) ++counts[example["area"].GetString()];
    return counts;
}

/// A text, or empty for null.
inline std::string to_string(const rapidjson::Value& value) {
    return value.IsString() ? std::string(value.GetString(), value.GetStringLength()) : std::string();
}

}  // namespace herald::test
