#include "db/sqlite_transaction.h"

namespace herald::db {

template <class F>
auto SqliteTransaction::guarded(F call) {
    finish();
    try {
        return call();
    } catch (...) {
        failure_ = std::current_exception();
        throw;
    }
}

void SqliteTransaction::finish() const {
    if (failure_) std::rethrow_exception(failure_);
}

Rows SqliteTransaction::query(const Statement& statement, const Params& params) {
    const StatementRecord::Timing timing(record_, statement, 1);
    return guarded([&] { return connection_.query(statement, params); });
}

std::int64_t SqliteTransaction::execute(const Statement& statement, const Params& params) {
    const StatementRecord::Timing timing(record_, statement, 1);
    return guarded([&] { return connection_.execute(statement, params); });
}

std::vector<std::int64_t> SqliteTransaction::execute_many(const Statement& statement, std::span<const Params> all) {
    const StatementRecord::Timing timing(record_, statement, all.size());
    return guarded([&] { return connection_.execute_many(statement, all); });
}

std::vector<Rows> SqliteTransaction::query_many(const Statement& statement, std::span<const Params> all) {
    const StatementRecord::Timing timing(record_, statement, all.size());
    return guarded([&] { return connection_.query_many(statement, all); });
}

void SqliteTransaction::run_script(const std::string& sql) {
    guarded([&] { connection_.run_script(sql.c_str()); });
}

}  // namespace herald::db
