// SQLite's own: other processes on the same file, and the bounds of the WAL.

#include <sqlite3.h>

#include <filesystem>

#include "db/sqlite_store.h"
#include "support/database.h"

namespace herald::db {
namespace {

const Statement insert_row = test::ad_hoc("INSERT INTO installation (name, value) VALUES (?1, ?2)", "", 2);
const Statement count_rows = test::ad_hoc("SELECT COUNT(*) FROM installation", "", 0);

class Sqlite : public testing::Test {
protected:
    SqliteOptions options() { return {.path = database_.address(), .busy_timeout = std::chrono::milliseconds(30)}; }
    static void insert(Store& store, const std::string& name, const std::string& value = {}) {
        store.write_now([&](Transaction& tx) { tx.execute(insert_row, {name, value}); });
    }
    static std::int64_t rows(Store& store) {
        return store.read_now([](Transaction& tx) { return tx.query(count_rows, {})[0].get<std::int64_t>(0); });
    }

    test::Database database_{Engine::sqlite};
    Metrics metrics_;
};

TEST_F(Sqlite, AnotherProcessThatHoldsTheLockMakesAUnitUnavailableOnce) {
    const auto store = open_sqlite(options(), metrics_);
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(database_.address().c_str(), &other), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    EXPECT_THROW(insert(*store, "first"), StoreUnavailable);
    EXPECT_TRUE(store->accepts_writes());
    ASSERT_EQ(sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(other);
    insert(*store, "second");
    EXPECT_EQ(rows(*store), 1);
}

TEST_F(Sqlite, TwoStoresOnOneFileSeeEachOthersCommits) {
    const auto server = open_sqlite(options(), metrics_);
    const auto command_line = open_sqlite(options(), metrics_);
    insert(*server, "a");
    insert(*command_line, "b");
    EXPECT_EQ(rows(*server), 2);
    EXPECT_EQ(rows(*command_line), 2);
}

TEST_F(Sqlite, TheWalStaysBounded) {
    SqliteOptions bounded = options();
    bounded.checkpoint_bytes = 64 * 1024;
    bounded.wal_bytes_max = 512 * 1024;
    const auto store = open_sqlite(bounded, metrics_);
    const std::string value(20'000, 'x');
    std::uintmax_t largest = 0;
    for (int i = 0; i < 300; ++i) {
        insert(*store, std::to_string(i), value);
        largest = std::max(largest, std::filesystem::file_size(database_.address() + "-wal"));
    }
    // One commit may go over it before it is noticed.
    EXPECT_LT(largest, static_cast<std::uintmax_t>(bounded.wal_bytes_max) + 200'000);
    EXPECT_EQ(rows(*store), 300);
}

TEST_F(Sqlite, CommitsAreSynchronousAndInTheWal) {
    const auto store = open_sqlite(options(), metrics_);
    store->write_now([](Transaction& tx) {
        EXPECT_EQ(tx.query(test::ad_hoc("PRAGMA synchronous", "", 0), {})[0].get<int>(0), 2);  // FULL
        EXPECT_EQ(tx.query(test::ad_hoc("PRAGMA journal_mode", "", 0), {})[0].get<std::string>(0), "wal");
        EXPECT_EQ(tx.query(test::ad_hoc("PRAGMA wal_autocheckpoint", "", 0), {})[0].get<int>(0), 0);
    });
}

TEST_F(Sqlite, AFileThatCannotBeOpenedIsUnavailable) {
    EXPECT_THROW(open_sqlite({.path = "/nowhere/at/all/herald.db"}, metrics_), StoreUnavailable);
}

}  // namespace
}  // namespace herald::db
