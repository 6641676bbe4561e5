#pragma once

#include <string>

#include "base/metrics.h"
#include "db/store.h"
#include "http/router.h"

namespace herald::app {

/// `/`, `/_status`, `/_status/live-service-and-organisation-counts` (contract public-api §3.7), `/healthz` (the process
/// is up) and `/readyz` (it takes work: the store answers and takes writes).
class StatusRoutes {
public:
    StatusRoutes(db::Store& store, Loop& loop, std::string schema_version)
        : store_(store), loop_(loop), schema_version_(std::move(schema_version)) {}

    void add_to(http::Router& router);
    /// `/readyz` says no from now on, so that a balancer sends nothing more.
    void drain() { draining_ = true; }

private:
    Task<http::Response> status(const http::Request& request);
    Task<http::Response> live_counts(const http::Request& request);
    Task<http::Response> healthy(const http::Request& request);
    Task<http::Response> ready(const http::Request& request);

    db::Store& store_;
    Loop& loop_;
    std::string schema_version_;
    bool draining_ = false;
};

/// `GET /metrics` beside the API (contract public-api §3.7) for who sends `token`: 401 without one, 403 with another.
/// `metrics` outlives the router.
void add_metrics_route_with_token(http::Router& router, const Metrics& metrics, std::string token);

}  // namespace herald::app
