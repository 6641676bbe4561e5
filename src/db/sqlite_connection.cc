#include "db/sqlite_connection.h"

#include <thread>

#include "db/sqlite_values.h"

namespace herald::db {
namespace {

/// Leaves a statement ready for its next use, however the block ends.
class ResetAtEnd {
public:
    explicit ResetAtEnd(sqlite3_stmt* statement) : statement_(statement) {}
    ~ResetAtEnd() { sqlite3_reset(statement_); }
    ResetAtEnd(const ResetAtEnd&) = delete;
    ResetAtEnd& operator=(const ResetAtEnd&) = delete;

private:
    sqlite3_stmt* statement_;
};

bool ends_writing(int primary_code) {
    switch (primary_code) {
        case SQLITE_IOERR:
        case SQLITE_FULL:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
            return true;
        default:
            return false;
    }
}

}  // namespace

SqliteConnection::SqliteConnection(const SqliteConnectionOptions& options) : prepared_(catalogue().size()) {
    open(options);
    sqlite3_busy_timeout(handle(), static_cast<int>(options.busy_timeout.count()));
    if (!options.read_only) use_wal();
    run_script("PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0");
    run_script("PRAGMA wal_autocheckpoint=0");
    run_script(("PRAGMA cache_size=-" + std::to_string(options.cache_kib)).c_str());
    if (options.read_only) run_script("PRAGMA query_only=1");
}

void SqliteConnection::open(const SqliteConnectionOptions& options) {
    // A reader opens the file for writing too: in WAL mode even a reader writes its marks into shared memory.
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    sqlite3* opened = nullptr;
    const char* vfs = options.vfs.empty() ? nullptr : options.vfs.c_str();
    const int code = sqlite3_open_v2(options.path.c_str(), &opened, flags, vfs);
    handle_.reset(opened);
    if (code != SQLITE_OK) throw StoreUnavailable("cannot open " + options.path + ": " + sqlite3_errstr(code));
}

void SqliteConnection::use_wal() {
    // Two processes that open a new file at once can get SQLITE_BUSY here without the busy handler being asked.
    constexpr int attempts_max = 100;
    for (int attempt = 1;; ++attempt) {
        const int code = sqlite3_exec(handle(), "PRAGMA journal_mode=WAL", nullptr, nullptr, nullptr);
        if (code == SQLITE_OK) return;
        if ((code & 0xff) != SQLITE_BUSY || attempt == attempts_max) raise(code, "journal_mode");
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

void SqliteConnection::raise(int code, std::string_view doing) {
    const int primary = code & 0xff;
    const std::string message = std::string(doing) + ": " + sqlite3_errmsg(handle());
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID)
        throw UniqueViolation(message);
    if (ends_writing(primary)) broken_ = true;
    if (ends_writing(primary) || primary == SQLITE_BUSY || primary == SQLITE_LOCKED) throw StoreUnavailable(message);
    throw StoreError(message);
}

void SqliteConnection::run_script(const char* sql) {
    const int code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) raise(code, "script");
}

void SqliteConnection::control(const char* sql) {
    const int code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) raise(code, sql);
}

SqliteConnection::Prepared SqliteConnection::prepare(const Statement& statement, unsigned flags) {
    sqlite3_stmt* compiled = nullptr;
    const auto& sql = statement.sqlite;
    const int code = sqlite3_prepare_v3(handle(), sql.data(), static_cast<int>(sql.size()), flags, &compiled, nullptr);
    if (code != SQLITE_OK) raise(code, statement.name);
    return Prepared(compiled);
}

sqlite3_stmt* SqliteConnection::prepared(const Statement& statement) {
    if (statement.index >= prepared_.size()) {
        unlisted_ = prepare(statement, 0);
        return unlisted_.get();
    }
    Prepared& known = prepared_[statement.index];
    if (!known) known = prepare(statement, SQLITE_PREPARE_PERSISTENT);
    return known.get();
}

void SqliteConnection::check(const Statement& statement) {
    prepare(statement, 0);
}

void SqliteConnection::bind(sqlite3_stmt* prepared, const Statement& statement, const Params& params) {
    if (params.size() != statement.parameter_count)
        throw StoreError(std::string(statement.name) + ": wrong number of parameters");
    for (std::size_t i = 0; i < params.size(); ++i) {
        const int code = bind_sqlite_value(prepared, static_cast<int>(i) + 1, params[i]);
        if (code != SQLITE_OK) raise(code, statement.name);
    }
}

std::int64_t SqliteConnection::step_to_end(sqlite3_stmt* prepared, const Statement& statement) {
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) code = sqlite3_step(prepared);
    if (code != SQLITE_DONE) raise(code, statement.name);
    return sqlite3_stmt_readonly(prepared) != 0 ? 0 : sqlite3_changes64(handle());
}

Rows SqliteConnection::collect(sqlite3_stmt* prepared, const Statement& statement) {
    SqliteRowCollector rows(prepared);
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(prepared)) == SQLITE_ROW) rows.add();
    if (code != SQLITE_DONE) raise(code, statement.name);
    return rows.take();
}

Rows SqliteConnection::query(const Statement& statement, const Params& params) {
    sqlite3_stmt* const compiled = prepared(statement);
    const ResetAtEnd reset(compiled);
    bind(compiled, statement, params);
    return collect(compiled, statement);
}

std::int64_t SqliteConnection::execute(const Statement& statement, const Params& params) {
    sqlite3_stmt* const compiled = prepared(statement);
    const ResetAtEnd reset(compiled);
    bind(compiled, statement, params);
    return step_to_end(compiled, statement);
}

std::vector<std::int64_t> SqliteConnection::execute_many(const Statement& statement, std::span<const Params> all) {
    std::vector<std::int64_t> changed;
    changed.reserve(all.size());
    sqlite3_stmt* const compiled = prepared(statement);
    for (const Params& params : all) {
        const ResetAtEnd reset(compiled);
        bind(compiled, statement, params);
        changed.push_back(step_to_end(compiled, statement));
    }
    return changed;
}

std::vector<Rows> SqliteConnection::query_many(const Statement& statement, std::span<const Params> all) {
    std::vector<Rows> results;
    results.reserve(all.size());
    sqlite3_stmt* const compiled = prepared(statement);
    for (const Params& params : all) {
        const ResetAtEnd reset(compiled);
        bind(compiled, statement, params);
        results.push_back(collect(compiled, statement));
    }
    return results;
}

}  // namespace herald::db
