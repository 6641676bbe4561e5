// Six hours of two providers in virtual time: one slows down and recovers, a person intervenes, the other fails and
// comes back. The picture of it is written to build/balance-shares-STORE.svg.

#include <gtest/gtest.h>

#include "balancing/provider_store.h"
#include "delivery/provider_route.h"
#include "support/pipeline.h"
#include "support/share_plot.h"

namespace herald::delivery {
namespace {

using namespace std::chrono_literals;
using Result = SendResult;

class BalanceOverTime : public test::PipelineTest {
protected:
    BalanceOverTime() {
        options_.look_every(10s);
        provider_.latency = [] { return Duration(50ms); };
        provider_.answer = [this](const auto& sent) { return answer(sent); };
    }

    Result answer(const test::FakeProvider::Sent& sent) {
        if (sent.provider == failing_) return Result{.outcome = Result::Outcome::retryable};
        ++(sent.provider == "mmg" ? by_mmg_ : by_firetext_);
        const Duration delay = sent.provider == slow_ ? Duration(8min) : Duration(3s);
        loop_.after(delay, [this, id = sent.id, by = sent.provider] {
            spawn(take(receipt_by_id(id, notifications::Status::delivered, by)));
        });
        return Result{.outcome = Result::Outcome::accepted};
    }
    Task<void> take(receipts::Receipt receipt) { co_await stages().receipts.accept(std::move(receipt)); }
    Task<void> accept_one() {
        auto accepted = test::make_message(service_, ids(), clock().now());
        co_await test::accept(stages().intake, accepted);
    }

    /// `minutes` of traffic, with the tasks as the schedule has them.
    void run(int minutes, int messages_a_minute = 12) {
        for (int i = 0; i < minutes; ++i) {
            for (int message = 0; message < messages_a_minute; ++message) {
                spawn(accept_one());
                loop_.run_for(Duration(1min) / messages_a_minute);
            }
            accepted_ += messages_a_minute;
            auto& balancer = stages().balancer;
            loop_.run(balancer.switch_on_slow_delivery(clock().now()));
            loop_.run(balancer.report(clock().now()));
            ++minute_;
            if (minute_ % 5 != 0) continue;
            loop_.run(balancer.tend_back(clock().now()));
            draw();
        }
    }
    void draw() {
        const double sent = by_mmg_ + by_firetext_, share = sent == 0 ? 0 : by_mmg_ / sent;
        plot_.add({static_cast<double>(minute_), share, weight()});
        ++points_;
        deviation_ += std::abs(share - weight());
        by_mmg_ = by_firetext_ = 0;
    }
    std::int64_t priority(std::string_view name) {
        for (const auto& one : store().read_now([](db::Transaction& tx) { return balancing::all_providers(tx); }))
            if (one.identifier == name) return one.priority;
        return -1;
    }
    double weight() {
        const auto mmg = static_cast<double>(priority("mmg"));
        return mmg / (mmg + static_cast<double>(priority("firetext")));
    }
    std::vector<balancing::Provider> versions(const char* name) {
        return store().read_now([&](db::Transaction& tx) { return balancing::versions_of(tx, name); });
    }
    void intervene(const char* name, std::int64_t to) {
        store().write_now([&](db::Transaction& tx) {
            balancing::change_provider(tx, name, {.priority = to, .reason = "their maintenance"}, {std::nullopt, "Ada"},
                                       clock().now());
        });
        plot_.mark(minute_, "a person");
    }

    std::string slow_, failing_;
    int minute_ = 0;
    std::int64_t accepted_ = 0;
    double by_mmg_ = 0, by_firetext_ = 0;
    double points_ = 0, deviation_ = 0;  ///< of the share from the weight, in each five minutes
    test::SharePlot plot_{"Share of text messages", "Firetext", "MMG"};
};
HERALD_ON_BOTH_STORES(BalanceOverTime);

/// S-077: between an automatic change and the one before it, whoever made that, lies the quiet time of its cause.
void expect_quiet_times(const std::vector<balancing::Provider>& versions) {
    for (std::size_t i = 0; i + 1 < versions.size(); ++i) {
        const auto& change = versions[i];
        if (change.changed_by != "Herald" || !versions[i + 1].updated_at) continue;
        const Duration quiet = *change.updated_at - *versions[i + 1].updated_at;
        EXPECT_GE(quiet, change.reason == balancing::reason_rest ? Duration(15min) : Duration(1min))
            << "version " << change.version << " of " << change.identifier;
        EXPECT_LE(std::abs(change.priority - versions[i + 1].priority), 10);
        EXPECT_GE(change.priority, 0);
        EXPECT_LE(change.priority, 100);
    }
}

TEST_P(BalanceOverTime, FollowsTroubleAndComesBack) {
    run(30);
    EXPECT_EQ(priority("mmg"), 51) << "nothing moves while all is well";
    EXPECT_EQ(versions("mmg").size(), 1u);

    plot_.mark(minute_, "MMG slow");
    slow_ = "mmg";
    run(40);
    EXPECT_LE(priority("mmg"), 11) << "by ten at least every ten minutes";
    EXPECT_GE(priority("firetext"), 89);
    slow_.clear();
    plot_.mark(minute_, "MMG well again");
    run(20);
    const std::int64_t lowest = priority("mmg");
    run(60);
    EXPECT_GE(priority("mmg"), lowest + 30) << "by ten every quarter of an hour";

    intervene("mmg", 10);
    intervene("firetext", 90);
    run(14);
    EXPECT_EQ(priority("mmg"), 10) << "nobody argues with a person for a quarter of an hour";
    EXPECT_EQ(versions("mmg")[0].changed_by, "Ada");
    run(63);
    EXPECT_GE(priority("mmg"), 40);

    plot_.mark(minute_, "Firetext fails");
    failing_ = "firetext";
    const std::int64_t before = priority("firetext");
    run(3, 240);
    EXPECT_LT(priority("firetext"), before);
    EXPECT_GT(
        stages()
            .metrics.counter("herald_provider_requests_total", "", {{"provider", "firetext"}, {"outcome", "retryable"}})
            .value(),
        50);
    failing_.clear();
    plot_.mark(minute_, "Firetext well again");
    run(87);
    EXPECT_EQ(priority("mmg"), 51) << "both are back at their resting points";
    EXPECT_EQ(priority("firetext"), 49);

    // Sixty messages at random are six per cent off by themselves.
    EXPECT_LT(deviation_ / points_, 0.1) << "the traffic follows the weights";
    expect_quiet_times(versions("mmg"));
    expect_quiet_times(versions("firetext"));
    loop_.run_for(10min);
    EXPECT_EQ(count("notifications", "status = 'delivered'"), accepted_) << "no message is lost";
    EXPECT_EQ(count("deliveries"), 0);
    plot_.write(std::string(HERALD_SOURCE_DIR) + "/build/balance-shares-" + test::engine_name(engine()) + ".svg");
}

}  // namespace
}  // namespace herald::delivery
