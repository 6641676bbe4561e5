#include "db/postgres_store.h"

#include "db/postgres_signals.h"
#include "db/postgres_worker.h"

namespace herald::db {
namespace {

class PostgresStore final : public Store {
public:
    PostgresStore(const PostgresOptions& options, Metrics& metrics)
        : options_{options.url, options.statement_timeout},
          record_(Engine::postgres, metrics),
          writes_(options.queue_max),
          reads_(options.queue_max),
          signals_(options_, wakers_) {
        // The first connection is made here, so that a wrong address is an error at start-up.
        auto first = std::make_unique<PostgresConnection>(options_);
        using Mode = PostgresConnection::Mode;
        for (std::size_t i = 0; i < options.write_connections; ++i)
            workers_.push_back(std::make_unique<PostgresWorker>(Mode::write, options, options.write_connections,
                                                                writes_, signals_, record_, metrics, std::move(first)));
        for (std::size_t i = 0; i < options.read_connections; ++i)
            workers_.push_back(std::make_unique<PostgresWorker>(Mode::read, options, options.read_connections, reads_,
                                                                signals_, record_, metrics, nullptr));
    }
    ~PostgresStore() override { stop(); }

    Engine engine() const override { return Engine::postgres; }
    void submit_write(Work work, Done done) override { writes_.push({std::move(work), std::move(done)}); }
    void submit_read(Work work, Done done) override { reads_.push({std::move(work), std::move(done)}); }
    /// The server decides by itself when a commit is durable, and ends itself when it cannot tell.
    bool accepts_writes() const override { return true; }

    void listen(std::string channel, std::function<void()> wake) override {
        wakers_.add(std::move(channel), std::move(wake));
        signals_.refresh();
    }

    void stop() override {
        writes_.close();
        reads_.close();
        for (auto& worker : workers_) worker->join();
        signals_.stop();
    }

private:
    const PostgresConnectionOptions options_;
    StatementRecord record_;
    WorkQueue writes_;
    WorkQueue reads_;
    Wakers wakers_;
    PostgresSignals signals_;
    std::vector<std::unique_ptr<PostgresWorker>> workers_;
};

}  // namespace

std::unique_ptr<Store> open_postgres(const PostgresOptions& options, Metrics& metrics) {
    return std::make_unique<PostgresStore>(options, metrics);
}

}  // namespace herald::db
