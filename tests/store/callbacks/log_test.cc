// Signed calls, what is kept of them, and those that are made again.
#include "callbacks/log.h"

#include <gmock/gmock.h>

#include "callbacks/signature.h"
#include "services/signing_secret.h"
#include "support/pipeline.h"

namespace herald::callbacks {
namespace {

using namespace std::chrono_literals;
using notifications::Status;
using services::CallbackType;

class CallbackLog : public test::PipelineTest {
protected:
    Uuid deliver() {
        const auto sent = send();
        loop_.run_for(30ms);
        receive(receipt_by_id(sent->message.id, Status::delivered));
        return sent->message.id;
    }
    void answer(int status) {
        endpoint_ = [status](const auto&) { return answered(status); };
    }
    std::vector<LogEntry> log(const std::string& status = {}, std::size_t limit = 100) {
        return store().read_now([&](db::Transaction& tx) { return read_log(tx, service_.id, status, limit); });
    }
    std::size_t again(const Replay& which = {}) {
        return inline_.write_now(
            [&](db::Transaction& tx) { return replay(tx, sealer_, service_.id, which, clock().now()); });
    }
    std::optional<std::string> secret(bool renew = false) {
        return store().write_now([&](db::Transaction& tx) {
            return services::give_signing_secret(tx, sealer_, ids(), service_.id, CallbackType::delivery_status, renew);
        });
    }
    static std::string header(const http::ClientRequest& request, std::string_view name) {
        for (const auto& one : request.headers)
            if (one.name == name) return one.value;
        return {};
    }
};
HERALD_ON_BOTH_STORES(CallbackLog);

TEST_P(CallbackLog, CallsAreSignedOnceTheEndpointHasASecret) {
    deliver();
    loop_.run_for(1s);
    ASSERT_EQ(calls_.size(), 1u);
    EXPECT_EQ(calls_[0].headers.size(), 2u);
    const auto first = secret();
    ASSERT_TRUE(first);
    EXPECT_FALSE(secret());
    answer(500);
    deliver();
    loop_.run_for(6min);
    ASSERT_EQ(calls_.size(), 3u);
    for (const std::size_t i : {1u, 2u}) {
        const auto& call = calls_[i];
        const auto expected =
            signature_headers(*first, header(call, "webhook-id"),
                              Timestamp{std::stoll(header(call, "webhook-timestamp")) * 1'000'000}, call.body);
        EXPECT_EQ(header(call, "webhook-signature"), expected.at(2).value);
        EXPECT_EQ(header(call, "Authorization"), "Bearer the-token-of-the-service");
    }
    // The same event has the same id on every try, and a time of its own.
    EXPECT_EQ(header(calls_[1], "webhook-id"), header(calls_[2], "webhook-id"));
    EXPECT_NE(header(calls_[1], "webhook-timestamp"), header(calls_[2], "webhook-timestamp"));
    EXPECT_NE(secret(true), first);
}

TEST_P(CallbackLog, HoldsTheLatestTryOfEachCall) {
    const Uuid first = deliver();
    loop_.run_for(1s);
    clock().advance(1s);
    answer(503);
    const Uuid second = deliver();
    loop_.run_for(1s);
    auto entries = log();
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(entries[0].notification_id, second);
    EXPECT_EQ(entries[0].status, "retrying");
    EXPECT_EQ(entries[0].attempts, 1);
    EXPECT_EQ(entries[0].http_status, 503);
    EXPECT_EQ(entries[0].last_error, "status 503");
    EXPECT_EQ(entries[1].notification_id, first);
    EXPECT_EQ(entries[1].status, "delivered");
    EXPECT_EQ(entries[1].type, "delivery_status");
    EXPECT_EQ(entries[1].http_status, 200);
    EXPECT_FALSE(entries[1].last_error);
    EXPECT_EQ(log("delivered").size(), 1u);
    EXPECT_EQ(log("", 1).size(), 1u);

    endpoint_ = [](const auto&) {
        http::ClientResponse response;
        response.outcome = http::ClientOutcome::timed_out;
        return response;
    };
    loop_.run_for(40min);
    entries = log("failed");
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].attempts, 6);
    EXPECT_FALSE(entries[0].http_status);
}

TEST_P(CallbackLog, WhatWasGivenUpIsMadeAgainWhereTheServiceIsNow) {
    answer(404);
    const Uuid message = deliver();
    loop_.run_for(1s);
    EXPECT_EQ(count("failed_callbacks"), 1);
    answer(200);
    execute("UPDATE service_callbacks SET url = 'https://moved.example/'");
    EXPECT_EQ(again(), 1u);
    EXPECT_EQ(again(), 0u);
    loop_.run_for(2s);
    ASSERT_EQ(calls_.size(), 2u);
    EXPECT_EQ(calls_[1].url, "https://moved.example/");
    EXPECT_EQ(calls_[1].body, calls_[0].body);
    EXPECT_EQ(count("failed_callbacks") + count("callbacks"), 0);
    const auto entries = log();
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].status, "delivered");
    EXPECT_EQ(entries[0].notification_id, message);
}

TEST_P(CallbackLog, OneOrTheLatestAreMadeAgain) {
    answer(404);
    deliver();
    loop_.run_for(1min);
    const Timestamp later = clock().now();
    deliver();
    deliver();
    loop_.run_for(1s);
    answer(200);
    EXPECT_EQ(again({ids().next_random(), {}}), 0u);
    EXPECT_EQ(again({log("failed").back().id, {}}), 1u);
    EXPECT_EQ(again({std::nullopt, later + 1h}), 0u);
    EXPECT_EQ(again({std::nullopt, later}), 2u);
    loop_.run_for(2s);
    EXPECT_EQ(log("delivered").size(), 3u);
}

TEST_P(CallbackLog, IsKeptWithinItsLimits) {
    answer(404);
    deliver();
    loop_.run_for(1s);
    clock().advance(24h * 6);
    for (int i = 0; i < 5; ++i) {
        deliver();
        loop_.run_for(10ms);
    }
    loop_.run_for(1s);
    ASSERT_EQ(log().size(), 6u);
    const auto trim = [&](const LogLimits& limits) {
        std::optional<Uuid> after = Uuid{};
        std::size_t dropped = 0;
        while (after) {
            const auto step =
                store().write_now([&](db::Transaction& tx) { return drop_old(tx, *after, clock().now(), limits); });
            dropped += step.dropped;
            after = step.service;
        }
        return dropped;
    };
    EXPECT_EQ(trim({7, 100}), 0u);
    clock().advance(24h * 2);
    // An entry of the log, and the call that could have been made again.
    EXPECT_EQ(trim({7, 100}), 2u);
    EXPECT_EQ(log().size(), 5u);
    EXPECT_EQ(count("failed_callbacks"), 5);
    EXPECT_EQ(trim({7, 3}), 2u);
    EXPECT_EQ(log().size(), 3u);
    EXPECT_EQ(trim({7, 3}), 0u);
}

}  // namespace
}  // namespace herald::callbacks
