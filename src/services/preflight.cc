#include "services/preflight.h"

namespace herald::services {
namespace {

Task<http::Response> tell_methods(const http::Router& router, const http::Request& request) {
    http::Response response;
    // What a path takes is what the router says to a method that none takes.
    response.headers.push_back({"Allow", router.match(http::Method::other, request.path).allow});
    co_return response;
}

}  // namespace

void add_preflight(http::Router& router, Authenticator& authenticator) {
    for (const char* pattern :
         {"/v2/notifications", "/v2/notifications/sms", "/v2/notifications/email", "/v2/notifications/letter",
          "/v2/notifications/bulk", "/v2/notifications/{notification_id}", "/v2/notifications/{notification_id}/events",
          "/v2/notifications/{notification_id}/pdf", "/v2/received-text-messages", "/v2/templates",
          "/v2/template/{template_id}", "/v2/template/{template_id}/version/{version:int}",
          "/v2/template/{template_id}/preview"})
        router.add(http::Method::options, pattern,
                   for_callers(authenticator, [&router](const http::Request& request, const Caller&) {
                       return tell_methods(router, request);
                   }));
}

}  // namespace herald::services
