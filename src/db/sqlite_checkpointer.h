#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "base/metrics.h"
#include "db/sqlite_connection.h"

namespace herald::db {

/// Copies the WAL into the database file beside the writer, on a connection and thread of its own. A checkpoint inside
/// a commit would show as that commit's latency.
class SqliteCheckpointer {
public:
    /// `one_at_a_time` is held during a checkpoint. `failed` is called with the reason when the file could not be
    /// written or synced; there is no second attempt.
    SqliteCheckpointer(const SqliteConnectionOptions& options, Metrics& metrics, std::mutex& one_at_a_time,
                       std::function<void(std::string_view)> failed);
    ~SqliteCheckpointer() { stop(); }

    /// Asks for a checkpoint, soon. Cheap; asking again while one runs asks for one more.
    void request();
    void stop();

private:
    void run();
    bool wait_for_request();
    bool checkpoint();

    std::mutex& one_at_a_time_;
    std::function<void(std::string_view)> failed_;
    Metrics::Histogram& seconds_;
    SqliteConnection connection_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool requested_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace herald::db
