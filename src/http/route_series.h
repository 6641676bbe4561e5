#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/metrics.h"
#include "http/message.h"

namespace herald::http {

/// The server's metrics: herald_http_requests_total{server,route,method,status} and
/// herald_http_request_seconds{server,route}. A series is looked up by its labels once and then kept, because it is
/// needed for every request.
class RouteSeries {
public:
    RouteSeries(Metrics& metrics, std::string server) : metrics_(metrics), server_(std::move(server)) {}

    /// `pattern` is a router's, so that its address stands for the route; empty for no route.
    void count(std::string_view pattern, Method method, int status, double seconds) {
        Route& route = routes_[pattern.empty() ? nullptr : pattern.data()];
        if (route.seconds == nullptr) open(route, pattern);
        route.seconds->observe(seconds);
        Metrics::Counter*& counter = route.counters[static_cast<int>(method) * 1000 + status];
        if (counter == nullptr) counter = &counter_for(route, method, status);
        counter->add(1);
    }

private:
    struct Route {
        std::string label;
        Metrics::Histogram* seconds = nullptr;
        std::unordered_map<int, Metrics::Counter*> counters;  ///< by method and status
    };

    void open(Route& route, std::string_view pattern) {
        route.label = pattern.empty() ? "none" : std::string(pattern);
        route.seconds =
            &metrics_.histogram("herald_http_request_seconds", "Time from a request's last byte to its answer",
                                {{"server", server_}, {"route", route.label}});
    }

    Metrics::Counter& counter_for(const Route& route, Method method, int status) {
        return metrics_.counter("herald_http_requests_total", "Requests answered",
                                {{"server", server_},
                                 {"route", route.label},
                                 {"method", std::string(to_string(method))},
                                 {"status", std::to_string(status)}});
    }

    Metrics& metrics_;
    const std::string server_;
    std::unordered_map<const char*, Route> routes_;
};

}  // namespace herald::http
