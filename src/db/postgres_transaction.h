#pragma once

#include "db/postgres_connection.h"
#include "db/raw_transaction.h"
#include "db/statement_record.h"
#include "db/wakers.h"

namespace herald::db {

/// A unit's view of a PostgreSQL connection whose owner begins and ends transactions.
class PostgresTransaction final : public RawTransaction {
public:
    PostgresTransaction(PostgresConnection& connection, StatementRecord& record)
        : connection_(connection), record_(record) {}

    Engine engine() const override { return Engine::postgres; }
    Rows query(const Statement& statement, const Params& params) override;
    std::int64_t execute(const Statement& statement, const Params& params) override;
    std::vector<std::int64_t> execute_many(const Statement& statement, std::span<const Params> all) override;
    std::vector<Rows> query_many(const Statement& statement, std::span<const Params> all) override;
    void post_many(const Statement& statement, std::span<const Params> all) override;
    void notify(std::string_view channel) override { channels_.emplace(channel); }
    void run_script(const std::string& sql) override;
    void check(const Statement& statement) override;

    /// To be called when the unit has returned: throws the failure that the unit swallowed, if any.
    void finish() const;
    const Channels& channels() const { return channels_; }

private:
    template <class F>
    auto guarded(F call);
    std::vector<PostgresResult> run(const Statement& statement, std::span<const Params> all);

    PostgresConnection& connection_;
    StatementRecord& record_;
    Channels channels_;
    std::exception_ptr failure_;
};

}  // namespace herald::db
