#include "db/postgres_worker.h"

#include "base/log.h"
#include "db/postgres_error.h"
#include "db/postgres_transaction.h"

namespace herald::db {

using std::chrono::steady_clock;

PostgresWorker::PostgresWorker(Mode mode, const PostgresOptions& options, std::size_t siblings, WorkQueue& queue,
                               PostgresSignals& signals, StatementRecord& record, Metrics& metrics,
                               std::unique_ptr<PostgresConnection> first)
    : mode_(mode),
      options_(options),
      siblings_(siblings),
      queue_(queue),
      signals_(signals),
      record_(record),
      reconnects_(metrics.counter("herald_store_connections_total", "Connections made to PostgreSQL.")),
      conflicts_(metrics.counter("herald_store_conflicts_total", "Serialisation failures and deadlocks run again.")),
      commit_seconds_(metrics.histogram("herald_store_commit_seconds", "Time from begin to durable, per commit.")),
      connection_(std::move(first)),
      jitter_(std::random_device{}()),
      thread_([this] { run(); }) {}

void PostgresWorker::join() {
    if (thread_.joinable()) thread_.join();
}

void PostgresWorker::run() {
    // A read that shares its transaction with others must not wait for too many of them.
    const std::size_t units_max = mode_ == Mode::write ? 1 : 32;
    const std::size_t takers = mode_ == Mode::write ? 1 : siblings_;
    for (auto units = queue_.take(units_max, takers); !units.empty(); units = queue_.take(units_max, takers)) {
        if (mode_ == Mode::read) read(units);
        else units.front().done(write(units.front()));
    }
}

/// False when the server could not be reached for `reconnect_wait`.
bool PostgresWorker::connect() {
    const auto deadline = steady_clock::now() + options_.reconnect_wait;
    for (int attempt = 1; !connection_; ++attempt) {
        try {
            connection_ = std::make_unique<PostgresConnection>(
                PostgresConnectionOptions{options_.url, options_.statement_timeout});
            reconnects_.add();
        } catch (const StoreUnavailable&) {
            if (steady_clock::now() >= deadline) {
                log::error("store_unreachable", "PostgreSQL cannot be reached; what waited for it is refused.");
                return false;
            }
            back_off(attempt);
        }
    }
    return true;
}

void PostgresWorker::back_off(int attempt) {
    constexpr int step_ms = 4, steps_max = 6;
    const int bound = step_ms << std::min(attempt, steps_max);
    std::this_thread::sleep_for(
        std::chrono::milliseconds(1 + static_cast<int>(jitter_() % static_cast<unsigned>(bound))));
}

void PostgresWorker::roll_back() {
    try {
        if (connection_) connection_->roll_back();
    } catch (const StoreError&) {
        connection_.reset();
    }
}

std::exception_ptr PostgresWorker::write(const Unit& unit) {
    std::exception_ptr failure;
    for (int attempt = 1; attempt <= options_.attempts_max; ++attempt) {
        if (!connect()) {
            auto waiting = queue_.take_ready();
            auto why = std::make_exception_ptr(StoreUnavailable("PostgreSQL cannot be reached"));
            refuse_all(waiting, why);
            return why;
        }
        bool again = false;
        failure = write_once(unit, again);
        if (!again) return failure;
        back_off(attempt);
    }
    return failure;
}

std::exception_ptr PostgresWorker::write_once(const Unit& unit, bool& again) {
    const auto start = steady_clock::now();
    PostgresTransaction transaction(*connection_, record_);
    bool committing = false;
    try {
        connection_->begin(Mode::write);
        unit.work(transaction);
        transaction.finish();
        committing = true;
        connection_->commit();
        signals_.notify(transaction.channels());
        commit_seconds_.observe(std::chrono::duration<double>(steady_clock::now() - start).count());
        return nullptr;
    } catch (const ConnectionLost&) {
        connection_.reset();
        again = !committing;
        if (again) return std::current_exception();
        signals_.notify(transaction.channels());
        return std::make_exception_ptr(
            CommitUnknown("the connection was lost during commit; nobody knows whether it was made"));
    } catch (const TransactionConflict&) {
        again = true;
        conflicts_.add();
        roll_back();
        return std::current_exception();
    } catch (...) {
        roll_back();
        return std::current_exception();
    }
}

void PostgresWorker::read(std::vector<Unit>& units) {
    if (connection_) connection_->begin(Mode::read);
    for (Unit& unit : units) unit.done(read_one(unit));
    end_read();
}

void PostgresWorker::end_read() {
    try {
        if (connection_) connection_->end_read(queue_.size() > 0);
    } catch (const StoreError&) {
        connection_.reset();
    }
}

std::exception_ptr PostgresWorker::read_one(const Unit& unit) {
    std::exception_ptr failure;
    for (int attempt = 1; attempt <= options_.attempts_max; ++attempt) {
        if (!connection_) {
            if (!connect()) return std::make_exception_ptr(StoreUnavailable("PostgreSQL cannot be reached"));
            connection_->begin(Mode::read);
        }
        bool again = false;
        failure = read_once(unit, again);
        if (!again) return failure;
        back_off(attempt);
    }
    return failure;
}

std::exception_ptr PostgresWorker::read_once(const Unit& unit, bool& again) {
    PostgresTransaction transaction(*connection_, record_);
    try {
        unit.work(transaction);
        transaction.finish();
        return nullptr;
    } catch (const ConnectionLost&) {
        connection_.reset();
        again = true;
        return std::current_exception();
    } catch (...) {
        // A failed statement ends the transaction; the units that follow get a new one.
        roll_back();
        if (connection_) connection_->begin(Mode::read);
        return std::current_exception();
    }
}

}  // namespace herald::db
