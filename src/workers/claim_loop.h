#pragma once

#include <functional>
#include <string>

#include "db/store.h"
#include "workers/lease.h"

namespace herald::workers {

/// How a stage looks for work in its table: what others left, what is due again, what did not fit in memory. It looks
/// when somebody notifies the table's channel, again at once while there is something, and every now and then. Lives
/// on the loop; outlives neither the stage nor the lease.
class ClaimLoop {
public:
    struct Options {
        Duration poll_interval;  ///< between looks that nobody asked for
        Duration wake_interval;  ///< a call to look before that is heard so late
    };
    /// Claims a batch, takes it into memory and starts on it; returns how much it was. May throw StoreError.
    using Claim = std::function<Task<std::size_t>()>;

    /// `table`: the channel, and the name in the log: `deliveries`.
    ClaimLoop(db::Store& store, Loop& loop, Lease& lease, std::string table, Options options)
        : store_(store), loop_(loop), lease_(lease), table_(std::move(table)), options_(options) {}

    /// `start_work` is called after each look, whatever it found.
    void start(Claim claim, std::function<void()> start_work);
    void stop() { stopping_ = true; }

private:
    Task<void> keep_claiming();
    Task<void> look();

    db::Store& store_;
    Loop& loop_;
    Lease& lease_;
    std::string table_;
    Options options_;
    Claim claim_;
    std::function<void()> start_work_;
    bool again_ = false;
    bool stopping_ = false;
};

}  // namespace herald::workers
