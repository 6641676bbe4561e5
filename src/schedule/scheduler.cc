#include "schedule/scheduler.h"

#include "base/log.h"
#include "schedule/schedule_sql.h"

namespace herald::schedule {

Scheduler::Scheduler(db::Store& store, Loop& loop, const Clock& clock, Metrics& metrics, const Registry& registry,
                     Options options)
    : store_(store), loop_(loop), clock_(clock), metrics_(metrics), registry_(registry), options_(options) {}

void Scheduler::start() {
    spawn(keep_looking());
}

Task<void> Scheduler::keep_looking() {
    while (!stopping_) {
        co_await run_due();
        co_await sleep(loop_, options_.look_interval);
    }
}

Task<std::size_t> Scheduler::run_due() {
    std::size_t ran = 0;
    ++running_;
    for (const auto& task : registry_.all()) {
        if (stopping_) break;
        try {
            co_await run_if_due(task, ran);
        } catch (const std::exception& error) {
            log::error("task_failed", "A scheduled task failed", {{"task", task.name}, {"error", error.what()}});
        }
    }
    --running_;
    co_return ran;
}

Task<void> Scheduler::run_if_due(const ScheduledTask& task, std::size_t& ran) {
    const Timestamp now = clock_.now();
    const auto due = task.due.latest(now);
    if (!due) co_return;
    // At nearly every look nothing is due, and a look must not keep the store's writer.
    const bool waits = co_await store_.read(
        loop_, [&](db::Transaction& tx) { return is_waiting(tx.query(sql::last_run, {task.name}), *due, now); });
    if (!waits) co_return;
    const auto claimed = co_await store_.write(loop_, [&](db::Transaction& tx) { return claim(tx, task, *due, now); });
    if (!claimed) co_return;
    ++ran;
    co_await run_task(task, *claimed, clock_, metrics_);
    co_await store_.write(loop_, [&](db::Transaction& tx) {
        tx.execute(sql::finish_run, {task.name, *claimed, clock_.now()});
    });
}

bool Scheduler::is_waiting(const db::Rows& last_run, Timestamp due, Timestamp now) const {
    if (last_run.empty() || last_run[0].get<Timestamp>(0) < due) return true;
    return last_run[0].is_null(2) && now - last_run[0].get<Timestamp>(1) > options_.run_time_max;
}

std::optional<Timestamp> Scheduler::claim(db::Transaction& tx, const ScheduledTask& task, Timestamp due,
                                          Timestamp now) const {
    const auto rows = tx.query(sql::last_run, {task.name});
    if (rows.empty()) {
        // A new installation has missed nothing: its first run is the next one.
        tx.execute(sql::begin_schedule, {task.name, due, now});
        return std::nullopt;
    }
    if (!is_waiting(rows, due, now)) return std::nullopt;
    const auto claimed_at = rows[0].get<Timestamp>(1);
    if (tx.execute(sql::claim_run, {task.name, due, now, claimed_at}) == 0) return std::nullopt;
    return due;
}

Task<std::string> run_task(const ScheduledTask& task, Timestamp at, const Clock& clock, Metrics& metrics) {
    const Timestamp started = clock.now();
    log::info("task_started", "A task starts", {{"task", task.name}, {"at", at.to_iso()}});
    std::string result = co_await task.run(at);
    const double seconds = to_seconds(clock.now() - started);
    metrics.histogram("herald_task_seconds", "How long scheduled tasks take", {{"task", task.name}}).observe(seconds);
    log::info("task_finished", "A task has ended", {{"task", task.name}, {"seconds", seconds}, {"result", result}});
    co_return result;
}

}  // namespace herald::schedule
