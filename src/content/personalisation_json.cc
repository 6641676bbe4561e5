#include "content/personalisation_json.h"

#include "base/python_text.h"

namespace herald::content {

namespace {

List to_list(JsonValue array) {
    List items;
    items.reserve(array.size());
    for (std::size_t i = 0; i < array.size(); ++i)
        if (!array[i].is_null()) items.push_back(python_str(array[i]));
    return items;
}

Value to_value(JsonValue value) {
    switch (value.type()) {
        case JsonValue::Type::absent:
        case JsonValue::Type::null:
            return std::monostate();
        case JsonValue::Type::boolean:
            return *value.as_bool();
        case JsonValue::Type::number:
            return Number{python_str(value)};
        case JsonValue::Type::string:
            return std::string(value.text());
        case JsonValue::Type::array:
            return to_list(value);
        case JsonValue::Type::object:
            return python_str(value);
    }
    return std::monostate();
}

}  // namespace

Personalisation to_personalisation(JsonValue object) {
    if (!object.is_object()) return {};
    std::vector<std::pair<std::string, Value>> values;
    values.reserve(object.size());
    for (std::size_t i = 0; i < object.size(); ++i)
        values.emplace_back(object.member_name(i), to_value(object.member_value(i)));
    return Personalisation(std::move(values));
}

}  // namespace herald::content
