#include "db/open.h"

#include "db/postgres_store.h"
#include "db/sqlite_store.h"

namespace herald::db {

std::unique_ptr<Store> open(const OpenOptions& options, Metrics& metrics) {
    if (options.address.starts_with("postgresql://") || options.address.starts_with("postgres://")) {
        PostgresOptions postgres;
        postgres.url = options.address;
        postgres.read_connections = options.read_connections;
        postgres.write_connections = options.write_connections;
        postgres.queue_max = options.queue_max;
        return open_postgres(postgres, metrics);
    }
    SqliteOptions sqlite;
    sqlite.path = options.address;
    sqlite.read_connections = options.read_connections;
    sqlite.queue_max = options.queue_max;
    return open_sqlite(sqlite, metrics);
}

}  // namespace herald::db
