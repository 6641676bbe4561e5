#include "inbound/inbound_routes.h"

#include "base/json.h"
#include "base/log.h"
#include "http/api_error.h"
#include "http/json_body.h"
#include "services/basic_credentials.h"

namespace herald::inbound {
namespace {

const std::vector<std::string> firetext_users{"notify"};

http::Response taken() {
    return {200, R"({"status":"ok"})"};
}

/// MMG reads this word, not JSON.
http::Response received() {
    http::Response response;
    response.body = "RECEIVED";
    response.content_type = "text/html; charset=utf-8";
    return response;
}

http::Response failed(int status) {
    return http::old_error(status,
                           status == 500 ? "Internal server error" : "The request lacks something it must have");
}

std::optional<http::Response> refuse(const http::Request& request, std::span<const std::string> users,
                                     std::span<const std::string> passwords) {
    const auto given = services::read_basic_credentials(request.header("Authorization"));
    if (const auto* none = std::get_if<services::NoCredentials>(&given))
        return *none == services::NoCredentials::missing ? services::credentials_missing()
                                                         : services::credentials_refused();
    const auto& [user, password] = std::get<services::BasicCredentials>(given);
    const bool knows_user = services::is_one_of(users, user), knows_password = services::is_one_of(passwords, password);
    if (!knows_user || !knows_password) return services::credentials_refused();
    return std::nullopt;
}

}  // namespace

void InboundRoutes::add_to(http::Router& router) {
    using http::Method;
    router.add(Method::post, "/notifications/sms/receive/mmg",
               [this](const http::Request& request) { return mmg(request); });
    router.add(Method::post, "/notifications/sms/receive/firetext",
               [this](const http::Request& request) { return firetext(request); });
}

Task<http::Response> InboundRoutes::mmg(const http::Request& request) {
    // The body comes before the caller: whether it is JSON is seen by everybody (contract public-api §6.4).
    if (!http::says_json(request)) co_return failed(500);
    if (!JsonDocument::parse(request.body)) co_return http::old_error(400, "The body is not JSON");
    if (auto refused = refuse(request, options_.mmg_users, options_.mmg_passwords)) co_return std::move(*refused);
    co_return co_await take(parse_mmg_text(request.body), received());
}

Task<http::Response> InboundRoutes::firetext(const http::Request& request) {
    if (auto refused = refuse(request, firetext_users, options_.firetext_passwords)) co_return std::move(*refused);
    co_return co_await take(parse_firetext_text(request.body), taken());
}

Task<http::Response> InboundRoutes::take(InboundParse parsed, http::Response unwanted) {
    if (const int* status = std::get_if<int>(&parsed)) co_return failed(*status);
    auto& reading = std::get<InboundReading>(parsed);
    if (const int* status = std::get_if<int>(&reading.text)) {
        // What a text lacks matters only to somebody who would get it.
        const bool wanted =
            co_await store_.read(loop_, [&](db::Transaction& tx) { return is_wanted(tx, reading.destination); });
        if (!wanted) co_return std::move(unwanted);
        co_return failed(*status);
    }
    const Outcome outcome = co_await texts_.accept(std::move(std::get<InboundText>(reading.text)));
    if (outcome != Outcome::unwanted) co_return taken();
    log::warning("inbound_sms_unwanted", "A text came in on a number that no service receives on",
                 {{"number", reading.destination}});
    co_return std::move(unwanted);
}

}  // namespace herald::inbound
