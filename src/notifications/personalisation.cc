#include "notifications/personalisation.h"

#include "base/python_text.h"

namespace herald::notifications {

namespace {

content::List to_list(JsonValue array) {
    content::List items;
    items.reserve(array.size());
    for (std::size_t i = 0; i < array.size(); ++i)
        if (!array[i].is_null()) items.push_back(python_str(array[i]));
    return items;
}

content::Value to_value(JsonValue value) {
    switch (value.type()) {
        case JsonValue::Type::absent:
        case JsonValue::Type::null:
            return std::monostate();
        case JsonValue::Type::boolean:
            return *value.as_bool();
        case JsonValue::Type::number:
            return content::Number{python_str(value)};
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

content::Personalisation to_personalisation(JsonValue object) {
    content::Personalisation values;
    if (!object.is_object()) return values;
    for (std::size_t i = 0; i < object.size(); ++i) values.set(object.member_name(i), to_value(object.member_value(i)));
    return values;
}

}  // namespace herald::notifications
