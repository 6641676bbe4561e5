#include "base/violations.h"

#include <algorithm>

#include "base/python_text.h"
#include "base/text.h"

namespace herald {
namespace {

constexpr std::pair<TypeSet, std::string_view> all_types[] = {
    {array_type, "array"},   {boolean_type, "boolean"}, {integer_type, "integer"},
    {object_type, "object"}, {string_type, "string"},   {null_type, "null"},
};

std::uint8_t type_bit(JsonValue value) {
    switch (value.type()) {
        case JsonValue::Type::absent:
            return 0;
        case JsonValue::Type::null:
            return null_type;
        case JsonValue::Type::boolean:
            return boolean_type;
        case JsonValue::Type::number:
            return value.as_integer() ? integer_type : 0;
        case JsonValue::Type::string:
            return string_type;
        case JsonValue::Type::array:
            return array_type;
        case JsonValue::Type::object:
            return object_type;
    }
    return 0;
}

}  // namespace

bool has_type(JsonValue value, std::uint8_t types) {
    return (types & type_bit(value)) != 0;
}

std::vector<std::string_view> type_names(std::uint8_t types) {
    std::vector<std::string_view> names;
    for (const auto& [type, name] : all_types)
        if (types & type) names.push_back(name);
    return names;
}

void Violations::add(std::string message) {
    if (std::find(messages_.begin(), messages_.end(), message) == messages_.end())
        messages_.push_back(std::move(message));
}

void Violations::add(std::string_view name, JsonValue value, std::string_view fault) {
    const std::string_view space = name.empty() ? "" : " ";
    add(std::string(name).append(space).append(python_message_text(value)).append(fault));
}

void Violations::add(std::string_view name, std::string_view value, std::string_view fault) {
    add(std::string(name).append(" ").append(python_message_text(value)).append(fault));
}

void Violations::wrong_type(std::string_view name, JsonValue value, std::uint8_t types) {
    add(name, value, " is not of type " + text::join(type_names(types)));
}

void Violations::not_one_of(std::string_view name, std::string_view value, std::span<const std::string_view> allowed) {
    add(name, value, " is not one of [" + text::join(allowed) + "]");
}

void Violations::missing(std::string_view name) {
    add(std::string(name) + " is a required property");
}

void Violations::unexpected(std::vector<std::string_view> names) {
    if (names.empty()) return;
    std::sort(names.begin(), names.end());
    std::vector<std::string> shown;
    for (const std::string_view name : names) shown.push_back(python_message_text(name));
    add("Additional properties are not allowed (" + text::join(shown) +
        (names.size() == 1 ? " was unexpected)" : " were unexpected)"));
}

}  // namespace herald
