#pragma once

#include "base/metrics.h"
#include "delivery/delivery.h"

namespace herald::delivery {

/// What the delivery stage counts.
struct Delivery::Meters {
    explicit Meters(Metrics& m)
        : queued(m.gauge("herald_deliveries_queued", "Deliveries in this process's memory")),
          under_way(m.gauge("herald_deliveries_in_flight", "Provider calls under way")),
          claimed(m.counter("herald_deliveries_claimed_total",
                            "Deliveries claimed from the table, not handed over in memory")),
          handed_over(outcome(m, "handed_over")),
          retried(outcome(m, "retry")),
          given_up(outcome(m, "given_up")),
          unknown(outcome(m, "unknown")),
          postponed(outcome(m, "postponed")),
          to_provider(m.histogram("herald_delivery_seconds", "From acceptance to the provider's answer")),
          recording(m.histogram("herald_outcome_record_seconds",
                                "From the provider's answer to the commit of the outcome")) {}

    static Metrics::Counter& outcome(Metrics& m, const char* name) {
        return m.counter("herald_delivery_outcomes_total", "Attempts to hand a message to a provider by outcome",
                         {{"outcome", name}});
    }

    Metrics::Gauge& queued;
    Metrics::Gauge& under_way;
    Metrics::Counter& claimed;
    Metrics::Counter& handed_over;
    Metrics::Counter& retried;
    Metrics::Counter& given_up;
    Metrics::Counter& unknown;
    Metrics::Counter& postponed;
    Metrics::Histogram& to_provider;
    Metrics::Histogram& recording;
};

}  // namespace herald::delivery
