// Who gets which delivery, and what becomes of those whose owner is gone.

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "support/pipeline.h"

namespace herald::delivery {
namespace {

using namespace std::chrono_literals;

class DeliveryClaims : public test::PipelineTest {
protected:
    std::vector<std::shared_ptr<notifications::Accepted>> make(const test::SampleService& service, int number) {
        std::vector<std::shared_ptr<notifications::Accepted>> made;
        for (int i = 0; i < number; ++i) made.push_back(test::make_message(service, ids(), clock().now()));
        return made;
    }
    /// A second process on the same store and loop.
    std::unique_ptr<test::Stages> another(db::Store& store) {
        return std::make_unique<test::Stages>(store, loop_, clock(), ids(), sealer_, provider_, post(), options_);
    }
    /// Stores messages as rows of one job that no process has in memory.
    void insert_job_rows(const std::vector<std::shared_ptr<notifications::Accepted>>& all) {
        const Uuid job = ids().next_random();
        std::vector<notifications::NewNotification> rows;
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i]->message.job_id = job;
            all[i]->message.job_row_number = static_cast<std::int64_t>(i);
            rows.push_back({&all[i]->message, Uuid{}});
        }
        store().write_now([&](db::Transaction& tx) { notifications::insert_job_rows(tx, sealer_, rows); });
    }
    void finish(test::Stages& other) {
        other.delivery.stop();
        other.callbacks.stop();
        loop_.run(other.lease.release());
        loop_.run_for(1h);
    }
};
HERALD_ON_BOTH_STORES(DeliveryClaims);

TEST_P(DeliveryClaims, GiveEveryServiceItsTurn) {
    const auto small = test::make_sample_service(store(), clock(), ids(), sealer_, {.name = "Small"});
    insert_unclaimed(make(service_, 1'000));
    const auto the_one = make(small, 1);
    insert_unclaimed(the_one);
    options_.delivery.in_flight_max = 4;
    stages();
    loop_.run_for(1s);
    const auto of_small = std::find_if(provider_.sent.begin(), provider_.sent.end(),
                                       [&](const auto& one) { return one.id == the_one[0]->message.id; });
    ASSERT_NE(of_small, provider_.sent.end());
    EXPECT_LT(of_small - provider_.sent.begin(), 4);
    loop_.run_for(1min);
    EXPECT_EQ(provider_.sent.size(), 1'001u);
    EXPECT_EQ(count("notifications", "status = 'sending'"), 1'001);
}

// Urgent messages overtake the rows of a job of the same service that have been waiting for longer.
TEST_P(DeliveryClaims, GiveASingleMessageItsTurnBeforeTheRowsOfItsServicesJob) {
    insert_job_rows(make(service_, 2'000));
    clock().advance(1s);
    const auto urgent = make(service_, 1);
    insert_unclaimed(urgent);
    options_.delivery.in_flight_max = 4;
    provider_.latency = [] { return Duration(1h); };
    stages();
    loop_.run_for(1s);
    EXPECT_EQ(provider_.sent.size(), 3u);  // a quarter of the calls is kept free of any one lane
    EXPECT_EQ(provider_.times(urgent[0]->message.id), 1u);
}

TEST_P(DeliveryClaims, OfMoreServicesThanOneLookSeesAreAllMade) {
    for (int i = 0; i < 130; ++i) {
        const auto one =
            test::make_sample_service(store(), clock(), ids(), sealer_, {.name = "Service " + std::to_string(i)});
        insert_unclaimed(make(one, 1));
    }
    stages();
    loop_.run_for(10s);
    EXPECT_EQ(count("notifications", "status = 'sending'"), 130);
}

TEST_P(DeliveryClaims, LeaveWhatIsNotDueYet) {
    insert_unclaimed(make(service_, 1));
    execute(engine() == db::Engine::sqlite ? "UPDATE deliveries SET due_at = due_at + 60000000"
                                           : "UPDATE deliveries SET due_at = due_at + INTERVAL '60 seconds'");
    stages();
    loop_.run_for(59s);
    EXPECT_TRUE(provider_.sent.empty());
    loop_.run_for(3s);
    EXPECT_EQ(provider_.sent.size(), 1u);
}

TEST_P(DeliveryClaims, OfTwoProcessesNeverMeet) {
    insert_unclaimed(make(service_, 300));
    test::InlineStore other_store(store());
    stages();
    const auto other = another(other_store);
    other->start();
    loop_.run_for(10s);
    EXPECT_EQ(provider_.sent.size(), 300u);
    std::set<Uuid> different;
    for (const auto& one : provider_.sent) different.insert(one.id);
    EXPECT_EQ(different.size(), 300u);
    finish(*other);
}

// What was accepted is sent by the process that accepted it, without a look into the table by another.
TEST_P(DeliveryClaims, AreNotNeededForWhatIsHandedOver) {
    provider_.latency = [] { return Duration(3s); };
    stages();
    test::InlineStore other_store(store());
    const auto other = another(other_store);
    other->start();
    const auto accepted = send();
    EXPECT_EQ(count("deliveries", "owner IS NOT NULL"), 1);
    loop_.run_for(10s);
    EXPECT_EQ(provider_.times(accepted->message.id), 1u);
    EXPECT_EQ(stages().metrics.counter("herald_deliveries_claimed_total", "").value(), 0);
    EXPECT_EQ(other->metrics.counter("herald_deliveries_claimed_total", "").value(), 0);
    finish(*other);
}

TEST_P(DeliveryClaims, GoToTheTableWhenThereIsNoRoomInMemory) {
    options_.delivery.queue_max = 0;
    const auto accepted = send();
    EXPECT_EQ(count("deliveries", "owner IS NULL"), 1);
    loop_.run_for(1s);
    EXPECT_EQ(provider_.times(accepted->message.id), 0u);
}

// A process stands still while it sends, so that its lease runs out: another takes the message, and what the first one
// then records changes nothing.
TEST_P(DeliveryClaims, OfALostLeaseRecordNothing) {
    provider_.latency = [this] { return provider_.sent.size() == 1 ? Duration(20min) : Duration(1s); };
    const auto accepted = send();
    loop_.run_for(100ms);
    ASSERT_EQ(provider_.sent.size(), 1u);
    execute("UPDATE workers SET expires_at = started_at");
    test::InlineStore other_store(store());
    const auto other = another(other_store);
    clock().advance(1s);
    other->start();
    loop_.run_for(15s);
    ASSERT_EQ(provider_.sent.size(), 2u);
    const auto sent_at = stored(accepted->message.id).sent_at;
    EXPECT_EQ(status_of(accepted->message.id), "sending");
    loop_.run_for(30min);
    EXPECT_EQ(stored(accepted->message.id).sent_at, sent_at);
    EXPECT_EQ(stored(accepted->message.id).updated_at, sent_at);
    EXPECT_EQ(count("notification_counts", "status = 'sending' AND count = 1"), 1);
    finish(*other);
}

// A mail may take longer than a lease lasts. A process that loses its store in the middle of one still owns it when it
// comes back, and says what became of it; nobody sends it again.
TEST_P(DeliveryClaims, OfAMailUnderWayOutlastALostLease) {
    options_.lease.mail_timeout = 60s;
    provider_.latency = [] { return Duration(50s); };
    const auto accepted = send({.channel = notifications::Channel::email});
    loop_.run_for(100ms);
    ASSERT_EQ(provider_.sent.size(), 1u);
    const Uuid before = stages().lease.id();
    test::InlineStore other_store(store());
    const auto other = another(other_store);
    other->start();
    inline_.fail_when([] { return test::InlineStore::Fault::refused; });
    loop_.run_for(40s);
    inline_.fail_when(nullptr);
    loop_.run_for(5s);
    EXPECT_NE(stages().lease.id(), before);
    EXPECT_EQ(status_of(accepted->message.id), "created");
    loop_.run_for(10s);
    EXPECT_EQ(status_of(accepted->message.id), "sending");
    loop_.run_for(30min);
    EXPECT_EQ(provider_.times(accepted->message.id), 1u);
    EXPECT_EQ(count("deliveries"), 0);
    finish(*other);
}

// A store that did not answer for a while: what lay in memory under the lease is still there when it is renewed.
TEST_P(DeliveryClaims, SurviveALeaseThatIsRenewedLate) {
    stages();
    loop_.run_for(1s);
    const Uuid before = stages().lease.id();
    inline_.fail_when([] { return test::InlineStore::Fault::refused; });
    loop_.run_for(25s);
    inline_.fail_when(nullptr);
    const auto accepted = test::make_message(service_, ids(), clock().now());
    insert_unclaimed({accepted});
    const auto own = test::ad_hoc("UPDATE deliveries SET owner = ?1", "UPDATE deliveries SET owner = $1", 1);
    store().write_now([&](db::Transaction& tx) { tx.execute(own, {before}); });
    stages().delivery.take(accepted, before);
    EXPECT_TRUE(provider_.sent.empty());
    loop_.run_for(20s);
    EXPECT_EQ(stages().lease.id(), before);
    EXPECT_EQ(provider_.times(accepted->message.id), 1u);
}

class TwoClaimers : public testing::Test {};

// Two stores on one PostgreSQL database, each with its own connections and threads.
TEST_F(TwoClaimers, OnOnePostgresNeverGetTheSameRow) {
    const test::Database database(db::Engine::postgres);
    Metrics metrics;
    VirtualClock clock(*Timestamp::parse_iso("2026-11-02T10:00:00Z"));
    SeededIdSource ids(clock, 7);
    const std::vector<std::string> secrets{"the secret of these tests"};
    const crypto::Sealer sealer(secrets);
    const auto first = database.open(metrics), second = database.open(metrics);
    const auto service = test::make_sample_service(*first, clock, ids, sealer);
    constexpr int messages = 500;
    first->write_now([&](db::Transaction& tx) {
        std::vector<std::shared_ptr<notifications::Accepted>> made;
        std::vector<notifications::NewNotification> rows;
        for (int i = 0; i < messages; ++i) {
            made.push_back(test::make_message(service, ids, clock.now()));
            rows.push_back({&made.back()->message, Uuid{}});
        }
        notifications::insert_with_deliveries(tx, sealer, rows);
    });
    const auto claim_all = [&](db::Store& store, std::uint64_t seed, std::vector<Uuid>& sent) {
        VirtualClock own_clock(clock.now());
        SeededIdSource own_ids(own_clock, seed);
        test::VirtualLoop loop(own_clock);
        test::InlineStore inline_store(store);
        test::FakeProvider provider(loop);
        test::StagesOptions options;
        options.delivery.in_flight_max = 8;
        auto post = [](http::ClientRequest) -> Task<http::ClientResponse> { co_return http::ClientResponse{}; };
        test::Stages stages(inline_store, loop, own_clock, own_ids, sealer, provider, post, options);
        stages.start();
        loop.run_for(10s);
        for (const auto& one : provider.sent) sent.push_back(one.id);
        stages.delivery.stop();
        stages.callbacks.stop();
        loop.run(stages.lease.release());
        loop.run_for(1h);
    };
    std::vector<Uuid> by_first, by_second;
    std::thread other([&] { claim_all(*second, 2, by_second); });
    claim_all(*first, 1, by_first);
    other.join();
    std::set<Uuid> different(by_first.begin(), by_first.end());
    different.insert(by_second.begin(), by_second.end());
    EXPECT_EQ(by_first.size() + by_second.size(), static_cast<std::size_t>(messages));
    EXPECT_EQ(different.size(), static_cast<std::size_t>(messages));
    first->stop();
    second->stop();
}

}  // namespace
}  // namespace herald::delivery
