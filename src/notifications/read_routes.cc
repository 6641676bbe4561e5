#include "notifications/read_routes.h"

#include <unordered_map>

#include "http/api_error.h"
#include "notifications/notification_json.h"

namespace herald::notifications {
namespace {

std::string with_query(const std::string& path, const http::Pairs& pairs) {
    return pairs.empty() ? path : path + "?" + http::encode_form(pairs);
}

}  // namespace

void ReadRoutes::add_to(http::Router& router) {
    using http::Method;
    router.add(Method::get, "/v2/notifications/{notification_id}",
               services::for_callers(parts_.authenticator, this, &ReadRoutes::get_one));
    router.add(Method::get, "/v2/notifications",
               services::for_callers(parts_.authenticator, this, &ReadRoutes::get_list));
}

Task<templates::TemplatePtr> ReadRoutes::source_of(const Notification& message) {
    return parts_.templates.find_version(message.service_id, message.template_id, message.template_version);
}

Task<http::Response> ReadRoutes::get_one(const http::Request& request, const services::Caller& caller) {
    auto parsed = parse_notification_id(request.params[0]);
    if (auto* invalid = std::get_if<http::Response>(&parsed)) co_return std::move(*invalid);
    const Uuid id = std::get<Uuid>(parsed);

    const auto message = co_await parts_.lookups.find({caller.service->id, id});
    if (!message) co_return http::v2_not_found();
    const auto source = co_await source_of(*message);
    http::Response response;
    JsonWriter json(response.body);
    write_notification(json, *message, source.get(), request.root_url(), parts_.links);
    co_return response;
}

Task<http::Response> ReadRoutes::get_list(const http::Request& request, const services::Caller& caller) {
    auto parsed = parse_list_query(request.query, parts_.clock.now());
    if (auto* invalid = std::get_if<http::Response>(&parsed)) co_return std::move(*invalid);
    auto& query = std::get<ListQuery>(parsed);
    if (query.older_than_urn) co_return http::v2_unrepresentable_id();
    query.filter.key_type = caller.key->type;

    const Uuid service_id = caller.service->id;
    const auto page = co_await parts_.store.read(
        parts_.loop, [&](db::Transaction& tx) { return list(tx, parts_.sealer, service_id, query.filter); });

    const std::string root = request.root_url();
    http::Response response;
    JsonWriter json(response.body);
    json.begin_object().key("notifications").begin_array();
    for (const auto& message : page) {
        const auto source = co_await source_of(message);
        write_notification(json, message, source.get(), root, parts_.links);
    }
    json.end_array();
    // `links` repeats the caller's parameters; `next` is there whenever the page is not empty (§3.2).
    auto pairs = http::parse_form(request.query);
    const std::string path = root + "v2/notifications";
    json.key("links").begin_object().member("current", with_query(path, pairs));
    if (!page.empty()) {
        std::erase_if(pairs, [](const auto& pair) { return pair.first == "older_than"; });
        pairs.emplace_back("older_than", page.back().id.to_string());
        json.member("next", with_query(path, pairs));
    }
    json.end_object().end_object();
    co_return response;
}

}  // namespace herald::notifications
