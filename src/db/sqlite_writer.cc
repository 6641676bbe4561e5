#include "db/sqlite_writer.h"

#include "base/log.h"
#include "db/sqlite_transaction.h"

namespace herald::db {
namespace {

constexpr std::int64_t default_page_bytes = 4096;

SqliteConnectionOptions writer_options(const SqliteOptions& options) {
    return {.path = options.path,
            .vfs = options.vfs,
            .busy_timeout = options.busy_timeout,
            .cache_kib = options.writer_cache_kib};
}

}  // namespace

SqliteWriter::SqliteWriter(const SqliteOptions& options, StatementRecord& record, const Wakers& wakers,
                           Metrics& metrics, std::mutex& one_checkpoint, std::function<void()> wal_grew)
    : options_(options),
      record_(record),
      wakers_(wakers),
      one_checkpoint_(one_checkpoint),
      wal_grew_(std::move(wal_grew)),
      commit_seconds_(metrics.histogram("herald_store_commit_seconds", "Time from begin to durable, per commit.")),
      units_(metrics.counter("herald_store_units_total", "Units of work committed or refused by themselves.")),
      wal_bytes_(metrics.gauge("herald_store_wal_bytes", "Size of the write-ahead log in use.")),
      accepting_(metrics.gauge("herald_store_accepts_writes", "1, or 0 after a commit could not be made durable.")),
      queue_(options.queue_max),
      connection_(writer_options(options)),
      page_bytes_(default_page_bytes),
      wal_pages_allowed_(options.wal_bytes_max / page_bytes_) {
    accepting_.set(1);
    // After a restart of the WAL the file is cut down to its bound, should it ever have grown past it.
    connection_.run_script(("PRAGMA journal_size_limit=" + std::to_string(options.wal_bytes_max)).c_str());
    sqlite3_wal_hook(connection_.handle(), &SqliteWriter::wal_committed, this);
}

int SqliteWriter::wal_committed(void* self, sqlite3*, const char*, int pages) {
    static_cast<SqliteWriter*>(self)->wal_pages_ = pages;
    return SQLITE_OK;
}

void SqliteWriter::stop() {
    queue_.close();
    if (thread_.joinable()) thread_.join();
    // A file whose fsync failed is left as it is; what the WAL holds is judged by whoever opens it next.
    if (!accepts_writes()) sqlite3_db_config(connection_.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

void SqliteWriter::refuse_writes(std::string_view why) {
    if (!accepts_writes_.exchange(false)) return;
    accepting_.set(0);
    log::error("store_refuses_writes",
               "The store cannot make commits durable and takes no writes until it is reopened.", {{"reason", why}});
}

void SqliteWriter::run() {
    for (auto units = queue_.take(options_.units_per_commit_max); !units.empty();
         units = queue_.take(options_.units_per_commit_max)) {
        gather(units);
        if (accepts_writes()) keep_wal_bounded();
        if (accepts_writes()) commit(units);
        else refuse_all(units, std::make_exception_ptr(StoreUnavailable("the store takes no writes")));
    }
}

void SqliteWriter::gather(std::vector<Unit>& units) {
    // Under load, those whom the last commit has just answered come back within moments. Without a short wait each of
    // them would miss this commit, and every stage would take part in every other one only.
    const auto since_last = std::chrono::steady_clock::now() - last_commit_ended_;
    if (since_last > last_commit_took_ || units.size() >= options_.units_per_commit_max) return;
    constexpr auto wait_max = std::chrono::microseconds(300);
    std::this_thread::sleep_for(std::min<std::chrono::steady_clock::duration>(last_commit_took_ / 8, wait_max));
    for (auto& unit : queue_.take_ready(options_.units_per_commit_max - units.size())) units.push_back(std::move(unit));
}

void SqliteWriter::commit(std::vector<Unit>& units) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::exception_ptr> failures;
    Channels channels;
    try {
        connection_.control("BEGIN IMMEDIATE");
        failures = run_units(units, channels);
        if (connection_.in_transaction()) connection_.control("COMMIT");
    } catch (...) {
        abandon(units, std::current_exception());
        return;
    }
    last_commit_ended_ = std::chrono::steady_clock::now();
    last_commit_took_ = last_commit_ended_ - start;
    commit_seconds_.observe(std::chrono::duration<double>(last_commit_took_).count());
    units_.add(static_cast<double>(units.size()));
    wal_bytes_.set(static_cast<double>(wal_pages_ * page_bytes_));
    for (std::size_t i = 0; i < units.size(); ++i) units[i].done(failures[i]);
    for (const auto& channel : channels) wakers_.wake(channel);
    if (wal_pages_ * page_bytes_ >= options_.checkpoint_bytes) wal_grew_();
}

void SqliteWriter::abandon(std::vector<Unit>& units, const std::exception_ptr& why) {
    std::string reason = "unknown";
    try {
        std::rethrow_exception(why);
    } catch (const std::exception& error) {
        reason = error.what();
    }
    // Of no further interest whether this works: a broken store is not written to again, and a busy one has begun
    // nothing.
    if (connection_.in_transaction()) sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    if (connection_.broken()) refuse_writes(reason);
    refuse_all(units, std::make_exception_ptr(StoreUnavailable("the commit failed: " + reason)));
}

std::vector<std::exception_ptr> SqliteWriter::run_units(std::vector<Unit>& units, Channels& channels) {
    std::vector<std::exception_ptr> failures(units.size());
    if (units.size() > 1) {
        for (std::size_t i = 0; i < units.size(); ++i) failures[i] = run_in_savepoint(units[i], channels);
        return failures;
    }
    // A unit that is alone needs no savepoint, which would copy every page it changes.
    try {
        run_unit(units.front(), channels);
    } catch (...) {
        if (connection_.broken()) throw;
        failures.front() = std::current_exception();
        channels.clear();
        if (connection_.in_transaction()) connection_.control("ROLLBACK");
    }
    return failures;
}

std::exception_ptr SqliteWriter::run_in_savepoint(Unit& unit, Channels& channels) {
    connection_.control("SAVEPOINT unit");
    try {
        run_unit(unit, channels);
        connection_.control("RELEASE unit");
        return nullptr;
    } catch (...) {
        // Some errors end the whole transaction, and with it the neighbours' work.
        if (connection_.broken() || !connection_.in_transaction()) throw;
        connection_.control("ROLLBACK TO unit; RELEASE unit");
        return std::current_exception();
    }
}

void SqliteWriter::run_unit(Unit& unit, Channels& channels) {
    SqliteTransaction transaction(connection_, record_);
    unit.work(transaction);
    transaction.finish();
    channels.insert(transaction.channels().begin(), transaction.channels().end());
}

void SqliteWriter::keep_wal_bounded() {
    if (wal_pages_ <= wal_pages_allowed_) return;
    // SQLite does not wait for a checkpoint that is under way, so this does.
    std::scoped_lock lock(one_checkpoint_);
    // Waits a moment for readers to leave the old part of the WAL, so that the next commit starts it anew.
    constexpr int wait_ms = 250;
    sqlite3_busy_timeout(connection_.handle(), wait_ms);
    const int code =
        sqlite3_wal_checkpoint_v2(connection_.handle(), "main", SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
    sqlite3_busy_timeout(connection_.handle(), static_cast<int>(options_.busy_timeout.count()));

    const std::int64_t bound = options_.wal_bytes_max / page_bytes_;
    if (code == SQLITE_OK) wal_pages_allowed_ = bound;
    // A reader stayed, or another process is at it: tried again when a quarter more has been written, not before every
    // commit.
    else if ((code & 0xff) == SQLITE_BUSY) wal_pages_allowed_ = wal_pages_ + bound / 4;
    else refuse_writes(std::string("checkpoint: ") + sqlite3_errstr(code));
}

}  // namespace herald::db
