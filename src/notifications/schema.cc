#include "notifications/schema.h"

#include <algorithm>
#include <variant>

#include "base/text.h"
#include "base/uuid.h"
#include "notifications/formats.h"

namespace herald::notifications {

namespace {

bool contains(std::span<const std::string_view> values, std::string_view text) {
    return std::find(values.begin(), values.end(), text) != values.end();
}

/// Collects what is wrong with one request.
class Validator {
public:
    explicit Validator(Timestamp now) : now_(now) {}

    Validation take() {
        result_.messages = violations_.take();
        return std::move(result_);
    }

    void check(const Property& property, JsonValue value) {
        const bool wrong_type = !has_type(value, property.types);
        if (wrong_type && (property.format == Format::uuid || property.format == Format::https_url))
            return report_format(property);
        if (wrong_type) return violations_.wrong_type(property.name, value, property.types);
        if (const auto text = value.as_string()) return check_text(property, *text);
        if (property.items_are_strings) check_items(property, value);
    }

    void check_text(const Property& property, std::string_view text) {
        // A text of as many bytes as code points are allowed can't have more code points.
        const std::size_t most = property.code_points_max;
        if (most > 0 && text.size() > most && text::count_code_points(text) > most)
            violations_.add(property.name, text, " is too long");
        if (property.stored_as_text && text.find('\0') != std::string_view::npos)
            report(property.name, "must not contain the character U+0000");
        if (!property.allowed.empty() && !contains(property.allowed, text)) report_not_allowed(property, text);
        check_format(property, text);
    }

    void report_missing(const Schema& schema, const auto& is_present) {
        for (const Property& property : schema.properties)
            if (property.required && !is_present(property.name)) violations_.missing(property.name);
    }

    /// What is wrong with the body as a whole.
    Violations& violations() { return violations_; }

private:
    void report(std::string_view name, std::string_view fault) {
        violations_.add(std::string(name).append(" ").append(fault));
    }

    void report_format(const Property& property) {
        report(property.name, property.format == Format::uuid ? "is not a valid UUID" : "is not a valid https url");
    }

    void report_not_allowed(const Property& property, std::string_view text) {
        if (!property.not_allowed.empty()) return violations_.add(std::string(property.not_allowed));
        violations_.not_one_of(property.name, text, property.allowed);
    }

    void check_items(const Property& property, JsonValue array) {
        for (std::size_t i = 0; i < array.size(); ++i)
            if (!has_type(array[i], string_type | null_type))
                violations_.wrong_type(property.name, array[i], string_type);
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
                if (!result_.email_address) report(property.name, recipients::email_address_error);
                return;
            case Format::scheduled_for:
                return check_scheduled_for(property, text);
        }
    }

    void check_scheduled_for(const Property& property, std::string_view text) {
        const auto read = read_scheduled_for(text, now_);
        if (const auto* error = std::get_if<std::string_view>(&read)) report(property.name, *error);
        else result_.scheduled_for = std::get<Timestamp>(read);
    }

    void check_phone_number(const Property& property, std::string_view text) {
        auto parsed = recipients::parse_phone_number(text);
        if (const auto* error = std::get_if<recipients::PhoneError>(&parsed))
            report(property.name, recipients::api_message(*error));
        else result_.phone_number = std::get<recipients::PhoneNumber>(std::move(parsed));
    }

    Timestamp now_;
    Violations violations_;
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
        validator.violations().wrong_type("", body, object_type);
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
        validator.violations().unexpected(std::move(unexpected));
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
    validator.violations().unexpected(std::move(unexpected));
    return validator.take();
}

}  // namespace herald::notifications
