#include "notifications/personalisation_input.h"

#include <algorithm>
#include <map>

#include "content/sanitise.h"
#include "documents/file_rules.h"
#include "notifications/personalisation.h"

namespace herald::notifications {
namespace {

/// Stands for a file whose link is not known yet.
constexpr std::string_view stand_in = "file";

bool is_listed(std::string_view key, const std::vector<std::string>& names) {
    const std::string wanted = content::normalise_name(key);
    return std::any_of(names.begin(), names.end(),
                       [&](const auto& name) { return content::normalise_name(name) == wanted; });
}

}  // namespace

PersonalisationInput read_personalisation(JsonValue object, const std::vector<std::string>& sanitise_for,
                                          std::span<const std::string> links) {
    PersonalisationInput input;
    if (object.size() == 0) return input;
    std::map<std::string_view, std::string> replaced;  // by the key as sent
    for (std::size_t i = 0; i < object.size(); ++i) {
        const auto name = object.member_name(i);
        const JsonValue value = object.member_value(i);
        if (documents::is_file(value)) {
            const std::size_t place = input.files.size();
            replaced[name] = place < links.size() ? links[place] : std::string(stand_in);
            input.files.push_back(value);
            continue;
        }
        if (sanitise_for.empty() || !value.is_string() || !is_listed(name, sanitise_for)) continue;
        auto harmless = content::sanitise_untrusted(value.text());
        if (harmless == value.text()) continue;
        replaced[name] = harmless;
        input.sanitised.push_back({std::string(name), std::string(value.text()), std::move(harmless)});
    }
    if (replaced.empty()) {
        input.values = to_personalisation(object);
        input.json = object.to_json();
        return input;
    }
    // What is stored is what is sent: a later reading of the message must show the harmless text and the link too.
    JsonWriter json(input.json);
    json.begin_object();
    for (std::size_t i = 0; i < object.size(); ++i) {
        const auto name = object.member_name(i);
        const auto changed = replaced.find(name);
        if (changed == replaced.end()) json.key(name).value(object.member_value(i));
        else json.member(name, changed->second);
    }
    json.end_object();
    const auto stored = JsonDocument::parse(input.json);
    input.values = to_personalisation(stored->root());
    return input;
}

}  // namespace herald::notifications
