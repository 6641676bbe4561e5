// PostgreSQL's own troubles: connections that end at bad moments, deadlocks, a server that is away.

#include <atomic>
#include <future>
#include <latch>

#include "base/log.h"
#include "db/postgres_store.h"
#include "support/database.h"
#include "support/postgres_server.h"

namespace herald::db {
namespace {

const Statement insert_row = test::ad_hoc("", "INSERT INTO installation (name, value) VALUES ($1, $2)", 2);
const Statement update_row = test::ad_hoc("", "UPDATE installation SET value = value || $2 WHERE name = $1", 2);
const Statement count_rows = test::ad_hoc("", "SELECT COUNT(*) FROM installation", 0);
const Statement own_backend = test::ad_hoc("", "SELECT pg_backend_pid()", 0);

class Postgres : public testing::Test {
protected:
    void SetUp() override {
        log::set_sink([](std::string_view) {});
        options_.url = database_.address();
        options_.write_connections = 2;
        options_.read_connections = 1;
    }
    void TearDown() override {
        if (store_) store_->stop();
        log::set_sink(nullptr);
    }

    Store& store() {
        if (!store_) store_ = open_postgres(options_, metrics_);
        return *store_;
    }
    std::string database_name() const { return database_.address().substr(database_.address().rfind('/') + 1); }
    void end_all_connections() const {
        test::postgres_command("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" +
                               database_name() + "'");
    }
    static void end_connection_of(Transaction& tx) {
        const auto pid = tx.query(own_backend, {})[0].get<std::int64_t>(0);
        // Returns when it has ended, or after the time given.
        test::postgres_command("SELECT pg_terminate_backend(" + std::to_string(pid) + ", 5000)");
    }
    std::int64_t rows() {
        return store().read_now([](Transaction& tx) { return tx.query(count_rows, {})[0].get<std::int64_t>(0); });
    }

    test::Database database_{Engine::postgres};
    Metrics metrics_;
    PostgresOptions options_;
    std::unique_ptr<Store> store_;
};

TEST_F(Postgres, IdleConnectionsThatEndedAreReplaced) {
    EXPECT_EQ(rows(), 0);
    for (int round = 0; round < 3; ++round) {
        end_all_connections();
        store().write_now([&](Transaction& tx) { tx.execute(insert_row, {std::to_string(round), ""}); });
        EXPECT_EQ(rows(), round + 1);
    }
}

TEST_F(Postgres, AUnitWhoseConnectionEndsBeforeItsCommitIsRunAgain) {
    int runs = 0;
    store().write_now([&](Transaction& tx) {
        tx.execute(insert_row, {"once", ""});
        if (++runs == 1) {
            end_connection_of(tx);
            tx.query(count_rows, {});
        }
    });
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(rows(), 1);
}

TEST_F(Postgres, AUnitWhoseConnectionEndsAtItsCommitIsUncertain) {
    int runs = 0;
    EXPECT_THROW(store().write_now([&](Transaction& tx) {
        ++runs;
        tx.execute(insert_row, {"perhaps", ""});
        end_connection_of(tx);
    }),
                 StoreUnavailable);
    EXPECT_EQ(runs, 1);
    store().write_now([](Transaction& tx) { tx.execute(insert_row, {"surely", ""}); });
}

TEST_F(Postgres, AReadWhoseConnectionEndsIsRunAgain) {
    int runs = 0;
    store().read_now([&](Transaction& tx) {
        if (++runs == 1) end_connection_of(tx);
        tx.query(count_rows, {});
    });
    EXPECT_EQ(runs, 2);
}

TEST_F(Postgres, DeadlockedUnitsAreRunAgain) {
    store().write_now([](Transaction& tx) {
        tx.execute_many(insert_row, std::vector<Params>{{"left", ""}, {"right", ""}});
    });
    std::latch both_hold_one(2);
    const auto crossing = [&both_hold_one](const char* first, const char* second) {
        return [&both_hold_one, first, second, waited = false](Transaction& tx) mutable {
            tx.execute(update_row, {first, "x"});
            if (!std::exchange(waited, true)) both_hold_one.arrive_and_wait();
            tx.execute(update_row, {second, "x"});
        };
    };
    auto other = std::async(std::launch::async, [&] { store().write_now(crossing("left", "right")); });
    store().write_now(crossing("right", "left"));
    other.get();
    const Statement values = test::ad_hoc("", "SELECT value FROM installation ORDER BY name", 0);
    const Rows found = store().read_now([&](Transaction& tx) { return tx.query(values, {}); });
    EXPECT_EQ(found[0].get<std::string>(0), "xx");
    EXPECT_EQ(found[1].get<std::string>(0), "xx");
    EXPECT_GE(metrics_.counter("herald_store_conflicts_total", "").value(), 1);
}

TEST_F(Postgres, AServerThatIsAwayIsUnavailableAndComesBack) {
    options_.reconnect_wait = std::chrono::milliseconds(50);
    EXPECT_EQ(rows(), 0);
    test::postgres_command("ALTER DATABASE " + database_name() + " ALLOW_CONNECTIONS false");
    end_all_connections();
    const auto insert = [](Transaction& tx) { tx.execute(insert_row, {"back", ""}); };
    EXPECT_THROW(store().write_now(insert), StoreUnavailable);
    EXPECT_THROW(rows(), StoreUnavailable);
    test::postgres_command("ALTER DATABASE " + database_name() + " ALLOW_CONNECTIONS true");
    store().write_now(insert);
    EXPECT_EQ(rows(), 1);
}

TEST_F(Postgres, AWrongAddressIsAnErrorAtOpening) {
    options_.url = "postgresql://herald@127.0.0.1:1/nothing";
    EXPECT_THROW(open_postgres(options_, metrics_), StoreUnavailable);
}

TEST_F(Postgres, ListenersAreWokenAfterAReconnection) {
    std::atomic<int> woken = 0;
    std::promise<void> connected, reconnected;
    store().listen("deliveries", [&] {
        const int count = ++woken;
        if (count == 1) connected.set_value();
        if (count == 2) reconnected.set_value();
    });
    connected.get_future().get();
    end_all_connections();
    reconnected.get_future().get();
}

TEST_F(Postgres, NotificationsReachOtherProcesses) {
    const auto other = open_postgres(options_, metrics_);
    std::atomic<int> woken = 0;
    std::promise<void> listening, notified;
    other->listen("mixed \"Case\" channel", [&] {
        const int count = ++woken;
        if (count == 1) listening.set_value();
        if (count == 2) notified.set_value();
    });
    listening.get_future().get();
    store().write_now([](Transaction& tx) { tx.notify("mixed \"Case\" channel"); });
    notified.get_future().get();
    other->stop();
}

// A command that writes and ends at once still wakes the servers.
TEST_F(Postgres, NotificationsAreSentBeforeTheStoreStops) {
    std::atomic<int> woken = 0;
    std::promise<void> listening, notified;
    store().listen("jobs", [&] {
        const int count = ++woken;
        if (count == 1) listening.set_value();
        if (count == 2) notified.set_value();
    });
    listening.get_future().get();
    const auto command = open_postgres(options_, metrics_);
    command->write_now([](Transaction& tx) {
        tx.execute(insert_row, {"a job", ""});
        tx.notify("jobs");
    });
    command->stop();
    notified.get_future().get();
}

TEST_F(Postgres, NothingIsNotifiedByATransactionThatFails) {
    std::atomic<int> woken = 0;
    std::promise<void> listening, notified;
    store().listen("first", [&] { ++woken; });
    store().listen("second", [&, count = 0]() mutable {
        if (++count == 1) listening.set_value();
        if (count == 2) notified.set_value();
    });
    listening.get_future().get();
    const int before = woken;
    const auto fail = [](Transaction& tx) {
        tx.notify("first");
        throw StoreError("on purpose");
    };
    EXPECT_THROW(store().write_now(fail), StoreError);
    store().write_now([](Transaction& tx) { tx.notify("second"); });
    notified.get_future().get();
    EXPECT_EQ(woken, before);
}

TEST_F(Postgres, ErrorsDoNotQuoteValues) {
    const Statement to_uuid = test::ad_hoc("", "SELECT $1::text::uuid", 1);
    try {
        store().read_now([&](Transaction& tx) { tx.query(to_uuid, {"07700900123"}); });
        FAIL() << "it did not throw";
    } catch (const StoreError& error) {
        EXPECT_EQ(std::string_view(error.what()).find("07700900123"), std::string_view::npos) << error.what();
    }
}

}  // namespace
}  // namespace herald::db
