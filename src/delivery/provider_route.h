#pragma once

#include <array>
#include <memory>
#include <string>

#include "base/metrics.h"
#include "delivery/provider_gate.h"

namespace herald::delivery {

/// What is known of one provider besides how to speak to it.
struct Route {
    Route(std::string_view identifier, const GateOptions& options, Metrics& metrics);

    std::string name;
    std::int64_t priority = 0;
    ProviderGate gate;
    Metrics::Gauge& in_flight;
    Metrics::Gauge& breaker;  ///< 0 closed, 1 open or probing
    Metrics::Histogram& seconds;
    std::array<Metrics::Counter*, 6> outcomes;  ///< in the order of SendResult::Outcome
};

template <class Provider>
struct RouteOf : Route {
    RouteOf(std::unique_ptr<Provider> by, const GateOptions& options, Metrics& metrics)
        : Route(by->identifier(), options, metrics), provider(std::move(by)) {}
    std::unique_ptr<Provider> provider;
};

}  // namespace herald::delivery
