#pragma once

#include <memory>
#include <string>

#include "base/metrics.h"
#include "db/store.h"

namespace herald::db {

struct OpenOptions {
    /// `postgresql://…` or `postgres://…` for PostgreSQL; anything else is the path of a SQLite file.
    std::string address;
    std::size_t read_connections = 2;
    std::size_t write_connections = 4;  ///< PostgreSQL only: SQLite has one writer
    std::size_t queue_max = 20'000;
};

/// Opens the store without looking at its schema: `migrate` and `check_statements` (db/migrate.h) come next.
/// Throws StoreUnavailable.
std::unique_ptr<Store> open(const OpenOptions& options, Metrics& metrics);

}  // namespace herald::db
