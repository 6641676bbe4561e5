#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/api_error.h"

/// What all routes of the internal API have in common: the shapes of its errors, of its pages and of its dates. The
/// names in capitals are those of contract admin-api-messages §0.3.
namespace herald::internal {

/// N404: no such row, or not of the service in the path.
http::Response not_found();
/// U404: no such URL; also what a page that does not exist answers (§0.5).
http::Response no_such_url();
/// B400: the body is no JSON.
http::Response unreadable_body();

/// F: field by field what is wrong, all at once. Fields come out in the order in which they were first named.
class FieldErrors {
public:
    void add(std::string_view field, std::string_view text);
    bool empty() const { return fields_.empty(); }
    /// 400 `{"result":"error","message":{"«field»":["«text»",…],…}}`
    http::Response answer() const;

private:
    std::vector<std::pair<std::string, std::vector<std::string>>> fields_;
};

inline constexpr std::string_view field_missing = "Missing data for required field.";
inline constexpr std::string_view field_null = "Field may not be null.";
inline constexpr std::string_view not_a_string = "Not a valid string.";
inline constexpr std::string_view not_an_integer = "Not a valid integer.";
inline constexpr std::string_view not_a_boolean = "Not a valid boolean.";
inline constexpr std::string_view not_a_uuid = "Not a valid UUID.";
inline constexpr std::string_view not_a_datetime = "Not a valid datetime.";
inline constexpr std::string_view not_positive = "Not a positive integer";

}  // namespace herald::internal
