#include "http/metrics_route.h"

namespace herald::http {

Response metrics_response(const Metrics& metrics) {
    Response response;
    response.content_type = "text/plain; version=0.0.4";
    response.body = metrics.to_text();
    return response;
}

void add_metrics_route(Router& router, const Metrics& metrics) {
    router.add(Method::get, "/metrics",
               [&metrics](const Request&) -> Task<Response> { co_return metrics_response(metrics); });
}

}  // namespace herald::http
