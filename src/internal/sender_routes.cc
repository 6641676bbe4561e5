#include "internal/sender_routes.h"

#include "http/api_error.h"
#include "services/protected_senders.h"

namespace herald::internal {

void SenderRoutes::add_to(http::Router& router) {
    router.add(http::Method::get, "/protected-sender-id/check",
               services::for_admin(parts_.authenticator, this, &SenderRoutes::check));
}

Task<http::Response> SenderRoutes::check(const http::Request& request) {
    std::string sender;
    for (const auto& [name, value] : http::parse_form(request.query))
        if (name == "sender_id" && sender.empty()) sender = value;
    if (sender.empty()) co_return http::old_error(400, "sender_id must be passed in");
    const bool is_protected = co_await parts_.store.read(
        parts_.loop, [&](db::Transaction& tx) { return services::is_protected_sender(tx, sender); });
    http::Response response{200, is_protected ? "true" : "false"};
    co_return response;
}

}  // namespace herald::internal
