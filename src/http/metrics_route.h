#pragma once

#include "base/metrics.h"
#include "http/router.h"

namespace herald::http {

/// `GET /metrics`: everything that `metrics` holds, as Prometheus reads it. `metrics` outlives the router.
void add_metrics_route(Router& router, const Metrics& metrics);

}  // namespace herald::http
