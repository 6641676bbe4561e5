#include "db/postgres_transaction.h"

namespace herald::db {

template <class F>
auto PostgresTransaction::guarded(F call) {
    finish();
    try {
        return call();
    } catch (...) {
        failure_ = std::current_exception();
        throw;
    }
}

void PostgresTransaction::finish() const {
    if (failure_) std::rethrow_exception(failure_);
}

std::vector<PostgresResult> PostgresTransaction::run(const Statement& statement, std::span<const Params> all) {
    const StatementRecord::Timing timing(record_, statement, all.size());
    return guarded([&] { return connection_.run(statement, all); });
}

Rows PostgresTransaction::query(const Statement& statement, const Params& params) {
    return postgres_rows(std::move(run(statement, std::span(&params, 1)).front()));
}

std::int64_t PostgresTransaction::execute(const Statement& statement, const Params& params) {
    return rows_changed(run(statement, std::span(&params, 1)).front().get());
}

std::vector<std::int64_t> PostgresTransaction::execute_many(const Statement& statement, std::span<const Params> all) {
    std::vector<std::int64_t> changed;
    changed.reserve(all.size());
    for (const auto& result : run(statement, all)) changed.push_back(rows_changed(result.get()));
    return changed;
}

std::vector<Rows> PostgresTransaction::query_many(const Statement& statement, std::span<const Params> all) {
    std::vector<Rows> results;
    results.reserve(all.size());
    for (auto& result : run(statement, all)) results.push_back(postgres_rows(std::move(result)));
    return results;
}

void PostgresTransaction::post_many(const Statement& statement, std::span<const Params> all) {
    const StatementRecord::Timing timing(record_, statement, all.size());
    guarded([&] { connection_.post(statement, all); });
}

void PostgresTransaction::run_script(const std::string& sql) {
    guarded([&] { connection_.run_script(sql); });
}

void PostgresTransaction::check(const Statement& statement) {
    guarded([&] { connection_.check(statement); });
}

}  // namespace herald::db
