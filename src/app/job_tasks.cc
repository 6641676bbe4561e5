#include "app/job_tasks.h"

#include "app/task_text.h"
#include "base/log.h"
#include "jobs/file_retention.h"
#include "jobs/progress.h"
#include "jobs/safety_nets.h"

namespace herald::app {
namespace {

Task<std::string> start_scheduled(TaskParts& parts, Timestamp at) {
    const auto started =
        co_await parts.store.write(parts.loop, [at](db::Transaction& tx) { return jobs::start_due_jobs(tx, at); });
    for (const Uuid& id : started) log::info("job_due", "A scheduled job's time has come", {{"job_id", id}});
    co_return counted(started.size(), "started");
}

Task<std::string> stop_stuck(TaskParts& parts, Timestamp at) {
    const auto stuck =
        co_await parts.store.write(parts.loop, [at](db::Transaction& tx) { return jobs::stop_stuck_jobs(tx, at); });
    for (const Uuid& id : stuck) log::warning("job_stuck", "Job has not completed; it is resumed", {{"job_id", id}});
    parts.metrics.counter("herald_jobs_stuck_total", "Jobs found at a standstill")
        .add(static_cast<double>(stuck.size()));
    co_return counted(stuck.size(), "resumed");
}

Task<std::string> complete_finished(TaskParts& parts, Timestamp at) {
    const std::size_t completed = co_await parts.store.write(
        parts.loop, [at](db::Transaction& tx) { return jobs::complete_finished_jobs(tx, at); });
    co_return counted(completed, "completed");
}

Task<std::string> look_for_missing_rows(TaskParts& parts, Timestamp at) {
    const auto ids =
        co_await parts.store.read(parts.loop, [at](db::Transaction& tx) { return jobs::jobs_to_look_through(tx, at); });
    std::int64_t all = 0;
    for (const Uuid& id : ids) {
        const auto missing = co_await parts.store.write(
            parts.loop, [&](db::Transaction& tx) { return jobs::look_for_missing_rows(tx, id, at); });
        all += missing.count;
        if (missing.count > 0)
            log::error("job_rows_missing", "Rows of a finished job are missing; it is gone through again",
                       {{"job_id", id}, {"rows", missing.count}, {"first", missing.first}});
    }
    parts.metrics.counter("herald_job_rows_missing_total", "Rows of finished jobs that were found missing")
        .add(static_cast<double>(all));
    co_return counted(static_cast<std::size_t>(all), "rows missing");
}

Task<std::string> remove_files(TaskParts& parts, bool letters, Timestamp at) {
    const auto removal = co_await jobs::remove_old_job_files(parts.store, parts.loop, parts.objects, letters, at);
    co_return counted(removal);
}

}  // namespace

void add_job_tasks(schedule::Registry& registry, TaskParts& parts) {
    registry.add("run-scheduled-jobs", "Starts scheduled jobs whose time has come, if nothing has started them yet",
                 "*/15 * * * *", [&parts](Timestamp at) { return start_scheduled(parts, at); });
    registry.add("check-job-status", "Resumes jobs that have not got on for half an hour", "* * * * *",
                 [&parts](Timestamp at) { return stop_stuck(parts, at); });
    registry.add("check-for-missing-rows-in-completed-jobs", "Makes rows that are missing from finished jobs",
                 "*/10 * * * *", [&parts](Timestamp at) { return look_for_missing_rows(parts, at); });
    registry.add("update-status-of-fully-processed-jobs",
                 "Marks finished jobs of which no row is missing, if that has not been done with the last row",
                 "* * * * *", [&parts](Timestamp at) { return complete_finished(parts, at); });
    registry.add("remove_sms_email_jobs", "Removes files of text message and email jobs whose time is over",
                 "0 4 * * *", [&parts](Timestamp at) { return remove_files(parts, false, at); });
    registry.add("remove_letter_jobs", "Removes files of letter jobs whose time is over", "20 4 * * *",
                 [&parts](Timestamp at) { return remove_files(parts, true, at); });
}

}  // namespace herald::app
