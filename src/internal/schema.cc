#include "internal/schema.h"

#include <algorithm>

#include "base/uuid.h"
#include "http/json_body.h"
#include "internal/answers.h"

namespace herald::internal {
namespace {

bool is_empty(JsonValue value) {
    return value.is_string() ? value.text().empty() : (value.is_array() || value.is_object()) && value.size() == 0;
}

void check(const Property& property, JsonValue value, Violations& violations) {
    const bool is_right = has_type(value, property.types) && !has_nul(value);
    const bool is_id = value.is_null() ? is_right : value.is_string() && Uuid::parse(value.text());
    if (property.is_uuid && !is_id) return violations.add(std::string(property.name) + " is not a valid UUID");
    if (!is_right) return violations.wrong_type(property.name, value, property.types);
    if (property.non_empty && is_empty(value)) violations.add(property.name, value, " should be non-empty");
    const auto& allowed = property.allowed;
    if (allowed.empty() || !value.is_string()) return;
    if (std::find(allowed.begin(), allowed.end(), value.text()) == allowed.end())
        violations.not_one_of(property.name, value.text(), allowed);
}

std::vector<std::string_view> unknown_names(const Schema& schema, JsonValue body) {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < body.size(); ++i) {
        const std::string_view name = body.member_name(i);
        const auto is_it = [&](const Property& property) { return property.name == name; };
        if (std::none_of(schema.properties.begin(), schema.properties.end(), is_it)) names.push_back(name);
    }
    return names;
}

}  // namespace

bool has_nul(JsonValue value) {
    return value.is_string() && value.text().find('\0') != std::string_view::npos;
}

std::vector<std::string> find_violations(const Schema& schema, JsonValue body) {
    Violations violations;
    if (!body.is_object()) {
        violations.wrong_type("", body, object_type);
        return violations.take();
    }
    for (const Property& property : schema.properties)
        if (const JsonValue value = body[property.name]; value.exists()) check(property, value, violations);
    for (const Property& property : schema.properties)
        if (property.required && !body[property.name].exists()) violations.missing(property.name);
    if (schema.is_closed) violations.unexpected(unknown_names(schema, body));
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
