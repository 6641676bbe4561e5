#include "templates/template_routes.h"

#include <charconv>
#include <set>

#include "base/violations.h"
#include "http/api_error.h"
#include "templates/template_json.h"
#include "templates/template_store.h"

namespace herald::templates {
namespace {

constexpr std::string_view bad_id = "id is not a valid UUID";

bool is_urn(std::string_view id) {
    return id.starts_with("urn:");
}

http::Response answer(const StoredTemplate* stored) {
    if (!stored || stored->hidden) return http::v2_not_found();
    http::Response response;
    JsonWriter json(response.body);
    write_template(json, *stored);
    return response;
}

/// What is wrong with the query of the list; `type` is set when it is given and right.
std::vector<std::string> read_list_query(std::string_view query, std::optional<TemplateType>& type) {
    const auto parameters = http::parse_form(query);
    Violations violations;
    std::set<std::string_view> unexpected;
    bool type_seen = false;
    for (const auto& [name, value] : parameters) {
        if (name != "type") {
            unexpected.insert(name);
        } else if (!std::exchange(type_seen, true)) {
            type = services::channel_from_text(value);
            if (!type) violations.not_one_of("type", value, services::channel_names);
        }
    }
    violations.unexpected({unexpected.begin(), unexpected.end()});
    return violations.take();
}

/// Null, false, zero and what is empty stand for an empty object (contract public-api §0).
bool counts_as_empty(JsonValue body) {
    switch (body.type()) {
        case JsonValue::Type::absent:
        case JsonValue::Type::null:
            return true;
        case JsonValue::Type::boolean:
            return !*body.as_bool();
        case JsonValue::Type::number:
            return body.as_double() == 0;
        case JsonValue::Type::string:
            return body.text().empty();
        case JsonValue::Type::array:
        case JsonValue::Type::object:
            return body.size() == 0;
    }
    return false;
}

/// The schema of a preview: errors in the order of its properties (contract public-api §3.5).
std::vector<std::string> check_preview(bool id_is_valid, JsonValue body) {
    Violations violations;
    if (!counts_as_empty(body) && !body.is_object()) {
        violations.wrong_type("", body, object_type);
        return violations.take();
    }
    if (!id_is_valid) violations.add(std::string(bad_id));
    const JsonValue personalisation = body["personalisation"];
    if (personalisation.exists() && !personalisation.is_object())
        violations.wrong_type("personalisation", personalisation, object_type);
    return violations.take();
}

}  // namespace

void TemplateRoutes::add_to(http::Router& router) {
    using http::Method;
    router.add(Method::get, "/v2/template/{id}",
               services::for_callers(parts_.authenticator, this, &TemplateRoutes::get_latest));
    router.add(Method::get, "/v2/template/{id}/version/{version:int}",
               services::for_callers(parts_.authenticator, this, &TemplateRoutes::get_version));
    router.add(Method::get, "/v2/templates",
               services::for_callers(parts_.authenticator, this, &TemplateRoutes::get_list));
    router.add(Method::post, "/v2/template/{id}/preview",
               services::for_callers(parts_.authenticator, this, &TemplateRoutes::preview));
}

Task<http::Response> TemplateRoutes::get_latest(const http::Request& request, const services::Caller& caller) {
    const auto id = Uuid::parse(request.params[0]);
    if (!id) co_return http::validation_error(bad_id);
    if (is_urn(request.params[0])) co_return http::v2_unrepresentable_id();
    const TemplatePtr stored = co_await parts_.templates.find(caller.service->id, *id);
    co_return answer(stored.get());
}

Task<http::Response> TemplateRoutes::get_version(const http::Request& request, const services::Caller& caller) {
    const auto id = Uuid::parse(request.params[0]);
    if (!id) co_return http::validation_error(bad_id);
    if (is_urn(request.params[0])) co_return http::v2_unrepresentable_id();
    const std::string& digits = request.params[1];
    std::int64_t version = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), version).ec != std::errc())
        co_return http::v2_not_found();
    TemplatePtr stored;
    // Version 0 is the latest (contract public-api §3.4).
    if (version == 0) stored = co_await parts_.templates.find(caller.service->id, *id);
    else stored = co_await parts_.templates.find_version(caller.service->id, *id, version);
    co_return answer(stored.get());
}

Task<http::Response> TemplateRoutes::get_list(const http::Request& request, const services::Caller& caller) {
    std::optional<TemplateType> type;
    const auto errors = read_list_query(request.query, type);
    if (!errors.empty()) co_return http::validation_errors(errors);

    const Uuid service_id = caller.service->id;
    const auto read = [service_id, type](db::Transaction& tx) { return list_templates(tx, service_id, type); };
    const auto all = co_await parts_.store.read(parts_.loop, read);
    http::Response response;
    JsonWriter json(response.body);
    json.begin_object().key("templates").begin_array();
    for (const auto& stored : all) write_template(json, *stored);
    json.end_array().end_object();
    co_return response;
}

Task<http::Response> TemplateRoutes::preview(const http::Request& request, const services::Caller& caller) {
    const std::string_view text = request.body.empty() ? std::string_view("{}") : std::string_view(request.body);
    const auto body = JsonDocument::parse(text);
    if (!body) co_return http::bad_request("Invalid JSON supplied in POST data");
    const auto id = Uuid::parse(request.params[0]);
    const auto errors = check_preview(id.has_value(), body->root());
    if (!errors.empty()) co_return http::validation_errors(errors);
    if (!id) co_return http::validation_error(bad_id);
    if (is_urn(request.params[0])) co_return http::v2_unrepresentable_id();

    const TemplatePtr stored = co_await parts_.templates.find(caller.service->id, *id);
    if (!stored || stored->hidden) co_return http::v2_not_found();
    const auto values = parts_.read_personalisation((*body)["personalisation"]);
    const auto missing =
        content::missing({&stored->letter_contact, &stored->parsed.subject, &stored->parsed.body}, values);
    if (!missing.empty()) co_return http::bad_request(content::missing_message(missing));
    http::Response response;
    JsonWriter json(response.body);
    write_preview(json, *stored, values);
    co_return response;
}

}  // namespace herald::templates
