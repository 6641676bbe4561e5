#include "db/sqlite_checkpointer.h"

namespace herald::db {

SqliteCheckpointer::SqliteCheckpointer(const SqliteConnectionOptions& options, Metrics& metrics,
                                       std::mutex& one_at_a_time, std::function<void(std::string_view)> failed)
    : one_at_a_time_(one_at_a_time),
      failed_(std::move(failed)),
      seconds_(metrics.histogram("herald_store_checkpoint_seconds", "Time of each checkpoint beside the writer.")),
      connection_(options),
      thread_([this] { run(); }) {}

void SqliteCheckpointer::request() {
    {
        std::scoped_lock lock(mutex_);
        requested_ = true;
    }
    changed_.notify_one();
}

void SqliteCheckpointer::stop() {
    {
        std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
}

bool SqliteCheckpointer::wait_for_request() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return requested_ || stopping_; });
    requested_ = false;
    return !stopping_;
}

void SqliteCheckpointer::run() {
    while (wait_for_request() && checkpoint()) {
    }
}

bool SqliteCheckpointer::checkpoint() {
    std::scoped_lock lock(one_at_a_time_);
    const auto start = std::chrono::steady_clock::now();
    const int code =
        sqlite3_wal_checkpoint_v2(connection_.handle(), "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    seconds_.observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    // Busy means that another process, or the writer itself, is at it already.
    if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY) return true;
    // An fsync that failed once can succeed the second time although the pages are lost, so there is no second time.
    sqlite3_db_config(connection_.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    failed_(std::string("checkpoint: ") + sqlite3_errstr(code));
    return false;
}

}  // namespace herald::db
