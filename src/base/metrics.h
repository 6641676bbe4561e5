#pragma once

#include <map>
#include <memory>
#include <string>

namespace herald {

/// Counts, gauges and histograms for Prometheus. One object per server, passed in; no globals.
/// Handles stay valid as long as the Metrics; asking again for the same name and labels gives the same series.
/// Labels never hold personal data and have few values.
class Metrics {
public:
    using Labels = std::map<std::string, std::string>;

    class Counter {
    public:
        virtual ~Counter() = default;
        virtual void add(double amount = 1) = 0;
        virtual double value() const = 0;
    };
    class Gauge {
    public:
        virtual ~Gauge() = default;
        virtual void set(double value) = 0;
        virtual void add(double amount) = 0;
        virtual double value() const = 0;
    };
    /// Of seconds, with buckets from 0.1 ms to 5 minutes.
    class Histogram {
    public:
        virtual ~Histogram() = default;
        virtual void observe(double seconds) = 0;
    };

    Metrics();
    ~Metrics();

    Counter& counter(const std::string& name, const std::string& help, const Labels& labels = {});
    Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels = {});
    Histogram& histogram(const std::string& name, const std::string& help, const Labels& labels = {});

    /// The text exposition format.
    std::string to_text() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace herald
