#pragma once

#include <memory>
#include <thread>
#include <vector>

#include "db/sqlite_connection.h"
#include "db/statement_record.h"
#include "db/work_queue.h"

namespace herald::db {

/// Read-only connections, each with a thread. A thread takes several queued reads at once and runs them in one
/// transaction: all were queued before it began, so each sees what had been committed when it was submitted.
class SqliteReaders {
public:
    SqliteReaders(const SqliteConnectionOptions& options, std::size_t count, std::size_t queue_max,
                  StatementRecord& record);
    ~SqliteReaders() { stop(); }

    void submit(Unit unit) { queue_.push(std::move(unit)); }
    /// Finishes what is queued.
    void stop();

private:
    void run(SqliteConnection& connection);
    void read(SqliteConnection& connection, std::vector<Unit>& units);

    StatementRecord& record_;
    WorkQueue queue_;
    std::vector<std::unique_ptr<SqliteConnection>> connections_;
    std::vector<std::thread> threads_;
};

}  // namespace herald::db
