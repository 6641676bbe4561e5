#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/metrics.h"
#include "db/store.h"

namespace herald::db {

struct SqliteOptions {
    std::string path;
    std::size_t read_connections = 2;
    std::size_t queue_max = 20'000;          ///< units waiting for the writer, and as many for the readers
    std::size_t units_per_commit_max = 512;  ///< bounds how long one commit can keep the others waiting
    /// How long a unit waits for another process that writes, such as the command line.
    std::chrono::milliseconds busy_timeout{5000};
    std::string vfs;  ///< empty: SQLite's own
    int writer_cache_kib = 16 * 1024;
    int reader_cache_kib = 4 * 1024;
    std::int64_t checkpoint_bytes = 4 * 1024 * 1024;  ///< a checkpoint runs beside the writer from here on
    std::int64_t wal_bytes_max = 64 * 1024 * 1024;    ///< the writer itself empties a WAL larger than this
};

/// Opens or creates the database file. Throws StoreUnavailable when that cannot be done.
/// A commit that fails because of the disk (full, I/O error, failed fsync) ends writing until the file is opened again:
/// `accepts_writes` turns false and every write gets StoreUnavailable.
std::unique_ptr<Store> open_sqlite(const SqliteOptions& options, Metrics& metrics);

}  // namespace herald::db
