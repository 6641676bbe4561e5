#include "jobs/progress.h"

#include <algorithm>

#include "jobs/jobs_sql.h"
#include "jobs/progress_sql.h"

namespace herald::jobs {

std::vector<Uuid> start_due_jobs(db::Transaction& tx, Timestamp now) {
    std::vector<Uuid> started;
    for (const auto row : tx.query(sql::start_due_jobs, {now})) started.push_back(row.get<Uuid>(0));
    if (!started.empty()) tx.notify("jobs");
    return started;
}

std::vector<Claimed> claim_jobs(db::Transaction& tx, const Uuid& owner, const std::vector<Uuid>& busy,
                                std::size_t jobs_max, Timestamp now) {
    std::vector<Claimed> claimed;
    for (const auto row : tx.query(sql::services_with_waiting_jobs, {now, busy.size() + jobs_max})) {
        const Uuid service = row.get<Uuid>(0);
        if (claimed.size() == jobs_max) break;
        if (std::find(busy.begin(), busy.end(), service) != busy.end()) continue;
        const auto ids = tx.query(sql::claim_job, {service, owner, now});
        if (ids.empty()) continue;
        if (auto job = find_job(tx, service, ids[0].get<Uuid>(0))) claimed.push_back({std::move(*job), owner});
    }
    return claimed;
}

Begun begin_job(db::Transaction& tx, const limits::DailyLimits& limits, const Claimed& claimed,
                const services::Service& service, Timestamp now) {
    const Job& job = claimed.job;
    if (tx.query(sql::lock_job, {job.id, claimed.owner}).empty()) return Begun::lost;
    const auto refuse = [&](JobStatus status, std::optional<Timestamp> finished) {
        tx.execute(sql::refuse_job, {job.id, to_text(status), finished, now});
        tx.notify("jobs");
    };
    if (!job.processing_started) {
        if (!service.active) {
            refuse(JobStatus::cancelled, std::nullopt);
            return Begun::service_inactive;
        }
        if (!limits.reserve(tx, service, job.channel, job.notification_count, now)) {
            refuse(JobStatus::limits_exceeded, now);
            return Begun::limit_exceeded;
        }
    }
    const bool starts_anew = !job.processing_started || job.status == JobStatus::error;
    if (starts_anew) tx.execute(sql::begin_job, {job.id, now});
    return Begun::goes_on;
}

bool ChunkKeeper::begin(db::Transaction& tx) {
    const auto rows = tx.query(sql::lock_job, {claimed_.job.id, claimed_.owner});
    return !rows.empty() && rows[0].get<std::int64_t>(0) == chunk_.first;
}

void ChunkKeeper::end(db::Transaction& tx, const std::vector<bool>& is_new) {
    const Uuid& id = claimed_.job.id;
    std::vector<db::Params> skipped;
    for (const SkippedRow& row : chunk_.skipped) skipped.push_back({id, row.row, row.reason});
    std::int64_t newly_skipped = 0;
    if (!skipped.empty())
        for (const std::int64_t inserted : tx.execute_many(sql::insert_skipped_row, skipped)) newly_skipped += inserted;
    const auto stored = std::count(is_new.begin(), is_new.end(), true);
    tx.execute(sql::advance_job, {id, chunk_.next, stored, newly_skipped, now_});
    if (chunk_.is_last) finish(tx);
}

void ChunkKeeper::finish(db::Transaction& tx) {
    const auto rows = tx.query(sql::finish_job, {claimed_.job.id, now_});
    status_ = job_status_from_text(rows[0].get<std::string_view>(0)).value_or(JobStatus::finished);
    tx.notify("jobs");
    // A day that is over has no limit any more, and what is repaired was given back when it was finished first.
    const auto counted_at = rows[0].get<std::optional<Timestamp>>(2);
    const bool is_same_day = counted_at && counted_at->utc_day() == now_.utc_day();
    const auto skipped = rows[0].get<std::int64_t>(1);
    if (is_same_day && !claimed_.is_repair() && skipped > 0)
        limits_.count(tx, claimed_.job.service_id, limits::daily_kind(claimed_.job.channel), -skipped, now_);
}

void put_job_back(db::Transaction& tx, const Claimed& claimed, Timestamp due_at, Timestamp now) {
    tx.execute(sql::put_job_back, {claimed.job.id, claimed.owner, to_text(JobStatus::error), due_at, now});
    tx.notify("jobs");
}

}  // namespace herald::jobs
