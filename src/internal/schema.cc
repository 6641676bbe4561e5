#include "internal/schema.h"

#include <algorithm>

#include "base/python_text.h"
#include "base/text.h"
#include "base/uuid.h"
#include "http/json_body.h"
#include "internal/answers.h"

namespace herald::internal {
namespace {

/// In the order in which a message names them.
constexpr std::pair<TypeSet, std::string_view> type_names[] = {
    {string_type, "string"}, {integer_type, "integer"}, {boolean_type, "boolean"},
    {object_type, "object"}, {array_type, "array"},     {null_type, "null"},
};

std::uint8_t type_bit(JsonValue value) {
    switch (value.type()) {
        case JsonValue::Type::string:
            return string_type;
        case JsonValue::Type::number:
            return value.as_integer() ? integer_type : 0;
        case JsonValue::Type::boolean:
            return boolean_type;
        case JsonValue::Type::object:
            return object_type;
        case JsonValue::Type::array:
            return array_type;
        case JsonValue::Type::null:
            return null_type;
        default:
            return 0;
    }
}

std::string names_of(std::uint8_t types) {
    std::vector<std::string_view> names;
    for (const auto& [type, name] : type_names)
        if (types & type) names.push_back(name);
    return text::join(names);
}

bool is_empty(JsonValue value) {
    return value.is_string() ? value.text().empty() : (value.is_array() || value.is_object()) && value.size() == 0;
}

class Violations {
public:
    void check(const Property& property, JsonValue value) {
        const std::string name(property.name);
        const bool has_type = property.types & type_bit(value);
        const bool is_id = value.is_null() ? has_type : value.is_string() && Uuid::parse(value.text());
        if (property.is_uuid && !is_id) return add(name + " is not a valid UUID");
        const std::string text = name + " " + python_message_text(value);
        if (!has_type) return add(text + " is not of type " + names_of(property.types));
        if (property.non_empty && is_empty(value)) add(text + " should be non-empty");
        const auto& allowed = property.allowed;
        if (allowed.empty() || !value.is_string()) return;
        if (std::find(allowed.begin(), allowed.end(), value.text()) == allowed.end())
            add(text + " is not one of [" + text::join(allowed) + "]");
    }

    void add(std::string message) {
        if (std::find(messages_.begin(), messages_.end(), message) == messages_.end())
            messages_.push_back(std::move(message));
    }

    std::vector<std::string> take() { return std::move(messages_); }

private:
    std::vector<std::string> messages_;
};

std::vector<std::string> unknown_names(const Schema& schema, JsonValue body) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < body.size(); ++i) {
        const std::string_view name = body.member_name(i);
        const auto is_it = [&](const Property& property) { return property.name == name; };
        if (std::none_of(schema.properties.begin(), schema.properties.end(), is_it))
            names.push_back(python_message_text(name));
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

std::vector<std::string> find_violations(const Schema& schema, JsonValue body) {
    Violations violations;
    if (!body.is_object()) return {python_message_text(body) + " is not of type object"};
    for (const Property& property : schema.properties)
        if (const JsonValue value = body[property.name]; value.exists()) violations.check(property, value);
    for (const Property& property : schema.properties)
        if (property.required && !body[property.name].exists())
            violations.add(std::string(property.name) + " is a required property");
    const auto unknown = schema.is_closed ? unknown_names(schema, body) : std::vector<std::string>();
    if (!unknown.empty())
        violations.add("Additional properties are not allowed (" + text::join(unknown) +
                       (unknown.size() == 1 ? " was unexpected)" : " were unexpected)"));
    return violations.take();
}

std::variant<JsonDocument, http::Response> read_json(const http::Request& request) {
    if (!request.header("Content-Type").empty() && !http::says_json(request))
        return http::old_error(415, "The content type of this request must be application/json");
    auto body = JsonDocument::parse(request.body);
    if (!body) return unreadable_body();
    return std::move(*body);
}

std::variant<JsonDocument, http::Response> read_json(const http::Request& request, const Schema& schema) {
    auto body = read_json(request);
    if (std::holds_alternative<http::Response>(body)) return body;
    const auto violations = find_violations(schema, std::get<JsonDocument>(body).root());
    if (!violations.empty()) return http::validation_errors(violations);
    return body;
}

}  // namespace herald::internal
