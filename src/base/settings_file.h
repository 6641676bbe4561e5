#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/settings.h"

namespace herald {

struct SettingsFile {
    SettingValues values;             ///< by setting name, as text
    std::vector<std::string> errors;  ///< with line numbers
};

/// Reads TOML into flat names: `database_url`, `database-url` and `[database] url` are the same. Arrays of strings
/// become comma-separated lists.
SettingsFile parse_settings_file(std::string_view content);

}  // namespace herald
