#include "base/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace herald {
namespace {

using ::testing::HasSubstr;

TEST(MetricsTest, GivesTheSameSeriesForTheSameNameAndLabels) {
    Metrics metrics;
    Metrics::Counter& one = metrics.counter("herald_things_total", "Things", {{"kind", "a"}});
    Metrics::Counter& same = metrics.counter("herald_things_total", "Things", {{"kind", "a"}});
    Metrics::Counter& other = metrics.counter("herald_things_total", "Things", {{"kind", "b"}});
    one.add();
    same.add(2);
    EXPECT_EQ(&one, &same);
    EXPECT_EQ(one.value(), 3);
    EXPECT_EQ(other.value(), 0);
}

TEST(MetricsTest, SetsAndMovesGauges) {
    Metrics metrics;
    Metrics::Gauge& gauge = metrics.gauge("herald_level", "Level");
    gauge.set(5);
    gauge.add(-2);
    EXPECT_EQ(gauge.value(), 3);
}

TEST(MetricsTest, WritesTheTextThatPrometheusReads) {
    Metrics metrics;
    metrics.counter("herald_things_total", "Things seen", {{"kind", "a\"b\n"}}).add(7);
    metrics.gauge("herald_level", "Level").set(1.5);
    metrics.histogram("herald_wait_seconds", "Wait", {{"stage", "x"}}).observe(0.003);
    metrics.histogram("herald_wait_seconds", "Wait", {{"stage", "x"}}).observe(1000);
    const std::string text = metrics.to_text();
    EXPECT_THAT(text, HasSubstr("# HELP herald_things_total Things seen\n# TYPE herald_things_total counter\n"));
    EXPECT_THAT(text, HasSubstr("herald_things_total{kind=\"a\\\"b\\n\"} 7"));
    EXPECT_THAT(text, HasSubstr("herald_level 1.5"));
    EXPECT_THAT(text, HasSubstr("herald_wait_seconds_bucket{stage=\"x\",le=\"0.0001\"} 0"));
    EXPECT_THAT(text, HasSubstr("herald_wait_seconds_bucket{stage=\"x\",le=\"300\"} 1"));
    EXPECT_THAT(text, HasSubstr("herald_wait_seconds_bucket{stage=\"x\",le=\"+Inf\"} 2"));
    EXPECT_THAT(text, HasSubstr("herald_wait_seconds_count{stage=\"x\"} 2"));
}

TEST(MetricsTest, KeepsTwoServersApart) {
    Metrics one;
    Metrics two;
    one.counter("herald_things_total", "Things").add();
    EXPECT_EQ(two.counter("herald_things_total", "Things").value(), 0);
}

}  // namespace
}  // namespace herald
