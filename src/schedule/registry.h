#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.h"
#include "base/time.h"
#include "schedule/cron.h"

namespace herald::schedule {

/// A task that runs by itself, or by hand for a given instant (S-105). Running it twice at one instant has the effect
/// of one run.
struct ScheduledTask {
    std::string name;         ///< `timeout-sending-notifications`
    std::string description;  ///< one sentence
    Cron due;
    /// `at` is the instant it is run for, never the clock's. Returns what it did, as counts for the log.
    std::function<Task<std::string>(Timestamp at)> run;
};

/// The tasks there are. An entry of the schedule is the task itself, so none can name a task that does not exist
/// (S-067).
class Registry {
public:
    /// Throws std::invalid_argument for a name that is there already or a schedule that does not parse.
    void add(std::string name, std::string description, std::string_view cron,
             std::function<Task<std::string>(Timestamp)> run);
    const ScheduledTask* find(std::string_view name) const;
    std::span<const ScheduledTask> all() const { return tasks_; }

private:
    std::vector<ScheduledTask> tasks_;
};

}  // namespace herald::schedule
