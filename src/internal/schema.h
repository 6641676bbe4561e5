#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/violations.h"
#include "http/message.h"

/// What the bodies of those routes may hold whose faults are answered in the style S of contract
/// admin-api-services-users §1.3 (V in admin-api-messages §0.3), declared as data, and the one validator that reads the
/// declarations.
namespace herald::internal {

struct Property {
    std::string_view name;
    std::uint8_t types = string_type;
    bool required = false;
    /// Any spelling that Uuid::parse takes; a wrong type gives the same message.
    bool is_uuid = false;
    bool non_empty = false;  ///< a string, an array or an object
    /// Of a string: the values it may have. Empty: any.
    std::span<const std::string_view> allowed = {};
};

/// Properties in the order in which their faults are reported.
struct Schema {
    std::span<const Property> properties;
    bool is_closed = false;  ///< other properties are faults
};

/// No store takes a NUL: a string with one is not a string that anything can be called.
bool has_nul(JsonValue value);

/// What is wrong: property by property, then what is missing, then what is too much; none twice. Empty: all is well.
std::vector<std::string> find_violations(const Schema& schema, JsonValue body);

/// The body as JSON; 415 for one that says it is something else, B400 for one that is none.
std::variant<JsonDocument, http::Response> read_json(const http::Request& request);
/// The same, and V when it does not fit.
std::variant<JsonDocument, http::Response> read_json(const http::Request& request, const Schema& schema);

}  // namespace herald::internal
