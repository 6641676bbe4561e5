#pragma once

#include "support/json_file.h"

namespace herald::test {

/// One of the tables in data/, which the compiled ones are made from.
inline rapidjson::Document read_data(const std::string& name) {
    return read_json_file("data/" + name);
}

}  // namespace herald::test
