#include "http/metrics_route.h"

namespace herald::http {

void add_metrics_route(Router& router, const Metrics& metrics) {
    router.add(Method::get, "/metrics", [&metrics](const Request&) -> Task<Response> {
        Response response;
        response.content_type = "text/plain; version=0.0.4";
        response.body = metrics.to_text();
        co_return response;
    });
}

}  // namespace herald::http
