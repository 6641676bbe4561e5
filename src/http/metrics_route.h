#pragma once

#include "base/metrics.h"
#include "http/router.h"

namespace herald::http {

/// Everything that `metrics` holds, as Prometheus reads it.
Response metrics_response(const Metrics& metrics);

/// `GET /metrics` for everybody. `metrics` outlives the router.
void add_metrics_route(Router& router, const Metrics& metrics);

}  // namespace herald::http
