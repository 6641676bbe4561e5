#pragma once

#include "base/clock.h"
#include "base/loop.h"
#include "base/metrics.h"
#include "db/store.h"
#include "schedule/registry.h"

namespace herald::schedule {

/// Runs what is due. Every process with this role looks; for each due instant one of them gets to run it, because the
/// instant is claimed in the store. After downtime a task runs once, for the last instant it missed (tasks.md §1.10).
class Scheduler {
public:
    struct Options {
        Duration look_interval = std::chrono::seconds(1);
        /// A run that was claimed and not finished for so long is taken for dead and run again.
        Duration run_time_max = std::chrono::hours(1);
    };

    Scheduler(db::Store& store, Loop& loop, const Clock& clock, Metrics& metrics, const Registry& registry,
              Options options);

    void start();
    void stop() { stopping_ = true; }
    bool idle() const { return running_ == 0; }

    /// Runs whatever is due at the clock's now; returns how many tasks ran.
    Task<std::size_t> run_due();

private:
    Task<void> keep_looking();
    Task<void> run_if_due(const ScheduledTask& task, std::size_t& ran);
    /// Whether the instant has still to be run: not claimed yet, or claimed by a process that died over it.
    bool is_waiting(const db::Rows& last_run, Timestamp due, Timestamp now) const;
    std::optional<Timestamp> claim(db::Transaction& tx, const ScheduledTask& task, Timestamp due, Timestamp now) const;

    db::Store& store_;
    Loop& loop_;
    const Clock& clock_;
    Metrics& metrics_;
    const Registry& registry_;
    Options options_;
    std::size_t running_ = 0;
    bool stopping_ = false;
};

/// Runs a task for an instant and logs it; used by the schedule and by `herald task run`.
Task<std::string> run_task(const ScheduledTask& task, Timestamp at, const Clock& clock, Metrics& metrics);

}  // namespace herald::schedule
