#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/metrics.h"
#include "db/statement.h"

namespace herald::db {

/// What a store knows about its use of each statement: how often, how long (metrics), and whether at all. When the
/// store closes and HERALD_STATEMENT_COVERAGE names a file, a line `NAME ENGINE` is appended to it for every statement
/// that was executed, so that the test run can name those that no test executes.
class StatementRecord {
public:
    StatementRecord(Engine engine, Metrics& metrics);
    ~StatementRecord();
    StatementRecord(const StatementRecord&) = delete;
    StatementRecord& operator=(const StatementRecord&) = delete;

    /// Measures the executions of one call; the clock is read twice however many there are.
    class Timing {
    public:
        Timing(StatementRecord& record, const Statement& statement, std::size_t executions)
            : record_(record), statement_(statement), executions_(executions) {}
        ~Timing() { record_.add(statement_, executions_, std::chrono::steady_clock::now() - start_); }
        Timing(const Timing&) = delete;
        Timing& operator=(const Timing&) = delete;

    private:
        StatementRecord& record_;
        const Statement& statement_;
        std::size_t executions_;
        std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    };

    /// Names of the statements executed so far, in the catalogue's order.
    std::vector<std::string_view> executed() const;

private:
    struct Entry {
        Metrics::Counter* executions = nullptr;
        Metrics::Counter* seconds = nullptr;
        std::atomic<bool> executed = false;
    };

    void add(const Statement& statement, std::size_t executions, std::chrono::steady_clock::duration taken);
    void append_coverage() const;

    Engine engine_;
    std::vector<Entry> entries_;
};

}  // namespace herald::db
