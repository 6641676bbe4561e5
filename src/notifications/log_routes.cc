#include "notifications/log_routes.h"

#include "internal/answers.h"
#include "internal/path.h"
#include "internal/schema.h"
#include "notifications/log_store.h"
#include "notifications/message_search.h"
#include "notifications/notification_store.h"
#include "notifications/shown.h"

namespace herald::notifications {

using http::Response;

void LogRoutes::add_to(http::Router& router) {
    const auto add = [&](http::Method method, const char* path,
                         Task<Response> (LogRoutes::*answer)(const http::Request&)) {
        router.add(method, std::string("/service/{service_id:uuid}/notifications") + path,
                   services::for_admin(parts_.authenticator, this, answer));
    };
    add(http::Method::get, "", &LogRoutes::list);
    add(http::Method::post, "", &LogRoutes::search);
    add(http::Method::get, "/csv", &LogRoutes::download);
    add(http::Method::post, "/csv", &LogRoutes::download);
    add(http::Method::get, "/count", &LogRoutes::count);
    add(http::Method::get, "/{notification_id:uuid}", &LogRoutes::one);
}

Task<Response> LogRoutes::list(const http::Request& request) {
    auto read = read_log_filter(http::parse_form(request.query));
    if (auto* refused = std::get_if<Response>(&read)) co_return std::move(*refused);
    co_return co_await show_page(internal::service_in_path(request), std::get<LogFilter>(std::move(read)));
}

Task<Response> LogRoutes::search(const http::Request& request) {
    auto body = internal::read_json(request);
    if (auto* unreadable = std::get_if<Response>(&body)) co_return std::move(*unreadable);
    auto read = read_log_filter(std::get<JsonDocument>(body).root());
    if (auto* refused = std::get_if<Response>(&read)) co_return std::move(*refused);
    co_return co_await show_page(internal::service_in_path(request), std::get<LogFilter>(std::move(read)));
}

Task<Response> LogRoutes::show_page(Uuid service_id, LogFilter filter) {
    if (!filter.to.empty()) co_return co_await show_found(service_id, std::move(filter));
    const auto service = co_await parts_.services.find(service_id);
    const Timestamp now = parts_.clock.now();
    LogPage page;
    Surroundings surroundings;
    co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) {
        page = list_log(tx, parts_.sealer, service_id, filter, now);
        surroundings = read_surroundings(tx, page.messages);
    });
    if (!filter.page.exists(page.messages.size())) co_return internal::no_such_url();
    Response response;
    JsonWriter json(response.body);
    json.begin_object().key("notifications");
    co_await write_messages(json, parts_.templates, service.get(), page.messages, surroundings, write_shown);
    // Nothing is counted; clients of the old form look for a total (S-058).
    json.member("page_size", filter.page.size).member("total", std::nullopt);
    const bool has_links = filter.count_pages;
    internal::write_boolean_links(json, has_links && filter.page.number > 1, has_links && page.has_next);
    json.end_object();
    co_return response;
}

Task<Response> LogRoutes::show_found(Uuid service_id, LogFilter filter) {
    const auto service = co_await parts_.services.find(service_id);
    LogPage page;
    Surroundings surroundings;
    co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) {
        page = search_messages(tx, parts_.sealer, service_id, filter);
        surroundings = read_surroundings(tx, page.messages);
    });
    Response response;
    JsonWriter json(response.body);
    json.begin_object().key("notifications");
    co_await write_messages(json, parts_.templates, service.get(), page.messages, surroundings, write_shown);
    internal::write_boolean_links(json, false, page.has_next);
    json.end_object();
    co_return response;
}

Task<Response> LogRoutes::download(const http::Request& request) {
    auto read = read_log_filter(http::parse_form(request.query));
    if (auto* refused = std::get_if<Response>(&read)) co_return std::move(*refused);
    LogFilter filter = std::get<LogFilter>(std::move(read));
    filter.include_jobs = filter.include_one_off = true;
    filter.include_from_test_key = false;
    const Uuid service_id = internal::service_in_path(request);
    const auto service = co_await parts_.services.find(service_id);
    const Timestamp now = parts_.clock.now();
    LogPage page;
    Surroundings surroundings;
    co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) {
        page = list_log_by_keyset(tx, parts_.sealer, service_id, filter, now);
        surroundings = read_surroundings(tx, page.messages);
    });
    Response response;
    JsonWriter json(response.body);
    json.begin_object().key("notifications");
    co_await write_messages(json, parts_.templates, service.get(), page.messages, surroundings, write_csv_row);
    json.member("page_size", filter.page.size).end_object();
    co_return response;
}

Task<Response> LogRoutes::count(const http::Request& request) {
    auto read = read_log_filter(http::parse_form(request.query));
    if (auto* refused = std::get_if<Response>(&read)) co_return std::move(*refused);
    const auto& filter = std::get<LogFilter>(read);
    const Uuid service_id = internal::service_in_path(request);
    const Timestamp now = parts_.clock.now();
    const std::int64_t messages = co_await parts_.store.read(
        parts_.loop, [&](db::Transaction& tx) { return count_billed_messages(tx, service_id, filter, now); });
    Response response;
    JsonWriter(response.body).begin_object().member("notifications_sent_count", messages).end_object();
    co_return response;
}

Task<Response> LogRoutes::one(const http::Request& request) {
    const Uuid service_id = internal::service_in_path(request), id = internal::id_in_path(request, 1);
    const auto service = co_await parts_.services.find(service_id);
    std::vector<Notification> found;
    Surroundings surroundings;
    co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) {
        found.clear();
        if (auto message = find(tx, parts_.sealer, service_id, id)) found.push_back(std::move(*message));
        surroundings = read_surroundings(tx, found);
    });
    if (found.empty()) co_return internal::not_found();
    const Notification& message = found.front();
    const auto source =
        co_await parts_.templates.find_version(message.service_id, message.template_id, message.template_version);
    Response response;
    JsonWriter json(response.body);
    const ShownNotification shown{message, source.get(), service.get(), surroundings};
    write_shown(json, shown);
    co_return response;
}

}  // namespace herald::notifications
