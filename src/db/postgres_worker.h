#pragma once

#include <memory>
#include <random>
#include <thread>

#include "db/postgres_connection.h"
#include "db/postgres_signals.h"
#include "db/postgres_store.h"
#include "db/statement_record.h"
#include "db/work_queue.h"

namespace herald::db {

/// A thread with a connection that it keeps open as well as it can, taking units from a shared queue.
class PostgresWorker {
public:
    using Mode = PostgresConnection::Mode;

    /// `first` may be null; the worker then connects by itself.
    PostgresWorker(Mode mode, const PostgresOptions& options, std::size_t siblings, WorkQueue& queue,
                   PostgresSignals& signals, StatementRecord& record, Metrics& metrics,
                   std::unique_ptr<PostgresConnection> first);
    ~PostgresWorker() { join(); }

    /// Waits until the queue is closed and empty.
    void join();

private:
    void run();
    bool connect();
    std::exception_ptr write(const Unit& unit);
    std::exception_ptr write_once(const Unit& unit, bool& again);
    void read(std::vector<Unit>& units);
    std::exception_ptr read_one(const Unit& unit);
    std::exception_ptr read_once(const Unit& unit, bool& again);
    void end_read();
    void roll_back();
    void back_off(int attempt);

    const Mode mode_;
    const PostgresOptions options_;
    const std::size_t siblings_;
    WorkQueue& queue_;
    PostgresSignals& signals_;
    StatementRecord& record_;
    Metrics::Counter& reconnects_;
    Metrics::Counter& conflicts_;
    Metrics::Histogram& commit_seconds_;
    std::unique_ptr<PostgresConnection> connection_;
    std::minstd_rand jitter_;
    std::thread thread_;
};

}  // namespace herald::db
