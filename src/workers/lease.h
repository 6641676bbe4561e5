#pragma once

#include <atomic>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "base/loop.h"
#include "base/metrics.h"
#include "base/task.h"
#include "db/store.h"

namespace herald::workers {

/// This process's claim to be alive. What it has claimed (deliveries, callbacks, jobs) carries its id as owner; one row
/// in `workers` says until when that holds, so renewing costs one update however much is claimed. When a worker has not
/// renewed in time, any other frees what it owned and removes its row, for mails after a while
/// (`Options::mail_timeout`).
///
/// A worker that was thought dead finds that its records no longer match (`WHERE owner = me`) and changes nothing.
class Lease {
public:
    struct Options {
        Duration length = std::chrono::seconds(30);
        std::string roles;
        std::string host;
        /// The store belongs to this process alone (SQLite, guarded by a lock on the data directory): every other
        /// worker in it is a predecessor that died.
        bool alone = false;
        /// Where it is alone: how long what a predecessor may have sent waits for its receipts before it is sent again.
        /// Elsewhere the lease that has to run out gives that time.
        Duration restart_wait{};
        /// How long a mail may be under way, where that is longer than the leave that `holds` is asked for; zero where
        /// it is not. Mails that a worker had claimed when its lease ran out stay its own for so long: it may be in the
        /// middle of one, and may still say what became of it.
        Duration mail_timeout{};
    };

    Lease(db::Store& store, Loop& loop, const Clock& clock, IdSource& ids, Metrics& metrics, Options options);

    /// The current owner id. A lease that was lost comes back under a new one, so that nothing claimed under the old
    /// one can be taken for claimed.
    /// May be asked on any thread: transactions insert under it.
    Uuid id() const {
        std::scoped_lock lock(id_mutex_);
        return id_;
    }
    /// Whether what `owner` claimed will still be its own after `duration`. Asked before anything is started that
    /// takes that long; false when the lease could not be renewed in time, or was lost.
    bool holds(const Uuid& owner, Duration duration) const {
        return owner == id() && clock_.now().micros + duration.count() < expires_at_micros_.load();
    }

    /// To be called when it is no longer certain what is claimed in memory (a commit whose answer was lost): the next
    /// renewal takes a new id. What is under way may still be recorded under the old one; when that has run out, what
    /// is left of it is freed, as if that worker had died.
    void start_afresh() { afresh_ = true; }

    /// Registers, frees what dead workers left, and starts renewing. Blocking, before the loop runs.
    void start();
    /// Frees what this worker still owns and removes its row.
    Task<void> release();
    /// Frees the work of workers whose lease has run out, their mails when none can be under way any more; returns how
    /// many have been found dead. Called on every renewal.
    Task<std::size_t> reap();

private:
    Task<void> keep_renewing();
    Task<void> renew();
    void change_id(const Uuid& new_id);
    std::size_t free_work_of_dead(db::Transaction& tx, Timestamp now) const;
    static void free_work_of(db::Transaction& tx, const Uuid& worker);
    static void free_all_but_mail_of(db::Transaction& tx, const Uuid& worker);

    db::Store& store_;
    Loop& loop_;
    const Clock& clock_;
    IdSource& ids_;
    Options options_;
    mutable std::mutex id_mutex_;
    Uuid id_;
    Metrics::Counter& reaped_;
    std::atomic<std::int64_t> expires_at_micros_{0};
    std::atomic<bool> released_{false};  ///< read by the unit that renews, on a thread of the store
    bool afresh_ = false;
};

}  // namespace herald::workers
