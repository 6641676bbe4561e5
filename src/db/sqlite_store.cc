#include "db/sqlite_store.h"

#include "db/sqlite_checkpointer.h"
#include "db/sqlite_readers.h"
#include "db/sqlite_writer.h"

namespace herald::db {
namespace {

SqliteConnectionOptions side_options(const SqliteOptions& options, bool read_only) {
    return {.path = options.path,
            .vfs = options.vfs,
            .busy_timeout = options.busy_timeout,
            .cache_kib = options.reader_cache_kib,
            .read_only = read_only};
}

class SqliteStore final : public Store {
public:
    SqliteStore(const SqliteOptions& options, Metrics& metrics)
        : record_(Engine::sqlite, metrics),
          // The writer comes first: it creates the file and turns the WAL on.
          writer_(options, record_, wakers_, metrics, one_checkpoint_, [this] { checkpointer_.request(); }),
          readers_(side_options(options, true), options.read_connections, options.queue_max, record_),
          checkpointer_(side_options(options, false), metrics, one_checkpoint_,
                        [this](std::string_view why) { writer_.refuse_writes(why); }) {
        writer_.start();
    }
    ~SqliteStore() override { stop(); }

    Engine engine() const override { return Engine::sqlite; }
    void submit_write(Work work, Done done) override { writer_.submit({std::move(work), std::move(done)}); }
    void submit_read(Work work, Done done) override { readers_.submit({std::move(work), std::move(done)}); }
    bool accepts_writes() const override { return writer_.accepts_writes(); }
    void listen(std::string channel, std::function<void()> wake) override {
        wakers_.add(std::move(channel), std::move(wake));
    }
    void stop() override {
        // The checkpointer first: what it finds wrong with the disk is then known when the writer closes the file.
        checkpointer_.stop();
        writer_.stop();
        readers_.stop();
    }

private:
    StatementRecord record_;
    Wakers wakers_;
    std::mutex one_checkpoint_;
    SqliteWriter writer_;
    SqliteReaders readers_;
    SqliteCheckpointer checkpointer_;
};

}  // namespace

std::unique_ptr<Store> open_sqlite(const SqliteOptions& options, Metrics& metrics) {
    // SQLite's statistics of its memory take a lock with every allocation, and nobody reads them. Only the first call
    // in a process can switch them off; that it fails later on is of no consequence.
    [[maybe_unused]] static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return std::make_unique<SqliteStore>(options, metrics);
}

}  // namespace herald::db
