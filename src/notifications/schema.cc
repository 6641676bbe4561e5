#include "notifications/schema.h"

#include <algorithm>
#include <variant>

#include "base/python_text.h"
#include "base/text.h"
#include "base/uuid.h"
#include "notifications/formats.h"

namespace herald::notifications {

namespace {

std::uint8_t type_bit(JsonValue value) {
    switch (value.type()) {
        case JsonValue::Type::string:
            return string_type;
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

/// `array, null`, in alphabetical order but for null, which comes last.
std::string type_names(std::uint8_t types) {
    std::string out;
    const auto add = [&](TypeSet type, std::string_view name) {
        if (!(types & type)) return;
        if (!out.empty()) out.append(", ");
        out.append(name);
    };
    add(array_type, "array");
    add(object_type, "object");
    add(string_type, "string");
    add(null_type, "null");
    return out;
}

bool contains(std::span<const std::string_view> values, std::string_view text) {
    return std::find(values.begin(), values.end(), text) != values.end();
}

/// Collects what is wrong with one request.
class Validator {
public:
    explicit Validator(Timestamp now) : now_(now) {}

    Validation take() { return std::move(result_); }

    void check(const Property& property, JsonValue value) {
        const bool wrong_type = !(property.types & type_bit(value));
        if (wrong_type && (property.format == Format::uuid || property.format == Format::https_url))
            return report_format(property);
        if (wrong_type)
            return report(property.name, {python_message_text(value), " is not of type ", type_names(property.types)});
        if (const auto text = value.as_string()) return check_text(property, *text);
        if (property.items_are_strings) check_items(property, value);
    }

    void check_text(const Property& property, std::string_view text) {
        // A text of as many bytes as code points are allowed can't have more code points.
        const std::size_t most = property.code_points_max;
        if (most > 0 && text.size() > most && text::count_code_points(text) > most)
            report(property.name, {python_message_text(text), " is too long"});
        if (property.stored_as_text && text.find('\0') != std::string_view::npos)
            report(property.name, {"must not contain the character U+0000"});
        if (!property.allowed.empty() && !contains(property.allowed, text)) report_not_allowed(property, text);
        check_format(property, text);
    }

    void report_missing(const Schema& schema, const auto& is_present) {
        for (const Property& property : schema.properties)
            if (property.required && !is_present(property.name)) report(property.name, {"is a required property"});
    }

    /// One message for all keys that should not be there.
    void report_unexpected(std::vector<std::string_view> names) {
        if (names.empty()) return;
        std::sort(names.begin(), names.end());
        std::string message = "Additional properties are not allowed (";
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (i > 0) message.append(", ");
            message.append(python_message_text(names[i]));
        }
        message.append(names.size() == 1 ? " was unexpected)" : " were unexpected)");
        add(std::move(message));
    }

    void add(std::string message) {
        if (std::find(result_.messages.begin(), result_.messages.end(), message) == result_.messages.end())
            result_.messages.push_back(std::move(message));
    }

private:
    void report(std::string_view name, std::initializer_list<std::string_view> parts) {
        std::string message(name);
        message.push_back(' ');
        for (const std::string_view part : parts) message.append(part);
        add(std::move(message));
    }

    void report_format(const Property& property) {
        report(property.name, {property.format == Format::uuid ? "is not a valid UUID" : "is not a valid https url"});
    }

    void report_not_allowed(const Property& property, std::string_view text) {
        if (!property.not_allowed.empty()) return add(std::string(property.not_allowed));
        report(property.name, {python_message_text(text), " is not one of [", text::join(property.allowed), "]"});
    }

    void check_items(const Property& property, JsonValue array) {
        for (std::size_t i = 0; i < array.size(); ++i)
            if (!array[i].is_string() && !array[i].is_null())
                report(property.name, {python_message_text(array[i]), " is not of type string"});
    }

    void check_format(const Property& property, std::string_view text) {
        switch (property.format) {
            case Format::none:
                return;
            case Format::uuid:
                if (!Uuid::parse(text)) report_format(property);
                return;
            case Format::https_url:
                if (!is_https_url(text)) report_format(property);
                return;
            case Format::phone_number:
                return check_phone_number(property, text);
            case Format::email_address:
                result_.email_address = recipients::parse_email_address(text);
                if (!result_.email_address) report(property.name, {recipients::email_address_error});
                return;
            case Format::scheduled_for:
                return check_scheduled_for(property, text);
        }
    }

    void check_scheduled_for(const Property& property, std::string_view text) {
        const auto read = read_scheduled_for(text, now_);
        if (const auto* error = std::get_if<std::string_view>(&read)) report(property.name, {*error});
        else result_.scheduled_for = std::get<Timestamp>(read);
    }

    void check_phone_number(const Property& property, std::string_view text) {
        auto parsed = recipients::parse_phone_number(text);
        if (const auto* error = std::get_if<recipients::PhoneError>(&parsed))
            report(property.name, {recipients::api_message(*error)});
        else result_.phone_number = std::get<recipients::PhoneNumber>(std::move(parsed));
    }

    Timestamp now_;
    Validation result_;
};

const Property* find_property(const Schema& schema, std::string_view name) {
    for (const Property& property : schema.properties)
        if (property.name == name) return &property;
    return nullptr;
}

}  // namespace

Validation validate(const Schema& schema, JsonValue body, Timestamp now) {
    Validator validator(now);
    if (!body.is_object()) {
        validator.add(python_message_text(body) + " is not of type object");
        return validator.take();
    }
    std::size_t known = 0;
    for (const Property& property : schema.properties) {
        const JsonValue value = body[property.name];
        if (!value.exists()) continue;
        ++known;
        validator.check(property, value);
    }
    validator.report_missing(schema, [&](std::string_view name) { return body[name].exists(); });
    if (known < body.size()) {
        std::vector<std::string_view> unexpected;
        for (std::size_t i = 0; i < body.size(); ++i)
            if (!find_property(schema, body.member_name(i))) unexpected.push_back(body.member_name(i));
        validator.report_unexpected(std::move(unexpected));
    }
    return validator.take();
}

Validation validate_query(const Schema& schema, const http::Pairs& query, Timestamp now) {
    Validator validator(now);
    for (const Property& property : schema.properties) {
        for (const auto& [name, value] : query) {
            if (name != property.name) continue;
            validator.check_text(property, value);
            if (!property.repeatable) break;
        }
    }
    std::vector<std::string_view> unexpected;
    for (const auto& [name, value] : query) {
        const bool seen = std::find(unexpected.begin(), unexpected.end(), name) != unexpected.end();
        if (!find_property(schema, name) && !seen) unexpected.push_back(name);
    }
    validator.report_unexpected(std::move(unexpected));
    return validator.take();
}

}  // namespace herald::notifications
