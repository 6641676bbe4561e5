// What a unit of work can do and what becomes of it, on both engines, with the real tables.

#include <atomic>
#include <future>
#include <latch>

#include "db/db_sql.h"
#include "support/database.h"

namespace herald::db {
namespace {

const Statement insert_worker =
    test::ad_hoc("INSERT INTO workers (id, roles, host, started_at, expires_at) VALUES (?1, ?2, 'here', ?3, ?3)",
                 "INSERT INTO workers (id, roles, host, started_at, expires_at) VALUES ($1, $2, 'here', $3, $3)", 3);
const Statement rename_workers =
    test::ad_hoc("UPDATE workers SET roles = ?2 WHERE roles = ?1", "UPDATE workers SET roles = $2 WHERE roles = $1", 2);
const Statement count_workers = test::ad_hoc("SELECT COUNT(*) FROM workers", "SELECT COUNT(*) FROM workers", 0);
const Statement find_worker =
    test::ad_hoc("SELECT id, roles FROM workers WHERE id = ?1", "SELECT id, roles FROM workers WHERE id = $1", 1);

class Units : public test::StoreTest {
protected:
    Params worker(const Uuid& id, std::string_view roles = "api") { return {id, roles, clock().now()}; }

    std::int64_t workers() {
        return store().read_now([](Transaction& tx) { return tx.query(count_workers, {})[0].get<std::int64_t>(0); });
    }

    /// Submits all before it waits for any, and says of each whether it failed.
    std::vector<bool> submit_together(const std::vector<Store::Work>& works) {
        std::vector<std::promise<bool>> promises(works.size());
        for (std::size_t i = 0; i < works.size(); ++i)
            store().submit_write(works[i], [&promise = promises[i]](std::exception_ptr failure) {
                promise.set_value(failure != nullptr);
            });
        std::vector<bool> failed;
        for (auto& promise : promises) failed.push_back(promise.get_future().get());
        return failed;
    }
};
HERALD_ON_BOTH_STORES(Units);

TEST_P(Units, CommitWhatTheyWrote) {
    const Uuid id = ids().next_ordered();
    store().write_now([&](Transaction& tx) { tx.execute(insert_worker, worker(id)); });
    reopen();
    EXPECT_EQ(workers(), 1);
}

TEST_P(Units, ThatThrowAreRolledBack) {
    const auto failing = [&](Transaction& tx) {
        tx.execute(insert_worker, worker(ids().next_ordered()));
        throw std::runtime_error("changed my mind");
    };
    EXPECT_THROW(store().write_now(failing), std::runtime_error);
    EXPECT_EQ(workers(), 0);
}

TEST_P(Units, ThatFailTakeNoNeighbourDown) {
    std::vector<Store::Work> works;
    for (int i = 0; i < 60; ++i) {
        works.push_back([this, i, id = ids().next_ordered()](Transaction& tx) {
            tx.execute(insert_worker, worker(id));
            if (i % 3 == 1) tx.execute(insert_worker, worker(id));
            if (i % 3 == 2) throw std::runtime_error("no");
        });
    }
    const auto failed = submit_together(works);
    for (std::size_t i = 0; i < failed.size(); ++i) EXPECT_EQ(failed[i], i % 3 != 0) << i;
    EXPECT_EQ(workers(), 20);
}

TEST_P(Units, ThatSwallowAFailureDoNotCommit) {
    const Uuid id = ids().next_ordered();
    const auto swallowing = [&](Transaction& tx) {
        tx.execute(insert_worker, worker(id));
        try {
            tx.execute(insert_worker, worker(id));
        } catch (const UniqueViolation&) {
        }
    };
    EXPECT_THROW(store().write_now(swallowing), UniqueViolation);
    EXPECT_EQ(workers(), 0);
}

TEST_P(Units, GetUniqueViolationForASecondRowWithTheKey) {
    const Uuid id = ids().next_ordered();
    store().write_now([&](Transaction& tx) { tx.execute(insert_worker, worker(id)); });
    EXPECT_THROW(store().write_now([&](Transaction& tx) { tx.execute(insert_worker, worker(id)); }), UniqueViolation);
    EXPECT_EQ(workers(), 1);
}

TEST_P(Units, NameTheStatementThatFailed) {
    const Statement broken{"find_nothing", "SELECT nonsense FROM workers", "SELECT nonsense FROM workers", 0,
                           catalogue().size()};
    try {
        store().read_now([&](Transaction& tx) { tx.query(broken, {}); });
        FAIL() << "it did not throw";
    } catch (const StoreError& error) {
        EXPECT_NE(std::string_view(error.what()).find("find_nothing"), std::string_view::npos) << error.what();
    }
}

TEST_P(Units, RefuseTheWrongNumberOfParameters) {
    EXPECT_THROW(store().read_now([&](Transaction& tx) { tx.query(find_worker, {}); }), StoreError);
    EXPECT_EQ(workers(), 0);
}

TEST_P(Units, CountTheRowsTheyChange) {
    store().write_now([&](Transaction& tx) {
        EXPECT_EQ(tx.execute(insert_worker, worker(ids().next_ordered(), "old")), 1);
        EXPECT_EQ(tx.execute(insert_worker, worker(ids().next_ordered(), "old")), 1);
        EXPECT_EQ(tx.execute(rename_workers, {"old", "new"}), 2);
        EXPECT_EQ(tx.execute(rename_workers, {"old", "new"}), 0);
        EXPECT_EQ(tx.execute(count_workers, {}), 0);
    });
}

TEST_P(Units, ExecuteManyAnswersForEach) {
    constexpr std::size_t count = 1203;  // more than PostgreSQL gets in one go
    std::vector<Params> inserts;
    for (std::size_t i = 0; i < count; ++i)
        inserts.push_back({ids().next_ordered(), i % 3 == 0 ? "third" : "other", clock().now()});
    store().write_now([&](Transaction& tx) {
        EXPECT_EQ(tx.execute_many(insert_worker, inserts), std::vector<std::int64_t>(count, 1));
        const std::vector<Params> renames{{"third", "x"}, {"none", "x"}, {"x", "y"}};
        EXPECT_EQ(tx.execute_many(rename_workers, renames), (std::vector<std::int64_t>{401, 0, 401}));
        EXPECT_TRUE(tx.execute_many(rename_workers, {}).empty());
    });
    EXPECT_EQ(workers(), static_cast<std::int64_t>(count));
}

TEST_P(Units, ExecuteManyFailsAsAWhole) {
    const Uuid id = ids().next_ordered();
    const std::vector<Params> inserts{worker(ids().next_ordered()), worker(id), worker(id),
                                      worker(ids().next_ordered())};
    EXPECT_THROW(store().write_now([&](Transaction& tx) { tx.execute_many(insert_worker, inserts); }), UniqueViolation);
    EXPECT_EQ(workers(), 0);
}

TEST_P(Units, PostedRowsAreThereForWhatFollows) {
    constexpr std::size_t count = 1203;  // more than PostgreSQL gets in one go
    std::vector<Params> inserts;
    for (std::size_t i = 0; i < count; ++i) inserts.push_back(worker(ids().next_ordered(), "old"));
    store().write_now([&](Transaction& tx) {
        tx.post_many(insert_worker, inserts);
        EXPECT_EQ(tx.execute(rename_workers, {"old", "new"}), static_cast<std::int64_t>(count));
        tx.post_many(rename_workers, std::vector<Params>{{"new", "newer"}, {"newer", "newest"}});
        EXPECT_EQ(tx.execute(rename_workers, {"newest", "x"}), static_cast<std::int64_t>(count));
    });
    store().write_now(
        [&](Transaction& tx) { tx.post_many(insert_worker, std::vector<Params>{worker(ids().next_ordered())}); });
    EXPECT_EQ(workers(), static_cast<std::int64_t>(count) + 1);
}

TEST_P(Units, APostedFailureIsThrownByTheCommitAtLatest) {
    const Uuid id = ids().next_ordered();
    const std::vector<Params> twice{worker(ids().next_ordered()), worker(id), worker(id)};
    EXPECT_THROW(store().write_now([&](Transaction& tx) { tx.post_many(insert_worker, twice); }), UniqueViolation);
    EXPECT_THROW(store().write_now([&](Transaction& tx) {
        tx.post_many(insert_worker, twice);
        tx.query(count_workers, {});
    }),
                 UniqueViolation);
    EXPECT_EQ(workers(), 0);
}

TEST_P(Units, AUnitThatGivesUpTakesBackWhatItPosted) {
    const Uuid id = ids().next_ordered();
    const std::vector<Params> fine{worker(ids().next_ordered())}, twice{worker(id), worker(id)};
    for (const auto& posted : {fine, twice}) {
        EXPECT_ANY_THROW(store().write_now([&](Transaction& tx) {
            tx.post_many(insert_worker, posted);
            throw std::runtime_error("given up");
        }));
    }
    EXPECT_EQ(workers(), 0);
    store().write_now([&](Transaction& tx) { tx.post_many(insert_worker, fine); });
    EXPECT_EQ(workers(), 1);
}

TEST_P(Units, QueryManyAnswersForEach) {
    const Uuid known = ids().next_ordered(), unknown = ids().next_ordered();
    store().write_now([&](Transaction& tx) { tx.execute(insert_worker, worker(known)); });
    store().read_now([&](Transaction& tx) {
        const auto results = tx.query_many(find_worker, std::vector<Params>{{known}, {unknown}, {known}});
        ASSERT_EQ(results.size(), 3U);
        EXPECT_EQ(results[0][0].get<Uuid>(0), known);
        EXPECT_TRUE(results[1].empty());
        EXPECT_EQ(results[2][0].get<std::string>(1), "api");
    });
}

TEST_P(Units, LargeResultsAndParametersPassInPipelines) {
    // Both directions together are more than the sockets' buffers hold.
    const std::string large(20'000, 'x');
    const Statement echo = test::ad_hoc("SELECT ?1", "SELECT $1::text", 1);
    const std::vector<Params> all(2'000, Params{large});
    store().read_now([&](Transaction& tx) {
        const auto results = tx.query_many(echo, all);
        ASSERT_EQ(results.size(), all.size());
        EXPECT_EQ(results.back()[0].get<std::string_view>(0), large);
    });
}

TEST_P(Units, ReadsSeeOneSnapshot) {
    store().read_now([&](Transaction& tx) {
        EXPECT_EQ(tx.query(count_workers, {})[0].get<int>(0), 0);
        store().write_now([&](Transaction& other) { other.execute(insert_worker, worker(ids().next_ordered())); });
        EXPECT_EQ(tx.query(count_workers, {})[0].get<int>(0), 0);
    });
    EXPECT_EQ(workers(), 1);
}

TEST_P(Units, ReadsCannotWrite) {
    EXPECT_THROW(store().read_now([&](Transaction& tx) { tx.execute(insert_worker, worker(ids().next_ordered())); }),
                 StoreError);
    EXPECT_EQ(workers(), 0);
    EXPECT_TRUE(store().accepts_writes());
}

TEST_P(Units, AFailedReadDoesNotDisturbTheNext) {
    std::vector<std::promise<bool>> failed(40);
    for (std::size_t i = 0; i < failed.size(); ++i) {
        store().submit_read(
            [i](Transaction& tx) {
                tx.query(count_workers, {});
                if (i % 2 == 1) tx.query(find_worker, {"not an id", "and one too many"});
            },
            [&promise = failed[i]](std::exception_ptr failure) { promise.set_value(failure != nullptr); });
    }
    for (std::size_t i = 0; i < failed.size(); ++i) EXPECT_EQ(failed[i].get_future().get(), i % 2 == 1) << i;
}

TEST_P(Units, QueuedBeforeAStopAreFinished) {
    std::atomic<int> committed = 0;
    for (int i = 0; i < 50; ++i) {
        store().submit_write(
            [this, id = ids().next_ordered()](Transaction& tx) { tx.execute(insert_worker, worker(id)); },
            [&committed](std::exception_ptr failure) { committed += failure == nullptr; });
    }
    store().stop();
    EXPECT_EQ(committed, 50);
    EXPECT_THROW(store().write_now([](Transaction&) {}), StoreUnavailable);
    EXPECT_THROW(store().read_now([](Transaction&) {}), StoreUnavailable);
    reopen();
    EXPECT_EQ(workers(), 50);
}

TEST_P(Units, FromManyThreadsAllArrive) {
    constexpr int threads_count = 8, per_thread = 40;
    std::vector<std::vector<Uuid>> made(threads_count);
    for (auto& of_thread : made)
        for (int i = 0; i < per_thread; ++i) of_thread.push_back(ids().next_ordered());
    store();
    std::vector<std::thread> threads;
    for (const auto& of_thread : made) {
        threads.emplace_back([this, &of_thread] {
            for (const Uuid& id : of_thread)
                store().write_now([&](Transaction& tx) { tx.execute(insert_worker, worker(id)); });
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(workers(), threads_count * per_thread);
}

TEST_P(Units, WakeThoseWhoListenAfterTheCommit) {
    std::atomic<int> woken = 0;
    std::promise<void> listening, first;
    store().listen("callbacks", [&] {
        const int count = ++woken;
        if (count == 1 && engine() == Engine::postgres) listening.set_value();  // the connection is up
        if (count == (engine() == Engine::postgres ? 2 : 1)) first.set_value();
    });
    if (engine() == Engine::postgres) listening.get_future().get();
    EXPECT_THROW(store().write_now([](Transaction& tx) {
        tx.notify("callbacks");
        throw std::runtime_error("rolled back, so nobody is told");
    }),
                 std::runtime_error);
    store().write_now([](Transaction& tx) {
        tx.notify("callbacks");
        tx.notify("callbacks");
    });
    first.get_future().get();
    store().stop();
    EXPECT_EQ(woken, engine() == Engine::postgres ? 2 : 1);
}

TEST_P(Units, AreCountedByStatement) {
    store().read_now([](Transaction& tx) { EXPECT_EQ(tx.query(sql::ping, {})[0].get<int>(0), 1); });
    const Metrics::Labels labels{{"statement", "ping"}};
    EXPECT_EQ(metrics().counter("herald_statement_executions_total", "", labels).value(), 1);
    EXPECT_GT(metrics().counter("herald_statement_seconds_total", "", labels).value(), 0);
}

}  // namespace
}  // namespace herald::db
