#include "base/settings_file.h"

#include <fmt/format.h>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace herald {
namespace {

std::string as_name(std::string_view key) {
    std::string name(key);
    std::replace(name.begin(), name.end(), '_', '-');
    return name;
}

/// Text as a setting's reader takes it; nothing for what no setting can be.
std::optional<std::string> as_text(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
    const auto* list = node.as_array();
    if (!list) return std::nullopt;
    std::string joined;
    for (const auto& item : *list) {
        const auto* text = item.as_string();
        if (!text) return std::nullopt;
        joined += (joined.empty() ? "" : ",") + text->get();
    }
    return joined;
}

void flatten(const toml::table& table, const std::string& prefix, SettingsFile& out) {
    for (const auto& [key, node] : table) {
        const std::string name = prefix + as_name(key.str());
        const std::string line = "line " + std::to_string(node.source().begin.line) + ": ";
        if (const auto* inner = node.as_table()) {
            flatten(*inner, name + "-", out);
        } else if (const auto text = as_text(node)) {
            if (!out.values.emplace(name, *text).second) out.errors.push_back(line + name + " is set twice");
        } else {
            out.errors.push_back(line + name + " must be text, a number, true, false or a list of texts");
        }
    }
}

}  // namespace

SettingsFile parse_settings_file(std::string_view content) {
    SettingsFile out;
    const toml::parse_result result = toml::parse(content);
    if (!result) {
        const auto& error = result.error();
        out.errors.push_back("line " + std::to_string(error.source().begin.line) + ": " +
                             std::string(error.description()));
        return out;
    }
    flatten(result.table(), "", out);
    return out;
}

}  // namespace herald
