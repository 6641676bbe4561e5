#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "db/postgres_values.h"
#include "db/store.h"

namespace herald::db {

struct PostgresConnectionOptions {
    std::string url;
    std::chrono::milliseconds statement_timeout{30'000};
};

struct FinishConnection {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
using PostgresHandle = std::unique_ptr<PGconn, FinishConnection>;

/// A connection with Herald's session settings. Throws ConnectionLost.
PostgresHandle connect_postgres(const PostgresConnectionOptions& options);

/// One PostgreSQL connection in pipeline mode and the statements prepared on it. Used by one thread at a time.
///
/// BEGIN travels with the first statement of a transaction, and the COMMIT of a read with the next one's BEGIN, so that
/// a unit with one statement costs two round trips as a write and one as a read. A unit that only posts costs one.
/// Throws ConnectionLost when the connection breaks; it is of no use afterwards.
class PostgresConnection {
public:
    enum class Mode { write, read };

    explicit PostgresConnection(const PostgresConnectionOptions& options);

    /// Reads see one snapshot. Sent with the first statement.
    void begin(Mode mode);
    /// Does nothing when nothing was run.
    void commit();
    /// Ends a read transaction; when another follows at once, together with that.
    void end_read(bool another_follows);
    void roll_back();

    std::vector<PostgresResult> run(const Statement& statement, std::span<const Params> all);
    /// Goes out with what is run next, or with the commit, and fails there.
    void post(const Statement& statement, std::span<const Params> all);
    /// Prepares a statement and keeps it.
    void check(const Statement& statement);
    /// Inside the transaction that was begun.
    void run_script(const std::string& sql);

private:
    using Queue = std::function<void()>;

    void prepare_controls();
    void settle();
    void send_pending();
    void send_control(const char* name);
    void send_prepare(const Statement& statement);
    void send_statement(const Statement& statement, const Params& params);
    bool is_prepared(const Statement& statement) const;
    std::vector<PostgresResult> run_chunk(const Statement& statement, std::span<const Params> chunk);
    std::vector<PostgresResult> exchange(std::string_view doing, const Queue& queue);
    void flush();
    PostgresResult receive(std::vector<PostgresResult>& results);
    void require(int sent);
    [[noreturn]] void lost();

    PostgresHandle handle_;
    std::vector<const char*> pending_;  ///< controls that go out with the next statement
    bool begun_ = false;                ///< BEGIN has been sent
    std::size_t unasked_ = 0;           ///< commands sent whose results are still to come and interest nobody
    std::vector<bool> prepared_;        ///< by Statement::index
    PostgresParameters parameters_;
};

}  // namespace herald::db
