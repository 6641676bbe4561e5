#pragma once

#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "db/store.h"

namespace herald::db {

struct SqliteConnectionOptions {
    std::string path;
    std::string vfs;  ///< empty: SQLite's own
    std::chrono::milliseconds busy_timeout{5000};
    int cache_kib = 4096;
    bool read_only = false;
};

/// One SQLite connection and the statements prepared on it. Used by one thread at a time.
/// Errors become StoreError; those after which nothing may be written any more are remembered in `broken`.
class SqliteConnection {
public:
    explicit SqliteConnection(const SqliteConnectionOptions& options);

    Rows query(const Statement& statement, const Params& params);
    std::int64_t execute(const Statement& statement, const Params& params);
    std::vector<std::int64_t> execute_many(const Statement& statement, std::span<const Params> all);
    std::vector<Rows> query_many(const Statement& statement, std::span<const Params> all);
    void check(const Statement& statement);
    void run_script(const char* sql);
    /// BEGIN, COMMIT and the like: the text is what a failure is called.
    void control(const char* sql);

    bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
    /// True after an I/O error, a failed fsync, a full disk or a corrupt file.
    bool broken() const { return broken_; }
    /// Throws what a result code of SQLite stands for; `doing` is the statement's name.
    [[noreturn]] void raise(int code, std::string_view doing);
    sqlite3* handle() const { return handle_.get(); }

private:
    struct CloseConnection {
        void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
    };
    struct FinalizeStatement {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    using Prepared = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

    void open(const SqliteConnectionOptions& options);
    void use_wal();
    Prepared prepare(const Statement& statement, unsigned flags);
    sqlite3_stmt* prepared(const Statement& statement);
    void bind(sqlite3_stmt* prepared, const Statement& statement, const Params& params);
    std::int64_t step_to_end(sqlite3_stmt* prepared, const Statement& statement);
    Rows collect(sqlite3_stmt* prepared, const Statement& statement);

    std::unique_ptr<sqlite3, CloseConnection> handle_;
    std::vector<Prepared> prepared_;  ///< by Statement::index; null until first used
    Prepared unlisted_;               ///< the last statement that is not in the catalogue
    bool broken_ = false;
};

}  // namespace herald::db
