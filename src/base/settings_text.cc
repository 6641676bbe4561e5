// What people read and write about settings: the effective values, the example file, the nearest name, the process's
// own sources.
#include <fstream>
#include <sstream>

#include "base/settings.h"

extern char** environ;

namespace herald {
namespace {

std::string as_toml(const Setting& setting, const std::string& value) {
    if (!setting.quoted) return value;
    std::string text = "\"";
    for (char c : value) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text + "\"";
}

/// The number of single-character insertions, removals and replacements between two texts.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

std::optional<std::string> read_whole_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    std::stringstream content;
    content << in.rdbuf();
    if (in.bad() || (content.str().empty() && in.peek() != std::ifstream::traits_type::eof())) return std::nullopt;
    return content.str();
}

}  // namespace

std::optional<std::string_view> nearest_name(std::string_view typed, std::span<const std::string_view> candidates) {
    std::optional<std::string_view> nearest;
    std::size_t least = std::max<std::size_t>(2, typed.size() / 4) + 1;
    for (const auto candidate : candidates) {
        const std::size_t distance = edit_distance(typed, candidate);
        if (distance >= least) continue;
        least = distance;
        nearest = candidate;
    }
    return nearest;
}

SettingSources system_sources(SettingValues flags) {
    SettingSources sources;
    sources.flags = std::move(flags);
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const auto equals = text.find('=');
        if (text.starts_with("HERALD_") && equals != std::string_view::npos)
            sources.environment.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    sources.read_file = read_whole_file;
    return sources;
}

std::string describe_settings(const LoadedSettings& loaded) {
    std::string text;
    for (const auto& setting : settings_table()) {
        std::string value = setting.show(loaded.settings);
        if (setting.secret && !value.empty()) value = "(set)";
        else value = as_toml(setting, value);
        const auto origin = loaded.origins.find(setting.name);
        text += std::string(setting.name) + " = " + value;
        if (origin != loaded.origins.end()) text += "  # " + origin->second;
        text += "\n";
    }
    return text;
}

std::string example_settings_file() {
    std::string text =
        "# Settings of Herald. Every line that is commented out shows the default.\n"
        "#\n"
        "# Herald reads this file from DATA/herald.toml, or from where --config or HERALD_CONFIG says. The same names "
        "work\n"
        "# as flags (--listen) and as environment variables (HERALD_LISTEN). A flag wins over the environment, which "
        "wins\n"
        "# over this file. A secret may stand in a file of its own: NAME-file (HERALD_NAME_FILE, --NAME-file) is its "
        "path.\n"
        "# `herald check-config` shows what is in force and where it came from.\n";
    const Settings defaults;
    std::string_view group;
    for (const auto& setting : settings_table()) {
        if (setting.group != group) {
            group = setting.group;
            text += "\n\n## " + std::string(group) + "\n";
        }
        text += "\n# " + std::string(setting.help) + ".";
        if (setting.secret) text += " Secret.";
        text += "\n# " + std::string(setting.name) + " = " + as_toml(setting, setting.show(defaults)) + "\n";
    }
    return text;
}

}  // namespace herald
