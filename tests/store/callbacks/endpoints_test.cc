// Endpoints that do not answer: they hold up nobody but themselves, lose nothing, and are let go of in the end.
#include "callbacks/endpoints.h"

#include <gmock/gmock.h>

#include "callbacks/log.h"
#include "support/pipeline.h"

namespace herald::callbacks {
namespace {

using namespace std::chrono_literals;
using notifications::Status;

class CallbackEndpoints : public test::PipelineTest {
protected:
    CallbackEndpoints() { options_.callbacks.retry_for = 24h; }

    test::SampleService make(const std::string& name) {
        return test::make_sample_service(store(), clock(), ids(), sealer_,
                                         {.name = name, .callback_url = "https://" + name + ".example/"});
    }
    /// Messages whose delivery is told at the same time.
    std::vector<Uuid> deliver(const test::SampleService& service, int messages) {
        std::vector<Uuid> sent;
        for (int i = 0; i < messages; ++i) sent.push_back(send(service)->message.id);
        loop_.run_for(100ms);
        for (const auto& id : sent) receive(receipt_by_id(id, Status::delivered));
        return sent;
    }
    bool record_failing(Timestamp since, Timestamp probe_at, const char* url = "https://service.example/status") {
        return store().write_now([&](db::Transaction& tx) {
            return callbacks::record_failing(tx, endpoint_of_service_, url, since, probe_at);
        });
    }
    void set_url(const std::string& url) { execute("UPDATE service_callbacks SET url = '" + url + "'"); }
    void refuse() {
        endpoint_ = [](const auto&) { return answered(503); };
    }
    void answer() {
        endpoint_ = [](const auto&) { return answered(200); };
    }
    std::vector<LogEntry> log(const std::string& status = {}) {
        return store().read_now([&](db::Transaction& tx) { return read_log(tx, service_.id, status, 1000); });
    }
    /// How long each call of a service took from its event to its answer, in order of length.
    std::vector<Duration> delays(const Uuid& service) {
        std::vector<Duration> all;
        store().read_now([&](db::Transaction& tx) {
            for (const auto& entry : read_log(tx, service, "delivered", 1000))
                all.push_back(entry.attempted_at - entry.created_at);
        });
        std::sort(all.begin(), all.end());
        return all;
    }

    const Endpoint endpoint_of_service_{service_.id, "delivery_status"};
};
HERALD_ON_BOTH_STORES(CallbackEndpoints);

TEST_P(CallbackEndpoints, AreProbedOnceAMinuteUntilTheyAnswer) {
    refuse();
    deliver(service_, 60);
    loop_.run_for(2s);
    const std::size_t before = calls_.size();
    EXPECT_LT(before, 60u) << "it was held back before all were tried";
    EXPECT_GE(before, 20u);
    EXPECT_EQ(count("service_callbacks", "failing_since IS NOT NULL"), 1);
    EXPECT_EQ(count("callbacks", "owner IS NOT NULL"), 0) << "what waits, waits in the table";
    loop_.run_for(5min);
    EXPECT_GE(calls_.size(), before + 4);
    EXPECT_LE(calls_.size(), before + 6);
    answer();
    loop_.run_for(10min);
    EXPECT_EQ(count("callbacks"), 0);
    EXPECT_EQ(log("delivered").size(), 60u) << "none is lost";
    EXPECT_EQ(count("service_callbacks", "failing_since IS NOT NULL"), 0);
}

TEST_P(CallbackEndpoints, OfOtherTypesGoOnBeingCalled) {
    execute(
        "INSERT INTO service_callbacks (id, service_id, callback_type, url, bearer_token, created_at, version)"
        " SELECT service_id, service_id, 'complaint', 'https://complaints.example/', bearer_token, created_at, 1"
        " FROM service_callbacks");
    endpoint_ = [](const http::ClientRequest& request) {
        return answered(request.url == "https://complaints.example/" ? 200 : 503);
    };
    deliver(service_, 40);
    loop_.run_for(2s);
    calls_.clear();
    store().write_now([&](db::Transaction& tx) {
        Outbox outbox(tx, sealer_, ids(), clock().now(), Uuid{});
        outbox.add(service_.id, ids().next_ordered(), "complaint", "{}");
        outbox.flush();
    });
    loop_.run_for(2s);
    ASSERT_EQ(calls_.size(), 1u);
    EXPECT_EQ(calls_[0].url, "https://complaints.example/");
}

// One endpoint that swallows every call, beside 99 that answer, moves their p99 by less than a tenth.
TEST_P(CallbackEndpoints, ThatSwallowEveryCallDoNotHoldUpTheOthers) {
    constexpr int services = 99, messages = 2;
    std::vector<test::SampleService> healthy;
    for (int i = 0; i < services; ++i) healthy.push_back(make("healthy" + std::to_string(i)));
    const auto black_hole = make("hole");
    endpoint_ = [](const http::ClientRequest& request) {
        http::ClientResponse response = answered(200);
        if (request.url == "https://hole.example/") response.outcome = http::ClientOutcome::timed_out;
        return response;
    };
    endpoint_latency_ = [](const http::ClientRequest& request) {
        return request.url == "https://hole.example/" ? Duration(5s) : Duration(40ms);
    };
    options_.callbacks.in_flight_max = 64;
    options_.callbacks.in_flight_per_endpoint_max = 8;
    const auto round = [&](int swallowed) {
        execute("DELETE FROM callback_log");
        if (swallowed > 0) deliver(black_hole, swallowed);
        for (const auto& one : healthy) deliver(one, messages);
        loop_.run_for(20s);
        std::vector<Duration> all;
        for (const auto& one : healthy)
            for (const Duration delay : delays(one.id)) all.push_back(delay);
        EXPECT_EQ(all.size(), static_cast<std::size_t>(services * messages));
        std::sort(all.begin(), all.end());
        return all.empty() ? Duration{} : all[all.size() * 99 / 100];
    };
    const Duration alone = round(0);
    const Duration beside = round(300);
    const Duration held_back = round(300);
    EXPECT_LE(beside.count(), alone.count() * 11 / 10);
    EXPECT_LE(held_back.count(), alone.count() * 11 / 10);
}

// The contract's retries first; then ever more rarely, until a day more is over.
TEST_P(CallbackEndpoints, AreTriedForADay) {
    options_.look_every(30s);
    refuse();
    deliver(service_, 1);
    loop_.run_for(30min);
    EXPECT_EQ(calls_.size(), 6u);
    EXPECT_EQ(count("callbacks"), 1);
    std::vector<Timestamp> tries;
    endpoint_ = [&](const auto&) {
        tries.push_back(clock().now());
        return answered(503);
    };
    loop_.run_for(25h);
    ASSERT_GE(tries.size(), 15u);
    EXPECT_LT(tries.size(), 35u);
    EXPECT_GT(tries[2] - tries[1], (tries[1] - tries[0]) * 3 / 2) << "each wait is twice the last";
    EXPECT_LE(tries.back() - tries[tries.size() - 2], Duration(67min)) << "but never much longer than an hour";
    EXPECT_EQ(count("callbacks"), 0);
    const auto failed = log("failed");
    ASSERT_EQ(failed.size(), 1u);
    EXPECT_GE(failed[0].attempted_at - failed[0].created_at, Duration(24h + 25min));
    EXPECT_LE(failed[0].attempted_at - failed[0].created_at, Duration(24h + 27min));
}

TEST_P(CallbackEndpoints, AreSuspendedWhenTheyNeverAnsweredAndResumedByHand) {
    options_.look_every(30s);
    refuse();
    deliver(service_, 30);
    loop_.run_for(25h);
    EXPECT_EQ(count("service_callbacks", "suspended_at IS NOT NULL"), 1);
    const auto told_about = log("suspended");
    ASSERT_EQ(told_about.size(), 1u);
    EXPECT_THAT(told_about[0].last_error.value_or(""), testing::HasSubstr("not called any more"));
    EXPECT_EQ(told_about[0].type, "delivery_status");
    EXPECT_EQ(count("callbacks"), 0) << "what waited is kept with the failed ones";
    EXPECT_EQ(count("failed_callbacks"), 30);

    answer();
    calls_.clear();
    deliver(service_, 2);
    loop_.run_for(1h);
    EXPECT_TRUE(calls_.empty());
    EXPECT_EQ(count("failed_callbacks", "last_error = 'suspended'"), 32) << "with those that waited";

    EXPECT_TRUE(store().write_now([&](db::Transaction& tx) { return resume(tx, endpoint_of_service_); }));
    EXPECT_FALSE(store().write_now([&](db::Transaction& tx) { return resume(tx, {service_.id, "complaint"}); }));
    EXPECT_EQ(
        inline_.write_now([&](db::Transaction& tx) { return replay(tx, sealer_, service_.id, {}, clock().now()); }),
        32u);
    loop_.run_for(1min);
    EXPECT_EQ(calls_.size(), 32u);
    EXPECT_EQ(count("failed_callbacks") + count("callbacks"), 0);
}

TEST_P(CallbackEndpoints, AreNotSuspendedForFailuresLongAgo) {
    options_.look_every(30s);
    refuse();
    deliver(service_, 30);
    loop_.run_for(2h);
    answer();
    loop_.run_for(2h);
    EXPECT_EQ(count("service_callbacks", "failing_since IS NOT NULL"), 0);
    loop_.run_for(30h);
    refuse();
    deliver(service_, 30);
    loop_.run_for(2h);
    EXPECT_EQ(count("service_callbacks", "failing_since IS NOT NULL AND suspended_at IS NULL"), 1);
}

// Whoever is started anew reads what others have found out.
TEST_P(CallbackEndpoints, AreHeldBackByAProcessThatComesLater) {
    EXPECT_TRUE(record_failing(clock().now() - 1h, clock().now()));
    EXPECT_TRUE(record_failing(clock().now(), clock().now()));
    refuse();
    stages();
    loop_.run_for(2s);
    deliver(service_, 10);
    loop_.run_for(10s);
    EXPECT_LE(calls_.size(), 1u) << "only probes";
    const auto failing = store().read_now([&](db::Transaction& tx) { return read_failing_endpoints(tx); });
    ASSERT_EQ(failing.size(), 1u);
    EXPECT_LE(failing[0].failing_since, clock().now() - 1h) << "the first time counts";
    execute("UPDATE service_callbacks SET failing_since = NULL");
    answer();
    loop_.run_for(10min);
    EXPECT_EQ(log("delivered").size(), 10u);
}

// However many processes there are, one call a minute is made.
TEST_P(CallbackEndpoints, AreProbedByOneProcessAtATime) {
    refuse();
    EXPECT_TRUE(record_failing(clock().now() - 1h, clock().now()));
    stages();
    test::InlineStore its_store(store());
    test::Stages other(its_store, loop_, clock(), ids(), sealer_, provider_, post(), options_);
    other.start();
    loop_.run_for(2s);
    deliver(service_, 60);
    loop_.run_for(10min + 30s);
    EXPECT_GE(calls_.size(), 9u);
    EXPECT_LE(calls_.size(), 12u);
    answer();
    loop_.run_for(10min);
    EXPECT_EQ(log("delivered").size(), 60u);
    EXPECT_EQ(count("callbacks"), 0);
    other.delivery.stop();
    other.callbacks.stop();
    loop_.run(other.lease.release());
    loop_.run_for(1h);
}

// What still goes to an address that the service has given up says nothing about its new one.
TEST_P(CallbackEndpoints, AreNotHeldBackForTheAddressTheyHadBefore) {
    EXPECT_FALSE(record_failing(clock().now(), clock().now(), "https://gone.example/"));
    options_.callbacks.in_flight_per_endpoint_max = 5;
    refuse();
    deliver(service_, 15);
    loop_.run_for(2s);
    set_url("https://new.example/");
    endpoint_ = [](const http::ClientRequest& request) {
        return answered(request.url == "https://new.example/" ? 200 : 503);
    };
    loop_.run_for(12min);
    EXPECT_EQ(calls_.size(), 45u) << "the contract's retries go to where the event belongs";
    EXPECT_EQ(count("service_callbacks", "failing_since IS NOT NULL"), 0);
    deliver(service_, 5);
    loop_.run_for(2s);
    EXPECT_EQ(log("delivered").size(), 5u);
    loop_.run_for(1h);
    EXPECT_EQ(log("delivered").size(), 20u) << "what is tried beyond those goes to where the service is by then";
}

TEST_P(CallbackEndpoints, AreProbedWhereTheServiceIsByThen) {
    options_.callbacks.in_flight_per_endpoint_max = 5;
    refuse();
    deliver(service_, 30);
    loop_.run_for(2s);
    EXPECT_EQ(count("service_callbacks", "failing_since IS NOT NULL AND probe_at IS NOT NULL"), 1);
    calls_.clear();
    set_url("https://new.example/");
    loop_.run_for(70s);
    ASSERT_EQ(calls_.size(), 1u);
    EXPECT_EQ(calls_[0].url, "https://new.example/");
}

}  // namespace
}  // namespace herald::callbacks
