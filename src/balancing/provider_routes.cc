#include "balancing/provider_routes.h"

#include <algorithm>
#include <array>
#include <ctime>

#include "base/json_writer.h"
#include "internal/answers.h"
#include "internal/path.h"
#include "internal/schema.h"

namespace herald::balancing {
namespace {

constexpr std::array<std::string_view, 4> changeable{"priority", "active", "reason", "created_by"};
constexpr std::int64_t priority_max = 100;

/// `Sun, 22 Nov 2026 01:08:56 GMT`
std::string http_date(Timestamp instant) {
    const std::time_t seconds = instant.micros / 1'000'000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[40];
    const std::size_t size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return std::string(text, size);
}

void write_common(JsonWriter& json, const Provider& provider) {
    json.member("id", provider.id)
        .member("display_name", provider.display_name)
        .member("identifier", provider.identifier)
        .member("priority", provider.priority)
        .member("notification_type", provider.channel)
        .member("active", provider.active)
        .member("supports_international", provider.supports_international)
        .member("reason", provider.reason);
}

void write_provider(JsonWriter& json, const Provider& provider) {
    json.begin_object();
    write_common(json, provider);
    json.member("version", provider.version).member("updated_at", provider.updated_at).key("created_by");
    if (provider.created_by) {
        json.begin_object()
            .member("id", provider.created_by->id)
            .member("name", provider.created_by->name)
            .member("email_address", provider.created_by->email_address)
            .end_object();
    } else {
        json.null();
    }
    json.end_object();
}

/// A row of the list. The month's count is one of billed messages, of which there are none before billing is built.
void write_listed(JsonWriter& json, const Provider& provider) {
    json.begin_object();
    write_common(json, provider);
    json.member("updated_at", provider.updated_at ? std::optional(http_date(*provider.updated_at)) : std::nullopt)
        .member("created_by_name", provider.created_by ? std::optional(provider.created_by->name) : provider.changed_by)
        .member("current_month_billable_sms", std::int64_t{0})
        .end_object();
}

http::Response with_details(const std::optional<Provider>& provider) {
    http::Response response;
    JsonWriter json(response.body);
    json.begin_object().key("provider_details");
    if (provider) write_provider(json, *provider);
    else json.begin_object().end_object();
    json.end_object();
    return response;
}

/// What a body asks for, or the fields that are wrong.
struct Wanted {
    ProviderChange change;
    std::optional<Uuid> author;
    internal::FieldErrors errors;
};

void read_field(Wanted& wanted, std::string_view name, JsonValue value) {
    if (name == "priority") {
        wanted.change.priority = value.as_integer();
        if (!wanted.change.priority) wanted.errors.add(name, internal::not_an_integer);
        else if (*wanted.change.priority < 0 || *wanted.change.priority > priority_max)
            wanted.errors.add(name, "Must be from 0 to 100.");
    } else if (name == "active") {
        wanted.change.active = value.as_bool();
        if (!wanted.change.active) wanted.errors.add(name, internal::not_a_boolean);
    } else if (name == "reason") {
        const auto text = value.as_string();
        if (text) wanted.change.reason = std::string(*text);
        else if (!value.is_null()) wanted.errors.add(name, internal::not_a_string);
    } else {
        wanted.author = Uuid::parse(value.text());
        if (!wanted.author) wanted.errors.add(name, internal::not_a_uuid);
    }
}

Wanted read_wanted(JsonValue body) {
    Wanted wanted;
    for (std::size_t i = 0; i < body.size(); ++i) {
        const std::string_view name = body.member_name(i);
        if (std::find(changeable.begin(), changeable.end(), name) == changeable.end())
            wanted.errors.add(name, "Not permitted to be updated");
        else read_field(wanted, name, body.member_value(i));
    }
    return wanted;
}

}  // namespace

void ProviderRoutes::add_to(http::Router& router) {
    const auto add = [&](http::Method method, const char* path, auto answer) {
        router.add(method, path, services::for_admin(parts_.authenticator, this, answer));
    };
    add(http::Method::get, "/provider-details", &ProviderRoutes::list);
    add(http::Method::get, "/provider-details/{id:uuid}", &ProviderRoutes::get);
    add(http::Method::post, "/provider-details/{id:uuid}", &ProviderRoutes::change);
    add(http::Method::get, "/provider-details/{id:uuid}/versions", &ProviderRoutes::versions);
}

Task<std::optional<Provider>> ProviderRoutes::find(Uuid id) {
    const auto all = co_await parts_.store.read(parts_.loop, all_providers);
    for (const auto& provider : all)
        if (provider.id == id) co_return provider;
    co_return std::nullopt;
}

Task<http::Response> ProviderRoutes::list(const http::Request&) {
    const auto all = co_await parts_.store.read(parts_.loop, all_providers);
    http::Response response;
    JsonWriter json(response.body);
    json.begin_object().key("provider_details").begin_array();
    for (const auto& provider : all) write_listed(json, provider);
    json.end_array().end_object();
    co_return response;
}

Task<http::Response> ProviderRoutes::get(const http::Request& request) {
    const Uuid id = internal::id_in_path(request, 0);
    const auto provider = co_await find(id);
    co_return with_details(provider);
}

Task<http::Response> ProviderRoutes::versions(const http::Request& request) {
    const Uuid id = internal::id_in_path(request, 0);
    const auto provider = co_await find(id);
    std::vector<Provider> kept;
    if (provider)
        kept = co_await parts_.store.read(parts_.loop,
                                          [&](db::Transaction& tx) { return versions_of(tx, provider->identifier); });
    http::Response response;
    JsonWriter json(response.body);
    json.begin_object().key("data").begin_array();
    for (const auto& version : kept) write_provider(json, version);
    json.end_array().end_object();
    co_return response;
}

Task<http::Response> ProviderRoutes::change(const http::Request& request) {
    auto body = internal::read_json(request);
    if (auto* refusal = std::get_if<http::Response>(&body)) co_return std::move(*refusal);
    const JsonValue root = std::get<JsonDocument>(body).root();
    if (!root.is_object()) co_return internal::unreadable_body();
    const Wanted wanted = read_wanted(root);
    if (!wanted.errors.empty()) co_return wanted.errors.answer();
    const Uuid id = internal::id_in_path(request, 0);
    const auto provider = co_await find(id);
    if (!provider) co_return internal::not_found();
    const Author author{wanted.author, "the admin site"};
    co_await parts_.store.write(parts_.loop, [&](db::Transaction& tx) {
        return change_provider(tx, provider->identifier, wanted.change, author, parts_.clock.now());
    });
    const auto changed = co_await find(id);
    co_return with_details(changed);
}

}  // namespace herald::balancing
