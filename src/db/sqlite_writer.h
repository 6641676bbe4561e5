#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

#include "base/metrics.h"
#include "db/sqlite_connection.h"
#include "db/sqlite_store.h"
#include "db/statement_record.h"
#include "db/wakers.h"
#include "db/work_queue.h"

namespace herald::db {

/// The one thread that writes to a SQLite file. What has queued up is committed together (group commit): each unit in a
/// savepoint of its own, one COMMIT with one fsync for all, then the answers.
class SqliteWriter {
public:
    /// `wal_grew` is called on the writer's thread when the WAL is worth a checkpoint; `one_checkpoint` is held while
    /// one runs, here or elsewhere in the process.
    SqliteWriter(const SqliteOptions& options, StatementRecord& record, const Wakers& wakers, Metrics& metrics,
                 std::mutex& one_checkpoint, std::function<void()> wal_grew);
    ~SqliteWriter() { stop(); }

    void start() {
        thread_ = std::thread([this] { run(); });
    }
    void submit(Unit unit) { queue_.push(std::move(unit)); }
    bool accepts_writes() const { return accepts_writes_.load(); }
    /// From here on every write is refused. Called from any thread.
    void refuse_writes(std::string_view why);
    /// Finishes what is queued.
    void stop();

private:
    void run();
    void gather(std::vector<Unit>& units);
    void commit(std::vector<Unit>& units);
    std::vector<std::exception_ptr> run_units(std::vector<Unit>& units, Channels& channels);
    std::exception_ptr run_in_savepoint(Unit& unit, Channels& channels);
    void run_unit(Unit& unit, Channels& channels);
    void abandon(std::vector<Unit>& units, const std::exception_ptr& why);
    void keep_wal_bounded();
    static int wal_committed(void* self, sqlite3* connection, const char* database, int pages);

    std::chrono::steady_clock::time_point last_commit_ended_;
    std::chrono::steady_clock::duration last_commit_took_{};
    const SqliteOptions options_;
    StatementRecord& record_;
    const Wakers& wakers_;
    std::mutex& one_checkpoint_;
    std::function<void()> wal_grew_;
    Metrics::Histogram& commit_seconds_;
    Metrics::Counter& units_;
    Metrics::Gauge& wal_bytes_;
    Metrics::Gauge& accepting_;
    WorkQueue queue_;
    SqliteConnection connection_;
    std::int64_t page_bytes_;
    std::int64_t wal_pages_ = 0;
    std::int64_t wal_pages_allowed_;
    std::atomic<bool> accepts_writes_ = true;
    std::thread thread_;
};

}  // namespace herald::db
