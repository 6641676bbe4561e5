#include "db/sqlite_readers.h"

#include "db/sqlite_transaction.h"

namespace herald::db {
namespace {

std::exception_ptr read_one(SqliteConnection& connection, StatementRecord& record, const Store::Work& work) {
    SqliteTransaction transaction(connection, record);
    try {
        work(transaction);
        transaction.finish();
        return nullptr;
    } catch (...) {
        return std::current_exception();
    }
}

}  // namespace

SqliteReaders::SqliteReaders(const SqliteConnectionOptions& options, std::size_t count, std::size_t queue_max,
                             StatementRecord& record)
    : record_(record), queue_(queue_max) {
    for (std::size_t i = 0; i < count; ++i) connections_.push_back(std::make_unique<SqliteConnection>(options));
    for (auto& connection : connections_) threads_.emplace_back([this, &connection] { run(*connection); });
}

void SqliteReaders::stop() {
    queue_.close();
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

void SqliteReaders::run(SqliteConnection& connection) {
    constexpr std::size_t units_max = 64;
    for (auto units = queue_.take(units_max, connections_.size()); !units.empty();
         units = queue_.take(units_max, connections_.size()))
        read(connection, units);
}

void SqliteReaders::read(SqliteConnection& connection, std::vector<Unit>& units) {
    std::size_t answered = 0;
    try {
        connection.control("BEGIN");
        for (Unit& unit : units) {
            const auto failure = read_one(connection, record_, unit.work);
            ++answered;
            unit.done(failure);
        }
        connection.control("COMMIT");
    } catch (...) {
        for (; answered < units.size(); ++answered) units[answered].done(std::current_exception());
    }
    if (connection.in_transaction()) sqlite3_exec(connection.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace herald::db
