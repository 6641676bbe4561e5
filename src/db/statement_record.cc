#include "db/statement_record.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

#include "base/log.h"

namespace herald::db {

StatementRecord::StatementRecord(Engine engine, Metrics& metrics) : engine_(engine), entries_(catalogue().size()) {
    for (const Statement* statement : catalogue()) {
        const Metrics::Labels labels{{"statement", std::string(statement->name)}};
        Entry& entry = entries_[statement->index];
        entry.executions =
            &metrics.counter("herald_statement_executions_total", "Executions of each named SQL statement.", labels);
        entry.seconds = &metrics.counter("herald_statement_seconds_total",
                                         "Time spent in each named SQL statement, without waiting in a queue.", labels);
    }
}

StatementRecord::~StatementRecord() {
    append_coverage();
}

void StatementRecord::add(const Statement& statement, std::size_t executions,
                          std::chrono::steady_clock::duration taken) {
    // Only tests have statements outside the catalogue.
    if (statement.index >= entries_.size()) return;
    Entry& entry = entries_[statement.index];
    entry.executions->add(static_cast<double>(executions));
    entry.seconds->add(std::chrono::duration<double>(taken).count());
    if (executions > 0) entry.executed.store(true, std::memory_order_relaxed);
}

std::vector<std::string_view> StatementRecord::executed() const {
    std::vector<std::string_view> names;
    for (const Statement* statement : catalogue())
        if (entries_[statement->index].executed.load(std::memory_order_relaxed)) names.push_back(statement->name);
    return names;
}

void StatementRecord::append_coverage() const {
    const char* path = std::getenv("HERALD_STATEMENT_COVERAGE");
    if (path == nullptr || *path == '\0') return;
    std::string lines;
    for (const auto name : executed())
        lines += std::string(name) + (engine_ == Engine::sqlite ? " sqlite\n" : " postgres\n");
    // One write in append mode, so that processes that end together do not mix their lines.
    const int file = ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    const bool written = file >= 0 && ::write(file, lines.data(), lines.size()) == static_cast<ssize_t>(lines.size());
    if (file >= 0) ::close(file);
    if (!written)
        log::warning("statement_coverage_not_written", "The file for statement coverage could not be written.");
}

}  // namespace herald::db
