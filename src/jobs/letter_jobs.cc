#include "jobs/letter_jobs.h"

#include <algorithm>

#include "jobs/job_store.h"
#include "jobs/letter_jobs_sql.h"
#include "letters/cancelling.h"
#include "notifications/counts.h"

namespace herald::jobs {
namespace {

using notifications::Notification;
using notifications::Status;

/// Takes all letters of one status; how many.
std::int64_t cancel_from(db::Transaction& tx, notifications::CountChanges& counts, const Uuid& job_id, Status from,
                         Timestamp now) {
    const auto rows = tx.query(sql::cancel_letters_of_job, {job_id, to_text(from), now});
    for (const auto row : rows) {
        Notification letter;
        letter.id = row.get<Uuid>(0);
        letter.service_id = row.get<Uuid>(1);
        letter.template_id = row.get<Uuid>(2);
        letter.key_type =
            services::key_type_from_text(row.get<std::string_view>(3)).value_or(services::KeyType::normal);
        letter.created_at = row.get<Timestamp>(4);
        letter.channel = Channel::letter;
        letter.job_id = job_id;
        letter.status = Status::cancelled;
        counts.moved(letter, from);
    }
    return static_cast<std::int64_t>(rows.size());
}

bool is_every_letter_cancellable(db::Transaction& tx, const Job& job) {
    const auto counts = job_statistics(tx, {&job, 1}).front();
    return std::all_of(counts.begin(), counts.end(),
                       [](const StatusCount& one) { return letters::is_cancellable_in_job(to_text(one.status)); });
}

std::int64_t cancel_all(db::Transaction& tx, const Job& job, std::int64_t count_shard, Timestamp now) {
    notifications::CountChanges counts;
    for (const Status from : {Status::created, Status::pending_virus_check, Status::virus_scan_failed,
                              Status::validation_failed, Status::technical_failure})
        cancel_from(tx, counts, job.id, from, now);
    const auto cancelled = tx.query(sql::count_cancelled_of_job, {job.id})[0].get<std::int64_t>(0);
    if (cancelled != job.stored_rows) throw LettersOvertaken();
    tx.execute(sql::clear_units_of_job, {job.id});
    tx.execute(sql::set_job_cancelled, {job.id, now});
    counts.flush(tx, count_shard);
    return cancelled;
}

}  // namespace

std::variant<std::int64_t, CancelRefusal, NoSuchJob> cancel_letter_job(db::Transaction& tx,
                                                                       const limits::DailyLimits& limits,
                                                                       const Uuid& service_id, const Uuid& id,
                                                                       std::int64_t count_shard, Timestamp now) {
    if (tx.query(sql::lock_whole_job, {id, service_id}).empty()) return NoSuchJob{};
    const Job job = *find_job(tx, service_id, id);
    letters::JobToCancel question;
    question.is_letter_job = job.channel == Channel::letter;
    question.has_all_notifications = job.status == JobStatus::all_created;
    question.created_at = job.created_at;
    question.is_every_letter_cancellable =
        question.is_letter_job && question.has_all_notifications && is_every_letter_cancellable(tx, job);
    if (const auto refusal = letters::cancel_refusal(question, now)) return CancelRefusal{*refusal};
    // Daily totals before counters: the order in which all others take their locks.
    if (job.created_at.utc_day() == now.utc_day())
        limits.give_back_if_counted(tx, service_id, limits::DailyKind::letter, job.stored_rows, now);
    return cancel_all(tx, job, count_shard, now);
}

}  // namespace herald::jobs
