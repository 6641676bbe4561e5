#include "app/status_routes.h"

#include "app/version.h"
#include "base/json_writer.h"
#include "base/log.h"
#include "crypto/encoding.h"
#include "db/db_sql.h"
#include "http/api_error.h"
#include "http/metrics_route.h"
#include "services/basic_credentials.h"
#include "services/service_store.h"

namespace herald::app {
namespace {

Task<http::Response> answer_metrics(const Metrics& metrics, std::string_view expected, const http::Request& request) {
    const std::string_view given = request.header("Authorization");
    if (given.empty()) co_return services::credentials_missing();
    if (!crypto::equal_in_constant_time(given, expected)) co_return services::credentials_refused();
    co_return http::metrics_response(metrics);
}

}  // namespace

void StatusRoutes::add_to(http::Router& router) {
    using http::Method;
    const auto answer_status = [this](const http::Request& request) { return status(request); };
    router.add(Method::get, "/", answer_status);
    router.add(Method::get, "/_status", answer_status);
    router.add(Method::post, "/_status", answer_status);
    router.add(Method::get, "/_status/live-service-and-organisation-counts",
               [this](const http::Request& request) { return live_counts(request); });
    router.add(Method::get, "/healthz", [this](const http::Request& request) { return healthy(request); });
    router.add(Method::get, "/readyz", [this](const http::Request& request) { return ready(request); });
}

Task<http::Response> StatusRoutes::status(const http::Request& request) {
    for (const auto& [name, value] : http::parse_form(request.query))
        if (name == "simple" && !value.empty()) co_return http::Response{200, R"({"status":"ok"})"};
    bool answers = true;
    try {
        co_await store_.read(loop_, [](db::Transaction& tx) { tx.query(db::sql::ping, {}); });
    } catch (const db::StoreError& error) {
        log::error("store_does_not_answer", "The store does not answer", {{"error", error.what()}});
        answers = false;
    }
    if (!answers) co_return http::old_error(500, "Internal server error");
    http::Response response;
    JsonWriter json(response.body);
    json.begin_object().member("status", "ok").member("git_commit", git_commit()).member("build_time", build_time());
    json.member("db_version", schema_version_).member("db_bulk_version", std::optional<std::string>());
    json.end_object();
    co_return response;
}

Task<http::Response> StatusRoutes::live_counts(const http::Request&) {
    const auto counts = co_await store_.read(loop_, [](db::Transaction& tx) { return services::read_live_counts(tx); });
    http::Response response;
    JsonWriter json(response.body);
    json.begin_object().member("organisations", counts.organisations).member("services", counts.services).end_object();
    co_return response;
}

Task<http::Response> StatusRoutes::healthy(const http::Request&) {
    co_return http::Response{200, R"({"status":"ok"})"};
}

Task<http::Response> StatusRoutes::ready(const http::Request&) {
    if (draining_) co_return http::Response{503, R"({"status":"stopping"})"};
    if (!store_.accepts_writes()) co_return http::Response{503, R"({"status":"the store refuses writes"})"};
    bool answers = true;
    try {
        co_await store_.read(loop_, [](db::Transaction& tx) { tx.query(db::sql::ping, {}); });
    } catch (const db::StoreError&) {
        answers = false;
    }
    if (!answers) co_return http::Response{503, R"({"status":"the store does not answer"})"};
    co_return http::Response{200, R"({"status":"ok"})"};
}

void add_metrics_route_with_token(http::Router& router, const Metrics& metrics, std::string token) {
    router.add(http::Method::get, "/metrics",
               [&metrics, expected = "Bearer " + std::move(token)](const http::Request& request) {
                   return answer_metrics(metrics, expected, request);
               });
}

}  // namespace herald::app
