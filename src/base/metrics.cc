#include "base/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace herald {

namespace {

/// From 0.1 ms to 5 minutes, about three steps to the decade.
const prometheus::Histogram::BucketBoundaries& seconds_buckets() {
    static const prometheus::Histogram::BucketBoundaries buckets{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
                                                                 0.025,  0.05,    0.1,    0.25,  0.5,    1,     2.5,
                                                                 5,      10,      30,     60,    120,    300};
    return buckets;
}

class PrometheusCounter final : public Metrics::Counter {
public:
    explicit PrometheusCounter(prometheus::Counter& counter) : counter_(counter) {}
    void add(double amount) override { counter_.Increment(amount); }
    double value() const override { return counter_.Value(); }

private:
    prometheus::Counter& counter_;
};

class PrometheusGauge final : public Metrics::Gauge {
public:
    explicit PrometheusGauge(prometheus::Gauge& gauge) : gauge_(gauge) {}
    void set(double value) override { gauge_.Set(value); }
    void add(double amount) override { gauge_.Increment(amount); }
    double value() const override { return gauge_.Value(); }

private:
    prometheus::Gauge& gauge_;
};

class PrometheusHistogram final : public Metrics::Histogram {
public:
    explicit PrometheusHistogram(prometheus::Histogram& histogram) : histogram_(histogram) {}
    void observe(double seconds) override { histogram_.Observe(seconds); }

private:
    prometheus::Histogram& histogram_;
};

/// The series of one kind, by name and labels, each behind a handle that does not move.
template <class Handle>
using Series = std::map<std::pair<std::string, Metrics::Labels>, std::unique_ptr<Handle>>;

}  // namespace

struct Metrics::Impl {
    prometheus::Registry registry;
    std::mutex mutex;
    Series<PrometheusCounter> counters;
    Series<PrometheusGauge> gauges;
    Series<PrometheusHistogram> histograms;

    /// `make` is called, once, when the series does not exist yet.
    template <class Handle, class Make>
    Handle& find(Series<Handle>& series, const std::string& name, const Labels& labels, Make make) {
        std::scoped_lock lock(mutex);
        std::unique_ptr<Handle>& handle = series[{name, labels}];
        if (!handle) handle = std::make_unique<Handle>(make());
        return *handle;
    }
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

Metrics::Counter& Metrics::counter(const std::string& name, const std::string& help, const Labels& labels) {
    return impl_->find(impl_->counters, name, labels, [&]() -> prometheus::Counter& {
        return prometheus::BuildCounter().Name(name).Help(help).Register(impl_->registry).Add(labels);
    });
}

Metrics::Gauge& Metrics::gauge(const std::string& name, const std::string& help, const Labels& labels) {
    return impl_->find(impl_->gauges, name, labels, [&]() -> prometheus::Gauge& {
        return prometheus::BuildGauge().Name(name).Help(help).Register(impl_->registry).Add(labels);
    });
}

Metrics::Histogram& Metrics::histogram(const std::string& name, const std::string& help, const Labels& labels) {
    return impl_->find(impl_->histograms, name, labels, [&]() -> prometheus::Histogram& {
        prometheus::Family<prometheus::Histogram>& family =
            prometheus::BuildHistogram().Name(name).Help(help).Register(impl_->registry);
        return family.Add(labels, seconds_buckets());
    });
}

std::string Metrics::to_text() const {
    return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

}  // namespace herald
