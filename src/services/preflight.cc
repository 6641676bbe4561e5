#include "services/preflight.h"

namespace herald::services {
namespace {

Task<http::Response> answer(const http::Router& router, Authenticator& authenticator, const http::Request& request) {
    auto authenticated = co_await authenticator.authenticate(request);
    if (const auto* error = std::get_if<http::ApiError>(&authenticated)) co_return http::v2_error(*error);
    http::Response response;
    // What a path takes is what the router says to a method that none takes.
    response.headers.push_back({"Allow", router.match(http::Method::other, request.path).allow});
    co_return response;
}

}  // namespace

void add_preflight(http::Router& router, Authenticator& authenticator) {
    for (const char* pattern :
         {"/v2/notifications", "/v2/notifications/sms", "/v2/notifications/email", "/v2/notifications/letter",
          "/v2/notifications/{notification_id}", "/v2/templates", "/v2/template/{template_id}",
          "/v2/template/{template_id}/version/{version:int}", "/v2/template/{template_id}/preview"})
        router.add(http::Method::options, pattern, [&router, &authenticator](const http::Request& request) {
            return answer(router, authenticator, request);
        });
}

}  // namespace herald::services
