#include "notifications/personalisation_input.h"

#include <algorithm>
#include <map>
#include <set>

#include "content/sanitise.h"
#include "documents/file_rules.h"
#include "notifications/personalisation.h"

namespace herald::notifications {
namespace {

/// Stands for a file whose link is not known yet.
constexpr std::string_view stand_in = "file";

std::set<std::string> normalised(const std::vector<std::string>& names) {
    std::set<std::string> keys;
    for (const auto& name : names) keys.insert(content::normalise_name(name));
    return keys;
}

bool is_of_template(std::string_view key, std::span<const FileLink> files) {
    return std::ranges::any_of(files, [&](const FileLink& file) { return content::is_same_name(file.name, key); });
}

/// The values as they are sent, and so stored: a later reading of the message must show the harmless text and the links
/// too.
std::string changed_json(JsonValue object, const std::map<std::string_view, std::string>& replaced,
                         std::span<const FileLink> template_files) {
    std::string text;
    JsonWriter json(text);
    json.begin_object();
    for (std::size_t i = 0; i < object.size(); ++i) {
        const auto name = object.member_name(i);
        if (is_of_template(name, template_files)) continue;
        const auto changed = replaced.find(name);
        if (changed == replaced.end()) json.key(name).value(object.member_value(i));
        else json.member(name, changed->second);
    }
    for (const auto& file : template_files) json.member(file.name, file.text);
    json.end_object();
    return text;
}

}  // namespace

PersonalisationInput read_personalisation(JsonValue object, const std::vector<std::string>& sanitise_for,
                                          const Replacements& replacements) {
    PersonalisationInput input;
    if (object.size() == 0 && replacements.template_files.empty()) return input;
    const auto listed = normalised(sanitise_for);
    std::map<std::string_view, std::string> replaced;  // by the key as sent
    for (std::size_t i = 0; i < object.size(); ++i) {
        const auto name = object.member_name(i);
        const JsonValue value = object.member_value(i);
        if (documents::is_file(value)) {
            if (is_of_template(name, replacements.template_files)) continue;
            const std::size_t place = input.files.size();
            replaced[name] = place < replacements.links.size() ? replacements.links[place] : std::string(stand_in);
            input.files.push_back(value);
            continue;
        }
        if (listed.empty() || !value.is_string() || !listed.contains(content::normalise_name(name))) continue;
        auto harmless = content::sanitise_untrusted(value.text());
        if (harmless == value.text()) continue;
        replaced[name] = harmless;
        input.sanitised.push_back({std::string(name), std::string(value.text()), std::move(harmless)});
    }
    if (replaced.empty() && replacements.template_files.empty()) {
        input.values = to_personalisation(object);
        input.json = object.to_json();
        return input;
    }
    input.json = changed_json(object, replaced, replacements.template_files);
    const auto stored = JsonDocument::parse(input.json);
    input.values = to_personalisation(stored->root());
    return input;
}

}  // namespace herald::notifications
