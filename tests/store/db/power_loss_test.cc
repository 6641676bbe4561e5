// What SQLite's store has acknowledged survives a power loss; what it cannot keep it does not acknowledge.

#include <filesystem>
#include <future>
#include <mutex>
#include <set>
#include <thread>

#include "base/log.h"
#include "db/sqlite_store.h"
#include "forgetful_vfs.h"
#include "support/database.h"

namespace herald::db {
namespace {

namespace fs = std::filesystem;

constexpr int rows_per_unit = 3;
const Statement insert_row = test::ad_hoc("INSERT INTO installation (name, value) VALUES (?1, ?2)", "", 2);
const Statement list_rows = test::ad_hoc("SELECT name FROM installation", "", 0);
const Statement check_integrity = test::ad_hoc("PRAGMA integrity_check", "", 0);

class PowerLoss : public testing::Test {
protected:
    // Every round ends with the same error in the log.
    void SetUp() override {
        log::set_sink([](std::string_view) {});
    }
    void TearDown() override { log::set_sink(nullptr); }

    /// Small bounds, so that every round sees checkpoints from both sides.
    SqliteOptions options(const std::string& path, const std::string& vfs = {}) {
        return {.path = path,
                .read_connections = 1,
                .units_per_commit_max = 8,
                .vfs = vfs,
                .checkpoint_bytes = 64 * 1024,
                .wal_bytes_max = 256 * 1024};
    }
    static void write_unit(Transaction& tx, int unit) {
        const std::string padding(300, 'x');
        for (int row = 0; row < rows_per_unit; ++row)
            tx.execute(insert_row, {std::to_string(unit) + "/" + std::to_string(row), padding});
    }

    /// Writes units until the power goes; returns those that were acknowledged before.
    std::set<int> write_until_power_loss(const std::string& path, test::ForgetfulVfs& vfs, int& next_unit) {
        std::set<int> acknowledged;
        std::mutex mutex;
        const auto store = open_sqlite(options(path, vfs.name()), metrics_);
        while (!vfs.lost_power()) {
            constexpr int burst = 20;
            std::promise<void> all_done;
            std::atomic<int> left = burst;
            for (int i = 0; i < burst; ++i) {
                store->submit_write([unit = next_unit](Transaction& tx) { write_unit(tx, unit); },
                                    [&, unit = next_unit](std::exception_ptr failure) {
                                        std::unique_lock lock(mutex);
                                        if (!failure && !vfs.lost_power()) acknowledged.insert(unit);
                                        lock.unlock();
                                        if (--left == 0) all_done.set_value();
                                    });
                ++next_unit;
            }
            all_done.get_future().get();
        }
        store->stop();
        return acknowledged;
    }

    /// Opens what survived with SQLite's own VFS and returns how many rows each unit has.
    std::map<int, int> units_in(const std::string& path) {
        const auto store = open_sqlite(options(path), metrics_);
        std::map<int, int> units;
        store->read_now([&](Transaction& tx) {
            EXPECT_EQ(tx.query(check_integrity, {})[0].get<std::string>(0), "ok");
            units.clear();
            for (const Row row : tx.query(list_rows, {})) ++units[std::stoi(row.get<std::string>(0))];
        });
        return units;
    }

    static std::string make_directory(const fs::path& path) {
        fs::remove_all(path);
        fs::create_directory(path);
        return path.string();
    }

    test::Database database_{Engine::sqlite};
    Metrics metrics_;
};

TEST_F(PowerLoss, LosesNoAcknowledgedUnitInManyRounds) {
    constexpr unsigned rounds = 120;
    const fs::path root = fs::path(database_.address()).parent_path();
    std::mt19937 random(20261122);
    std::string current = database_.address();
    std::set<int> acknowledged;
    int next_unit = 0;
    for (unsigned round = 0; round < rounds; ++round) {
        test::ForgetfulVfs vfs("forgetful" + std::to_string(round), random());
        vfs.lose_power_after(static_cast<int>(random() % 800));
        try {
            acknowledged.merge(write_until_power_loss(current, vfs, next_unit));
        } catch (const StoreUnavailable&) {
            EXPECT_TRUE(vfs.lost_power());  // it went while the store was being opened
        }
        const std::string survived = make_directory(root / ("round" + std::to_string(round)));
        vfs.write_survivors(survived);
        current = survived + "/herald.db";

        const auto units = units_in(current);
        for (const int unit : acknowledged) ASSERT_TRUE(units.contains(unit)) << "round " << round << ", unit " << unit;
        for (const auto& [unit, rows] : units) ASSERT_EQ(rows, rows_per_unit) << "round " << round << ", unit " << unit;
        if (round > 0) fs::remove_all(root / ("round" + std::to_string(round - 1)));
    }
    // The test is worth something only if it wrote something.
    EXPECT_GT(acknowledged.size(), rounds);
}

TEST_F(PowerLoss, IsNoticedWhenTheDiskLiesAboutSyncs) {
    constexpr unsigned rounds = 20;
    const fs::path root = fs::path(database_.address()).parent_path();
    bool lost = false;
    for (unsigned round = 0; round < rounds && !lost; ++round) {
        const std::string before = make_directory(root / "before"), after = make_directory(root / "after");
        fs::copy_file(database_.address(), before + "/herald.db");
        test::ForgetfulVfs vfs("lying" + std::to_string(round), round);
        vfs.lie_about_syncs();
        vfs.lose_power_after(600);
        int next_unit = 0;
        const auto acknowledged = write_until_power_loss(before + "/herald.db", vfs, next_unit);
        vfs.write_survivors(after);
        try {
            const auto store = open_sqlite(options(after + "/herald.db"), metrics_);
            store->read_now([&](Transaction& tx) {
                std::set<int> found;
                for (const Row row : tx.query(list_rows, {})) found.insert(std::stoi(row.get<std::string>(0)));
                lost = !std::includes(found.begin(), found.end(), acknowledged.begin(), acknowledged.end());
            });
        } catch (const StoreError&) {
            lost = true;  // the file did not even survive as a database
        }
    }
    EXPECT_TRUE(lost);
}

/// Expects that the store refuses a unit that the disk does not take, and everything after it.
void expect_refusal(Store& store) {
    EXPECT_THROW(store.write_now([](Transaction& tx) {
        tx.execute(insert_row, {"after", "the failure"});
    }),
                 StoreUnavailable);
    EXPECT_FALSE(store.accepts_writes());
    bool ran = false;
    EXPECT_THROW(store.write_now([&](Transaction&) { ran = true; }), StoreUnavailable);
    EXPECT_FALSE(ran);
    // Reading goes on.
    const Rows rows = store.read_now([](Transaction& tx) { return tx.query(list_rows, {}); });
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].get<std::string>(0), "before");
}

void write_before(Store& store) {
    store.write_now([](Transaction& tx) { tx.execute(insert_row, {"before", "the failure"}); });
}

TEST_F(PowerLoss, AFailedSyncEndsWriting) {
    test::ForgetfulVfs vfs("failing_sync", 1);
    {
        const auto store = open_sqlite(options(database_.address(), vfs.name()), metrics_);
        write_before(*store);
        vfs.fail_syncs_of("-wal");
        expect_refusal(*store);
    }
    EXPECT_EQ(metrics_.gauge("herald_store_accepts_writes", "").value(), 0);
}

TEST_F(PowerLoss, AFullDiskEndsWriting) {
    test::ForgetfulVfs vfs("full_disk", 1);
    {
        const auto store = open_sqlite(options(database_.address(), vfs.name()), metrics_);
        write_before(*store);
        vfs.fill_disk();
        expect_refusal(*store);
    }
    // Reopened with room on the disk, the store takes writes again.
    const auto store = open_sqlite(options(database_.address()), metrics_);
    EXPECT_TRUE(store->accepts_writes());
    store->write_now([](Transaction& tx) { tx.execute(insert_row, {"later", "works"}); });
}

TEST_F(PowerLoss, AFailedSyncOfACheckpointEndsWriting) {
    test::ForgetfulVfs vfs("failing_checkpoint", 1);
    const auto store = open_sqlite(options(database_.address(), vfs.name()), metrics_);
    vfs.fail_syncs_of(".db");
    // The commits' own syncs work, so it takes until the first checkpoint.
    constexpr int units_max = 5'000;
    int unit = 0;
    while (store->accepts_writes() && unit < units_max) {
        try {
            store->write_now([&](Transaction& tx) { write_unit(tx, unit); });
        } catch (const StoreUnavailable&) {
        }
        ++unit;
    }
    EXPECT_FALSE(store->accepts_writes());
}

TEST_F(PowerLoss, UnitsQueuedWithTheFailingOneAreRefusedToo) {
    test::ForgetfulVfs vfs("failing_batch", 1);
    const auto store = open_sqlite(options(database_.address(), vfs.name()), metrics_);
    vfs.fail_syncs_of("-wal");
    constexpr int count = 30;
    std::atomic<int> refused = 0, left = count;
    std::promise<void> all_done;
    for (int unit = 0; unit < count; ++unit) {
        store->submit_write([unit](Transaction& tx) { write_unit(tx, unit); },
                            [&](std::exception_ptr failure) {
                                refused += failure != nullptr;
                                if (--left == 0) all_done.set_value();
                            });
    }
    all_done.get_future().get();
    EXPECT_EQ(refused, count);
}

}  // namespace
}  // namespace herald::db
