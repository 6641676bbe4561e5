#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/metrics.h"
#include "db/store.h"

namespace herald::db {

struct PostgresOptions {
    std::string url;  ///< postgresql://user:password@host:port/database?…, or libpq's key=value form
    std::size_t write_connections = 4;
    std::size_t read_connections = 2;
    std::size_t queue_max = 20'000;  ///< units waiting for a write connection, and as many for a read connection
    std::chrono::milliseconds statement_timeout{30'000};
    /// How long a unit waits for a lost connection to come back before it gets StoreUnavailable.
    std::chrono::milliseconds reconnect_wait{5'000};
    int attempts_max = 6;  ///< runs of one unit: after a serialisation failure, a deadlock, a lost connection
};

/// Connects. Throws StoreUnavailable when the server cannot be reached.
/// A unit whose connection is lost before its COMMIT was sent is run again on another connection; one whose connection
/// is lost during COMMIT gets StoreUnavailable, since nobody knows whether it was committed.
std::unique_ptr<Store> open_postgres(const PostgresOptions& options, Metrics& metrics);

}  // namespace herald::db
