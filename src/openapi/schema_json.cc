#include "openapi/schema_json.h"

namespace herald::openapi {

using notifications::Format;
using notifications::Property;

namespace {

void write_types(JsonWriter& json, const Property& property) {
    const auto types = type_names(property.types);
    json.key("type");
    if (types.size() == 1) {
        json.value(types.front());
        return;
    }
    json.begin_array();
    for (const auto name : types) json.value(name);
    json.end_array();
}

/// `format` is only for those names that mean the same elsewhere.
void write_format(JsonWriter& json, Format format) {
    switch (format) {
        case Format::none:
            return;
        case Format::uuid:
            json.member("format", "uuid");
            return;
        case Format::https_url:
            json.member("format", "uri").member("pattern", "^https");
            return;
        case Format::phone_number:
            json.member("format", "phone-number");
            json.member("description", "A number in national form, or with its country code");
            return;
        case Format::email_address:
            json.member("format", "email");
            return;
        case Format::scheduled_for:
            json.member("format", "date-time").member("description", "Within the next 7 days");
            return;
    }
}

/// The members of one value's schema.
void write_value(JsonWriter& json, const Property& property) {
    write_types(json, property);
    write_format(json, property.format);
    if (property.code_points_max > 0) json.member("maxLength", property.code_points_max);
    if (property.stored_as_text) json.member("pattern", "^[^\\u0000]*$");
    if (!property.allowed.empty()) {
        json.key("enum").begin_array();
        for (const auto value : property.allowed) json.value(value);
        json.end_array();
    }
    if (property.items_are_strings) json.key("items").raw(R"({"type": ["string", "null"]})");
}

void write_items(JsonWriter& json, const Body& body) {
    json.key("items").begin_object().key("anyOf").begin_array();
    for (const auto name : body.items)
        json.begin_object().member("$ref", "#/components/schemas/" + std::string(name)).end_object();
    json.end_array().end_object();
}

void write_kinds(JsonWriter& json, const Body& body) {
    json.begin_object().key("oneOf").begin_array();
    for (const auto name : body.kinds)
        json.begin_object().member("$ref", "#/components/schemas/" + std::string(name)).end_object();
    json.end_array().end_object();
}

}  // namespace

void write_body_schema(JsonWriter& json, const Body& body) {
    if (body.schema == nullptr) return write_kinds(json, body);
    json.begin_object().member("type", "object").key("properties").begin_object();
    for (const Property& property : body.schema->properties) {
        json.key(property.name).begin_object();
        write_value(json, property);
        if (property.types == array_type) write_items(json, body);
        json.end_object();
    }
    json.end_object().key("required").begin_array();
    for (const Property& property : body.schema->properties)
        if (property.required) json.value(property.name);
    json.end_array();
    if (!body.one_of_keys.empty()) {
        json.key("oneOf").begin_array();
        for (const auto name : body.one_of_keys)
            json.begin_object().key("required").begin_array().value(name).end_array().end_object();
        json.end_array();
    }
    json.member("additionalProperties", body.takes_other_keys).end_object();
}

void write_query_parameter(JsonWriter& json, const Property& property) {
    json.begin_object().member("name", property.name).member("in", "query").member("required", property.required);
    json.key("schema").begin_object();
    if (property.repeatable) json.member("type", "array").key("items").begin_object();
    write_value(json, property);
    if (property.repeatable) json.end_object();
    json.end_object();
    if (property.repeatable) json.member("style", "form").member("explode", true);
    json.end_object();
}

}  // namespace herald::openapi
