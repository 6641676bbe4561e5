#include "workers/lease.h"

#include <gtest/gtest.h>

#include "support/database.h"
#include "support/inline_store.h"
#include "support/virtual_loop.h"

namespace herald::workers {
namespace {

using namespace std::chrono_literals;

class WorkerLease : public test::StoreTest {
protected:
    ~WorkerLease() override {
        inline_.fail_when(nullptr);
        for (const auto& lease : leases_) loop_.run(lease->release());
        loop_.run_for(1h);
    }
    Lease& start(bool alone = false, Duration length = 30s, Duration mail_timeout = {}) {
        const Lease::Options options{.length = length,
                                     .roles = "all",
                                     .host = "test",
                                     .alone = alone,
                                     .restart_wait = 5s,
                                     .mail_timeout = mail_timeout};
        leases_.push_back(std::make_unique<Lease>(inline_, loop_, clock(), ids(), metrics(), options));
        leases_.back()->start();
        return *leases_.back();
    }
    /// A delivery and a callback that `owner` has claimed.
    void claim(const Uuid& owner, std::string_view lane = "sms") {
        const auto delivery = test::ad_hoc(
            "INSERT INTO deliveries (notification_id, service_id, turn_id, lane, step, attempts, due_at, owner) "
            "VALUES (?1, ?1, ?1, ?4, 'send', 0, ?2, ?3)",
            "INSERT INTO deliveries (notification_id, service_id, turn_id, lane, step, attempts, due_at, owner) "
            "VALUES ($1, $1, $1, $4, 'send', 0, $2, $3)",
            4);
        const auto callback = test::ad_hoc(
            "INSERT INTO callbacks (id, service_id, notification_id, callback_type, payload, attempts, due_at, owner, "
            "created_at) "
            "VALUES (?1, ?1, ?1, 'delivery_status', ?4, 0, ?2, ?3, ?2)",
            "INSERT INTO callbacks (id, service_id, notification_id, callback_type, payload, attempts, due_at, owner, "
            "created_at) "
            "VALUES ($1, $1, $1, 'delivery_status', $4, 0, $2, $3, $2)",
            4);
        store().write_now([&](db::Transaction& tx) {
            const Uuid id = ids().next_random();
            tx.execute(delivery, {id, clock().now(), owner, lane});
            tx.execute(callback, {id, clock().now(), owner, db::Blob{"sealed"}});
        });
    }
    std::int64_t count(const std::string& table, const std::string& where) {
        const std::string text = "SELECT count(*) FROM " + table + " WHERE " + where;
        const auto statement = test::ad_hoc(text, text, 0);
        return store().read_now([&](db::Transaction& tx) { return tx.query(statement, {})[0].get<std::int64_t>(0); });
    }
    std::int64_t claimed() {
        return count("deliveries", "owner IS NOT NULL") + count("callbacks", "owner IS NOT NULL");
    }
    void let_die() {
        const auto text =
            test::ad_hoc("UPDATE workers SET expires_at = started_at", "UPDATE workers SET expires_at = started_at", 0);
        store().write_now([&](db::Transaction& tx) { tx.execute(text, {}); });
        clock().advance(1s);
    }

    test::VirtualLoop loop_{clock()};
    test::InlineStore inline_{store()};
    std::vector<std::unique_ptr<Lease>> leases_;
};
HERALD_ON_BOTH_STORES(WorkerLease);

TEST_P(WorkerLease, HoldsAsLongAsItIsRenewed) {
    Lease& lease = start();
    EXPECT_TRUE(lease.holds(lease.id(), 29s));
    EXPECT_FALSE(lease.holds(lease.id(), 30s));
    EXPECT_FALSE(lease.holds(ids().next_random(), 1s));
    loop_.run_for(10min);
    EXPECT_TRUE(lease.holds(lease.id(), 20s));
    EXPECT_EQ(count("workers", "TRUE"), 1);
}

TEST_P(WorkerLease, DoesNotHoldWhenItCannotBeRenewedInTime) {
    Lease& lease = start();
    const Uuid id = lease.id();
    inline_.fail_when([] { return test::InlineStore::Fault::refused; });
    loop_.run_for(25s);
    EXPECT_FALSE(lease.holds(id, 10s));
    inline_.fail_when(nullptr);
    loop_.run_for(10s);
    EXPECT_EQ(lease.id(), id);
    EXPECT_TRUE(lease.holds(id, 10s));
}

TEST_P(WorkerLease, ThatRanOutIsReapedByAnother) {
    Lease& dead = start();
    const Uuid id = dead.id();
    claim(id);
    let_die();
    Lease& living = start();
    EXPECT_EQ(claimed(), 0);
    EXPECT_EQ(count("workers", "TRUE"), 1);
    EXPECT_TRUE(living.holds(living.id(), 1s));
    // The one that was thought dead comes back under a new id.
    loop_.run_for(10s);
    EXPECT_NE(dead.id(), id);
    EXPECT_TRUE(dead.holds(dead.id(), 1s));
    EXPECT_EQ(count("workers", "TRUE"), 2);
}

TEST_P(WorkerLease, IsReapedWhileOthersRun) {
    start();
    Lease& other = start(false, 4h);  // renews hourly, so that it does not notice
    claim(other.id());
    loop_.run_for(1min);
    EXPECT_EQ(claimed(), 2);
    let_die();
    loop_.run_for(10s);
    EXPECT_EQ(claimed(), 0);
}

// A mail may be under way for longer than a lease lasts: it is nobody else's before it must have ended.
TEST_P(WorkerLease, OfADeadWorkerKeepsItsMailsWhileOneMayBeUnderWay) {
    Lease& dead = start(false, 30s, 60s);
    claim(dead.id(), "email");
    claim(dead.id());
    let_die();
    start(false, 30s, 60s);
    EXPECT_EQ(count("deliveries", "owner IS NOT NULL"), 1);
    EXPECT_EQ(count("callbacks", "owner IS NOT NULL"), 0);
    loop_.run_for(50s);
    EXPECT_EQ(count("deliveries", "owner IS NOT NULL AND lane = 'email'"), 1);
    loop_.run_for(18s);
    EXPECT_EQ(claimed(), 0);
    EXPECT_EQ(count("workers", "lost"), 0);
}

TEST_P(WorkerLease, OfAPredecessorEndsAtOnceWhereTheProcessIsAlone) {
    Lease& before = start(true);
    claim(before.id());
    start(true);
    EXPECT_EQ(claimed(), 0);
}

// A crash leaves messages that may have been sent: what a predecessor had in hand is due later, so that receipts come
// first; what it stopped with in order is due as before.
TEST_P(WorkerLease, LeavesTimeForReceiptsAfterACrashButNotAfterAnOrderlyStop) {
    Lease& before = start(true);
    claim(before.id());
    start(true);
    const auto text = test::ad_hoc("SELECT count(*) FROM deliveries WHERE due_at >= ?1",
                                   "SELECT count(*) FROM deliveries WHERE due_at >= $1", 1);
    const auto due = [&](Duration in) {
        return store().read_now(
            [&](db::Transaction& tx) { return tx.query(text, {clock().now() + in})[0].get<std::int64_t>(0); });
    };
    EXPECT_EQ(due(5s), 1);
    EXPECT_EQ(due(5s + 1us), 0);
    claim(leases_.back()->id());
    loop_.run(leases_.back()->release());
    EXPECT_EQ(due(5s), 1);
    EXPECT_EQ(claimed(), 0);
}

TEST_P(WorkerLease, FreesItsWorkWhenItIsReleased) {
    Lease& lease = start();
    claim(lease.id());
    loop_.run(lease.release());
    EXPECT_EQ(claimed(), 0);
    EXPECT_EQ(count("workers", "TRUE"), 0);
    EXPECT_FALSE(lease.holds(lease.id(), 0s));
}

// What is claimed under the old id may still be recorded until that runs out, then it is freed.
TEST_P(WorkerLease, StartsAfreshWithoutLettingGoAtOnce) {
    Lease& lease = start();
    const Uuid before = lease.id();
    claim(before);
    lease.start_afresh();
    loop_.run_for(8s);
    EXPECT_NE(lease.id(), before);
    EXPECT_FALSE(lease.holds(before, 0s));
    EXPECT_TRUE(lease.holds(lease.id(), 20s));
    EXPECT_EQ(claimed(), 2);
    loop_.run_for(40s);
    EXPECT_EQ(claimed(), 0);
    EXPECT_EQ(count("workers", "TRUE"), 1);
}

}  // namespace
}  // namespace herald::workers
