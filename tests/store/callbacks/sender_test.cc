#include "callbacks/sender.h"

#include <gtest/gtest.h>

#include "callbacks/log.h"

#include "support/pipeline.h"

namespace herald::callbacks {
namespace {

using namespace std::chrono_literals;
using notifications::Status;
using Statuses = std::vector<std::string>;

class CallbackSender : public test::PipelineTest {
protected:
    /// A message that has just been delivered, so that its service is to be told.
    Uuid deliver() { return deliver(service_); }
    Uuid deliver(const test::SampleService& service) {
        const auto sent = send(service);
        loop_.run_for(30ms);
        receive(receipt_by_id(sent->message.id, Status::delivered));
        return sent->message.id;
    }
    void answer(int status) {
        endpoint_ = [status](const auto&) { return answered(status); };
    }
    void end_by(http::ClientOutcome outcome) {
        endpoint_ = [outcome](const auto&) {
            http::ClientResponse response;
            response.outcome = outcome;
            return response;
        };
    }
    std::string text(const char* column, const char* table) {
        const std::string query = "SELECT " + std::string(column) + " FROM " + table;
        const auto statement = test::ad_hoc(query, query, 0);
        return store().read_now([&](db::Transaction& tx) { return tx.query(statement, {})[0].get<std::string>(0); });
    }
};
HERALD_ON_BOTH_STORES(CallbackSender);

TEST_P(CallbackSender, CallsTheEndpointWithTheServicesToken) {
    const Uuid id = deliver();
    loop_.run_for(1s);
    ASSERT_EQ(calls_.size(), 1u);
    const auto& call = calls_[0];
    EXPECT_EQ(call.url, "https://service.example/status");
    EXPECT_EQ(call.timeout, Duration(5s));
    EXPECT_EQ(call.headers.at(0).name + ": " + call.headers.at(0).value, "Content-Type: application/json");
    EXPECT_EQ(call.headers.at(1).name + ": " + call.headers.at(1).value,
              "Authorization: Bearer the-token-of-the-service");
    EXPECT_EQ(told(id), Statuses{"delivered"});
    EXPECT_EQ(count("callbacks") + count("failed_callbacks"), 0);
}

// Public-api §7: any 4xx but 429 is dropped at once; kept here for an operator.
TEST_P(CallbackSender, GivesUpAtOnceWhenItIsRefused) {
    for (const int status : {400, 401, 404, 410}) {
        answer(status);
        deliver();
        loop_.run_for(10min);
    }
    EXPECT_EQ(calls_.size(), 4u);
    EXPECT_EQ(count("failed_callbacks", "attempts = 1"), 4);
    EXPECT_EQ(count("callbacks"), 0);
}

TEST_P(CallbackSender, TriesSixTimesAndThenKeepsItForAnOperator) {
    const std::pair<std::function<void()>, const char*> kinds[] = {
        {[this] { answer(429); }, "status 429"},
        {[this] { answer(500); }, "status 500"},
        {[this] { answer(503); }, "status 503"},
        {[this] { end_by(http::ClientOutcome::timed_out); }, nullptr},
        {[this] { end_by(http::ClientOutcome::refused); }, nullptr},
    };
    for (const auto& [kind, error] : kinds) {
        execute("DELETE FROM failed_callbacks");
        calls_.clear();
        kind();
        deliver();
        loop_.run_for(30min);
        EXPECT_EQ(calls_.size(), 6u);
        EXPECT_EQ(count("failed_callbacks", "attempts = 6"), 1);
        EXPECT_EQ(count("callbacks"), 0);
        if (error != nullptr) {
            EXPECT_EQ(text("last_error", "failed_callbacks"), error);
        }
    }
}

TEST_P(CallbackSender, RepeatsAfterFiveMinutesGiveOrTakeATenth) {
    answer(500);
    deliver();
    loop_.run_for(269s);
    EXPECT_EQ(calls_.size(), 1u);
    answer(200);
    loop_.run_for(63s);
    EXPECT_EQ(calls_.size(), 2u);
    loop_.run_for(1h);
    EXPECT_EQ(calls_.size(), 2u);
    EXPECT_EQ(count("failed_callbacks"), 0);
}

// S-094: the row shows neither the token nor the recipient nor the address it goes to.
TEST_P(CallbackSender, KeepsItsRowsSealed) {
    answer(400);
    deliver();
    loop_.run_for(1s);
    const auto payload = store().read_now([&](db::Transaction& tx) {
        const auto statement =
            test::ad_hoc("SELECT payload FROM failed_callbacks", "SELECT payload FROM failed_callbacks", 0);
        const auto rows = tx.query(statement, {});
        return std::string(rows[0].get<db::Blob>(0).bytes);
    });
    for (const char* clear : {"the-token-of-the-service", "07900900123", "service.example", "delivered"})
        EXPECT_EQ(payload.find(clear), std::string::npos) << clear;
}

// S-094: two changes in quick succession give two callbacks with the two statuses, and the settings of their moments.
TEST_P(CallbackSender, TellsTheStatusAndTheSettingsOfTheMoment) {
    const auto first = deliver(), second_sent = send()->message.id;
    execute("UPDATE service_callbacks SET url = 'https://moved.example/'");
    loop_.run_for(20ms);
    receive(receipt_by_id(second_sent, Status::permanent_failure));
    loop_.run_for(1s);
    EXPECT_EQ(told(first), Statuses{"delivered"});
    EXPECT_EQ(told(second_sent), Statuses{"permanent-failure"});
    EXPECT_EQ(calls_.at(0).url, "https://service.example/status");
    EXPECT_EQ(calls_.at(1).url, "https://moved.example/");
}

TEST_P(CallbackSender, MeasuresTheDelayOfEachTry) {
    answer(500);
    deliver();
    loop_.run_for(6min);
    const std::string series = stages().metrics.to_text();
    for (const char* retry : {"0", "1"}) {
        const std::string labels = "{retry=\"" + std::string(retry) + "\",type=\"delivery_status\"}";
        EXPECT_NE(series.find("herald_callback_delay_seconds_count" + labels + " 1\n"), std::string::npos) << series;
    }
}

TEST_P(CallbackSender, TellsNobodyWhoDoesNotWantIt) {
    execute("DELETE FROM service_callbacks");
    deliver();
    loop_.run_for(1s);
    EXPECT_TRUE(calls_.empty());
    EXPECT_EQ(count("callbacks"), 0);
}

TEST_P(CallbackSender, LetsASlowEndpointDelayOnlyItself) {
    const auto slow = test::make_sample_service(store(), clock(), ids(), sealer_,
                                                {.name = "Slow", .callback_url = "https://slow.example/"});
    endpoint_latency_ = [](const http::ClientRequest& request) {
        return request.url == "https://slow.example/" ? Duration(1h) : Duration(1ms);
    };
    options_.callbacks.in_flight_max = 6;
    options_.callbacks.in_flight_per_endpoint_max = 4;
    for (int i = 0; i < 20; ++i) deliver(slow);
    std::vector<Uuid> mine;
    for (int i = 0; i < 5; ++i) mine.push_back(deliver());
    loop_.run_for(1s);
    for (const auto& id : mine) EXPECT_EQ(told(id), Statuses{"delivered"});
    EXPECT_EQ(calls_.size(), 4u + 5u);
    endpoint_latency_ = [](const auto&) { return Duration(1ms); };
    loop_.run_for(2h);
}

TEST_P(CallbackSender, ClaimsWhatOthersLeft) {
    answer(500);
    for (int i = 0; i < 3; ++i) deliver();
    loop_.run_for(1s);
    EXPECT_EQ(count("callbacks", "owner IS NULL AND attempts = 1"), 3);
    answer(200);
    loop_.run_for(6min);
    EXPECT_EQ(count("callbacks"), 0);
}

// What was sealed with a secret that is gone can be sent by nobody: it has failed, and says why. The others go out.
TEST_P(CallbackSender, GoesOnAfterASealThatDoesNotOpen) {
    answer(500);
    deliver();
    loop_.run_for(1s);
    execute(engine() == db::Engine::sqlite ? "UPDATE callbacks SET payload = x'00'"
                                           : "UPDATE callbacks SET payload = '\\x00'");
    answer(200);
    const Uuid id = deliver();
    loop_.run_for(6min);
    EXPECT_EQ(told(id), Statuses{"delivered"});
    EXPECT_EQ(count("callbacks"), 0);
    EXPECT_EQ(text("last_error", "failed_callbacks"), "its seal does not open with this installation's secret");
    EXPECT_EQ(count("callback_log", "status = 'failed'"), 1);
    // Nor can it be made again; it stays where it is.
    const auto again =
        store().write_now([&](db::Transaction& tx) { return replay(tx, sealer_, service_.id, {}, clock().now()); });
    EXPECT_EQ(again, 0u);
    EXPECT_EQ(count("failed_callbacks", "attempts = 1"), 1);
}

TEST_P(CallbackSender, RepeatsACallWhoseOutcomeCouldNotBeStored) {
    const Uuid id = deliver();
    inline_.fail_when(
        [this] { return calls_.empty() ? test::InlineStore::Fault::none : test::InlineStore::Fault::refused; });
    loop_.run_for(1s);
    inline_.fail_when(nullptr);
    EXPECT_EQ(count("callbacks"), 1);
    loop_.run_for(2min);
    EXPECT_EQ(told(id), (Statuses{"delivered", "delivered"}));
    EXPECT_EQ(count("callbacks"), 0);
}

}  // namespace
}  // namespace herald::callbacks
