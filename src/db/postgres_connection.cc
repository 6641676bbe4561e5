#include "db/postgres_connection.h"

#include <poll.h>

#include <utility>

#include "db/postgres_error.h"

namespace herald::db {
namespace {

struct Control {
    const char* name;
    const char* sql;
};
constexpr Control controls[] = {
    {"begin_write", "BEGIN"},
    {"begin_read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"},
    {"commit", "COMMIT"},
    {"rollback", "ROLLBACK"},
};

/// Executions sent before their results are read: bounds the memory on both sides.
constexpr std::size_t chunk_max = 500;

std::string prepared_name(const Statement& statement) {
    // The unnamed statement is prepared anew each time; only tests have statements outside the catalogue.
    if (statement.index >= catalogue().size()) return "";
    return "s" + std::to_string(statement.index);
}

}  // namespace

PostgresConnection::PostgresConnection(const PostgresConnectionOptions& options)
    : handle_(connect_postgres(options)), prepared_(catalogue().size()) {
    prepare_controls();
    if (PQsetnonblocking(handle_.get(), 1) != 0 || PQenterPipelineMode(handle_.get()) != 1) lost();
}

void PostgresConnection::prepare_controls() {
    for (const Control& control : controls) {
        const PostgresResult result(PQprepare(handle_.get(), control.name, control.sql, 0, nullptr));
        if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) lost();
    }
}

void PostgresConnection::lost() {
    throw ConnectionLost(std::string("the connection to PostgreSQL was lost: ") + PQerrorMessage(handle_.get()));
}

void PostgresConnection::require(int sent) {
    if (sent != 1) lost();
}

void PostgresConnection::begin(Mode mode) {
    pending_.push_back(mode == Mode::write ? "begin_write" : "begin_read");
    begun_ = false;
}

void PostgresConnection::commit() {
    if (!begun_) {
        pending_.clear();
        return;
    }
    const auto results = exchange("commit", [&] { send_control("commit"); });
    begun_ = false;
    // COMMIT in a transaction that has failed answers ROLLBACK, without an error.
    if (std::string_view(PQcmdStatus(results.back().get())) != "COMMIT")
        throw StoreError("commit: the transaction had failed");
}

void PostgresConnection::end_read(bool another_follows) {
    // An own BEGIN that never went out needs no COMMIT; that of the read before may still be waiting.
    if (begun_) pending_.push_back("commit");
    else if (!pending_.empty()) pending_.pop_back();
    if (!another_follows && !pending_.empty()) exchange("commit", [] {});
    begun_ = false;
}

void PostgresConnection::roll_back() {
    if (begun_) {
        // What was posted and fails would take the ROLLBACK behind it down, too.
        if (unasked_ > 0) settle();
        exchange("rollback", [&] { send_control("rollback"); });
    } else if (!pending_.empty()) pending_.pop_back();
    begun_ = false;
}

/// Ends what was posted, whatever becomes of it.
void PostgresConnection::settle() {
    try {
        exchange("posted", [] {});
    } catch (const ConnectionLost&) {
        throw;
    } catch (const StoreError&) {
        // The transaction is given up anyway, for a reason that came before.
    }
}

void PostgresConnection::send_pending() {
    for (const char* name : pending_) send_control(name);
    unasked_ += pending_.size();
    if (!pending_.empty()) begun_ = true;
    pending_.clear();
}

void PostgresConnection::send_control(const char* name) {
    require(PQsendQueryPrepared(handle_.get(), name, 0, nullptr, nullptr, nullptr, 0));
}

void PostgresConnection::send_prepare(const Statement& statement) {
    const std::string sql(statement.postgres);
    require(PQsendPrepare(handle_.get(), prepared_name(statement).c_str(), sql.c_str(), 0, nullptr));
}

void PostgresConnection::send_statement(const Statement& statement, const Params& params) {
    if (params.size() != statement.parameter_count)
        throw StoreError(std::string(statement.name) + ": wrong number of parameters");
    parameters_.encode(params);
    require(PQsendQueryPrepared(handle_.get(), prepared_name(statement).c_str(), parameters_.count(),
                                parameters_.values(), parameters_.lengths(), parameters_.formats(), 0));
}

bool PostgresConnection::is_prepared(const Statement& statement) const {
    return statement.index < prepared_.size() && prepared_[statement.index];
}

void PostgresConnection::check(const Statement& statement) {
    if (is_prepared(statement)) return;
    exchange(statement.name, [&] { send_prepare(statement); });
    if (statement.index < prepared_.size()) prepared_[statement.index] = true;
}

std::vector<PostgresResult> PostgresConnection::run(const Statement& statement, std::span<const Params> all) {
    std::vector<PostgresResult> results;
    results.reserve(all.size());
    for (std::size_t start = 0; start < all.size(); start += chunk_max) {
        auto chunk = run_chunk(statement, all.subspan(start, std::min(chunk_max, all.size() - start)));
        for (auto& result : chunk) results.push_back(std::move(result));
    }
    return results;
}

void PostgresConnection::post(const Statement& statement, std::span<const Params> all) {
    check(statement);
    for (const Params& params : all) {
        if (unasked_ >= chunk_max) exchange(statement.name, [] {});
        send_pending();
        send_statement(statement, params);
        ++unasked_;
    }
}

std::vector<PostgresResult> PostgresConnection::run_chunk(const Statement& statement, std::span<const Params> chunk) {
    // Preparing has an exchange of its own: whether it worked is then known, whatever becomes of the executions.
    check(statement);
    return exchange(statement.name, [&] {
        for (const Params& params : chunk) send_statement(statement, params);
    });
}

std::vector<PostgresResult> PostgresConnection::exchange(std::string_view doing, const Queue& queue) {
    send_pending();
    const auto unasked = static_cast<std::ptrdiff_t>(std::exchange(unasked_, 0));
    std::exception_ptr not_sent;
    try {
        queue();
    } catch (const ConnectionLost&) {
        throw;
    } catch (...) {
        // What was queued before is still run and its answers read, so that the connection stays in step.
        not_sent = std::current_exception();
    }
    require(PQpipelineSync(handle_.get()));
    flush();
    std::vector<PostgresResult> results;
    const PostgresResult failed = receive(results);
    if (not_sent) std::rethrow_exception(not_sent);
    if (failed) raise_postgres_error(failed.get(), doing);
    results.erase(results.begin(), results.begin() + unasked);
    return results;
}

/// Reads while it writes: a server whose answers are not taken stops taking commands.
void PostgresConnection::flush() {
    for (;;) {
        const int left = PQflush(handle_.get());
        if (left == 0) return;
        if (left < 0) lost();
        pollfd socket{PQsocket(handle_.get()), POLLIN | POLLOUT, 0};
        if (::poll(&socket, 1, -1) < 0 && errno != EINTR) lost();
        if ((socket.revents & (POLLIN | POLLERR | POLLHUP)) != 0 && PQconsumeInput(handle_.get()) != 1) lost();
    }
}

/// Collects the results up to the end of the pipeline; returns the first failure, if any.
PostgresResult PostgresConnection::receive(std::vector<PostgresResult>& results) {
    PostgresResult failed;
    for (;;) {
        PostgresResult result(PQgetResult(handle_.get()));
        if (PQstatus(handle_.get()) != CONNECTION_OK) lost();
        if (!result) continue;  // the end of one command's results
        switch (PQresultStatus(result.get())) {
            case PGRES_PIPELINE_SYNC:
                return failed;
            case PGRES_PIPELINE_ABORTED:
                break;
            case PGRES_COMMAND_OK:
            case PGRES_TUPLES_OK:
                results.push_back(std::move(result));
                break;
            default:
                if (!failed) failed = std::move(result);
        }
    }
}

void PostgresConnection::run_script(const std::string& sql) {
    // A script has several statements, which the pipeline does not take.
    if (!begun_) exchange("begin", [] {});
    if (PQexitPipelineMode(handle_.get()) != 1) lost();
    const PostgresResult result(PQexec(handle_.get(), sql.c_str()));
    if (PQstatus(handle_.get()) != CONNECTION_OK || PQenterPipelineMode(handle_.get()) != 1) lost();
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) raise_postgres_error(result.get(), "script");
}

}  // namespace herald::db
