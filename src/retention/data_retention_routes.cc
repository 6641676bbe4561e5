#include "retention/data_retention_routes.h"

#include <algorithm>

#include "internal/answers.h"
#include "internal/path.h"
#include "internal/schema.h"

namespace herald::retention {
namespace {

using http::Response;

constexpr std::string_view channels[] = {"sms", "letter", "email"};
constexpr internal::Property new_properties[] = {
    {.name = "days_of_retention", .types = integer_type, .required = true},
    {.name = "notification_type", .required = true, .allowed = channels},
};
constexpr internal::Schema new_schema{new_properties};
constexpr internal::Schema change_schema{std::span(new_properties).first<1>()};

void write(JsonWriter& json, const DataRetention& retention) {
    json.begin_object()
        .member("id", retention.id)
        .member("service_id", retention.service_id)
        .member("service_name", retention.service_name)
        .member("notification_type", to_text(retention.channel))
        .member("days_of_retention", retention.days)
        .member("created_at", retention.created_at)
        .member("updated_at", retention.updated_at)
        .end_object();
}

/// The first that fits, or `{}`.
template <class Predicate>
Response show_one(const std::vector<DataRetention>& all, Predicate fits) {
    Response response;
    JsonWriter json(response.body);
    const auto found = std::find_if(all.begin(), all.end(), fits);
    if (found != all.end()) write(json, *found);
    else json.begin_object().end_object();
    return response;
}

}  // namespace

void DataRetentionRoutes::add_to(http::Router& router) {
    const auto add = [&](http::Method method, const char* path,
                         Task<Response> (DataRetentionRoutes::*answer)(const http::Request&)) {
        router.add(method, std::string("/service/{service_id:uuid}/data-retention") + path,
                   services::for_admin(parts_.authenticator, this, answer));
    };
    add(http::Method::get, "", &DataRetentionRoutes::all);
    add(http::Method::post, "", &DataRetentionRoutes::create);
    add(http::Method::get, "/{retention_id:uuid}", &DataRetentionRoutes::one);
    add(http::Method::post, "/{retention_id:uuid}", &DataRetentionRoutes::change);
    add(http::Method::get, "/notification-type/{notification_type}", &DataRetentionRoutes::of_channel);
}

Task<std::vector<DataRetention>> DataRetentionRoutes::read(Uuid service_id) {
    co_return co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) { return list(tx, service_id); });
}

Task<Response> DataRetentionRoutes::all(const http::Request& request) {
    const auto retentions = co_await read(internal::service_in_path(request));
    Response response;
    JsonWriter json(response.body);
    json.begin_array();
    for (const auto& retention : retentions) write(json, retention);
    json.end_array();
    co_return response;
}

Task<Response> DataRetentionRoutes::one(const http::Request& request) {
    const auto retentions = co_await read(internal::service_in_path(request));
    const Uuid id = internal::id_in_path(request, 1);
    co_return show_one(retentions, [&](const DataRetention& retention) { return retention.id == id; });
}

Task<Response> DataRetentionRoutes::of_channel(const http::Request& request) {
    const auto channel = services::channel_from_text(request.params[1]);
    if (!channel) co_return internal::not_found();
    const auto retentions = co_await read(internal::service_in_path(request));
    co_return show_one(retentions, [&](const DataRetention& retention) { return retention.channel == *channel; });
}

Task<Response> DataRetentionRoutes::create(const http::Request& request) {
    auto body = internal::read_json(request, new_schema);
    if (auto* refused = std::get_if<Response>(&body)) co_return std::move(*refused);
    const JsonValue root = std::get<JsonDocument>(body).root();
    const auto service = co_await parts_.services.find(internal::service_in_path(request));
    DataRetention wanted;
    wanted.id = parts_.ids.next_ordered();
    wanted.channel = *services::channel_from_text(root["notification_type"].text());
    wanted.days = *root["days_of_retention"].as_integer();
    wanted.created_at = parts_.clock.now();
    bool is_new = false;
    if (service) {
        wanted.service_id = service->id;
        wanted.service_name = service->name;
        is_new = co_await parts_.store.write(parts_.loop,
                                             [&](db::Transaction& tx) { return retention::create(tx, wanted); });
    }
    if (!is_new)
        co_return http::old_error(400, "Service already has data retention for " +
                                           std::string(to_text(wanted.channel)) + " notification type");
    Response response;
    response.status = 201;
    JsonWriter json(response.body);
    json.begin_object().key("result");
    write(json, wanted);
    json.end_object();
    co_return response;
}

Task<Response> DataRetentionRoutes::change(const http::Request& request) {
    auto body = internal::read_json(request, change_schema);
    if (auto* refused = std::get_if<Response>(&body)) co_return std::move(*refused);
    const std::int64_t days = *std::get<JsonDocument>(body)["days_of_retention"].as_integer();
    const Uuid service_id = internal::service_in_path(request), id = internal::id_in_path(request, 1);
    const Timestamp now = parts_.clock.now();
    const bool changed = co_await parts_.store.write(
        parts_.loop, [&](db::Transaction& tx) { return retention::change(tx, service_id, id, days, now); });
    if (!changed)
        co_return http::old_error(404, "The service data retention for id: " + id.to_string() +
                                           " was not found for service: " + service_id.to_string());
    Response response;
    response.status = 204;
    co_return response;
}

}  // namespace herald::retention
