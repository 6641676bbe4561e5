#pragma once

#include <rapidjson/document.h>
#include <rapidjson/istreamwrapper.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace herald::test {

/// A JSON file of the repository, by its path there. Throws when it cannot be read.
inline rapidjson::Document read_json_file(const std::string& name) {
    const auto path = std::filesystem::path(HERALD_SOURCE_DIR) / name;
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    rapidjson::IStreamWrapper stream(file);
    rapidjson::Document document;
    document.ParseStream(stream);
    if (document.HasParseError()) throw std::runtime_error("not JSON: " + path.string());
    return document;
}

}  // namespace herald::test
