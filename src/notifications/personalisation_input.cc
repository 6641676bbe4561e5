#include "notifications/personalisation_input.h"

#include <algorithm>

#include "content/sanitise.h"
#include "notifications/personalisation.h"

namespace herald::notifications {
namespace {

bool is_listed(std::string_view key, const std::vector<std::string>& names) {
    const std::string wanted = content::normalise_name(key);
    return std::any_of(names.begin(), names.end(),
                       [&](const auto& name) { return content::normalise_name(name) == wanted; });
}

}  // namespace

PersonalisationInput read_personalisation(JsonValue object, const std::vector<std::string>& sanitise_for) {
    PersonalisationInput input;
    if (object.size() == 0) return input;
    for (std::size_t i = 0; i < object.size(); ++i) {
        const JsonValue value = object.member_value(i);
        input.has_file |= value.is_object() && value["file"].exists();
        if (sanitise_for.empty() || !value.is_string() || !is_listed(object.member_name(i), sanitise_for)) continue;
        auto harmless = content::sanitise_untrusted(value.text());
        if (harmless != value.text())
            input.sanitised.push_back(
                {std::string(object.member_name(i)), std::string(value.text()), std::move(harmless)});
    }
    if (input.sanitised.empty()) {
        input.values = to_personalisation(object);
        input.json = object.to_json();
        return input;
    }
    // What is stored is what is sent: a later reading of the message must show the harmless text too.
    JsonWriter json(input.json);
    json.begin_object();
    for (std::size_t i = 0; i < object.size(); ++i) {
        const auto name = object.member_name(i);
        const auto changed =
            std::find_if(input.sanitised.begin(), input.sanitised.end(), [&](const auto& s) { return s.key == name; });
        if (changed == input.sanitised.end()) json.key(name).value(object.member_value(i));
        else json.member(name, changed->sanitised);
    }
    json.end_object();
    const auto harmless = JsonDocument::parse(input.json);
    input.values = to_personalisation(harmless->root());
    return input;
}

}  // namespace herald::notifications
