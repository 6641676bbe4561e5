#include "base/json.h"

#include <charconv>
#include <limits>

namespace herald {

std::string_view JsonValue::text() const {
    if (!is_string() && !is_number()) return {};
    return {node_->text, node_->size};
}

std::optional<std::string_view> JsonValue::as_string() const {
    if (!is_string()) return std::nullopt;
    return text();
}

std::optional<bool> JsonValue::as_bool() const {
    if (!is_bool()) return std::nullopt;
    return node_->flag;
}

std::optional<std::int64_t> JsonValue::as_integer() const {
    if (!is_number()) return std::nullopt;
    const std::string_view literal = text();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(literal.data(), literal.data() + literal.size(), number);
    if (error != std::errc() || end != literal.data() + literal.size()) return std::nullopt;
    return number;
}

std::optional<double> JsonValue::as_double() const {
    if (!is_number()) return std::nullopt;
    const std::string_view literal = text();
    if (literal == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (literal == "Infinity") return std::numeric_limits<double>::infinity();
    if (literal == "-Infinity") return -std::numeric_limits<double>::infinity();
    double number = 0;
    // A number too small for a double is out of range for from_chars; the only such literals that parse are near zero.
    if (std::from_chars(literal.data(), literal.data() + literal.size(), number).ec != std::errc()) return 0.0;
    return number;
}

std::size_t JsonValue::size() const {
    return is_array() || is_object() ? node_->size : 0;
}

JsonValue JsonValue::element(std::size_t index) const {
    if (!is_array() || index >= node_->size) return {};
    return {child(index), nodes_};
}

JsonValue JsonValue::operator[](std::string_view name) const {
    if (!is_object()) return {};
    for (std::size_t i = 0; i < node_->size; ++i)
        if (member_name(i) == name) return member_value(i);
    return {};
}

std::string_view JsonValue::member_name(std::size_t index) const {
    const Node* const name = child(2 * index);
    return {name->text, name->size};
}

JsonValue JsonValue::member_value(std::size_t index) const {
    return {child(2 * index + 1), nodes_};
}

std::string JsonValue::to_json() const {
    std::string out;
    JsonWriter(out).value(*this);
    return out;
}

}  // namespace herald
