#include "jobs/job_store.h"

#include <algorithm>

#include "jobs/jobs_sql.h"

namespace herald::jobs {
namespace {

using notifications::Status;

template <class T>
T known(std::optional<T> value) {
    if (!value) throw db::StoreError("the store holds a word that this program does not know");
    return *value;
}

constexpr Timestamp beginning_of_time{0};

/// `,a,b,`: what the statements search for `,a,` in.
std::string comma_list(const std::vector<std::string>& words) {
    std::string list = ",";
    if (words.empty()) {
        for (int i = 0; i <= static_cast<int>(JobStatus::sent_to_dvla); ++i)
            (list += to_text(static_cast<JobStatus>(i))) += ',';
    }
    for (const auto& word : words) (list += word) += ',';
    return list;
}

std::vector<Job> read_jobs(const db::Rows& rows) {
    std::vector<Job> jobs;
    jobs.reserve(rows.size());
    for (const auto row : rows) jobs.push_back(read_job(row));
    return jobs;
}

void add(std::vector<StatusCount>& counts, Status status, std::int64_t count) {
    if (count == 0) return;
    const auto same =
        std::find_if(counts.begin(), counts.end(), [&](const StatusCount& one) { return one.status == status; });
    if (same != counts.end()) same->count += count;
    else counts.push_back({status, count});
}

}  // namespace

Job read_job(const db::Row& row) {
    Job job;
    job.id = row.get<Uuid>(0);
    job.service_id = row.get<Uuid>(1);
    job.template_id = row.get<Uuid>(2);
    job.template_version = row.get<std::int64_t>(3);
    job.channel = known(services::channel_from_text(row.get<std::string_view>(4)));
    job.template_name = row.get<std::optional<std::string>>(5).value_or("");
    job.original_file_name = row.get<std::string>(6);
    job.object_name = row.get<std::string>(7);
    job.notification_count = row.get<std::int64_t>(8);
    job.status = known(job_status_from_text(row.get<std::string_view>(9)));
    job.created_by_id = row.get<std::optional<Uuid>>(10);
    job.created_by_name = row.get<std::optional<std::string>>(11);
    job.contact_list_id = row.get<std::optional<Uuid>>(12);
    job.sender_id = row.get<std::optional<Uuid>>(13);
    job.archived = row.get<bool>(14);
    job.created_at = row.get<Timestamp>(15);
    job.updated_at = row.get<std::optional<Timestamp>>(16);
    job.scheduled_for = row.get<std::optional<Timestamp>>(17);
    job.processing_started = row.get<std::optional<Timestamp>>(18);
    job.processing_finished = row.get<std::optional<Timestamp>>(19);
    job.next_row = row.get<std::int64_t>(20);
    job.stored_rows = row.get<std::int64_t>(21);
    job.skipped_rows = row.get<std::int64_t>(22);
    return job;
}

bool create_job(db::Transaction& tx, const NewJob& job, Timestamp now) {
    const JobStatus status = job.scheduled_for ? JobStatus::scheduled : JobStatus::pending;
    const std::string object_name = job.object_name.empty() ? job_object_name(job.service_id, job.id) : job.object_name;
    const auto inserted =
        tx.execute(sql::insert_job,
                   {job.id, job.service_id, job.template_id, job.template_version, to_text(job.channel),
                    job.original_file_name, object_name, job.notification_count, to_text(status), job.created_by_id,
                    job.contact_list_id, job.sender_id, now, job.scheduled_for, job.scheduled_for.value_or(now)});
    if (inserted > 0 && status == JobStatus::pending) tx.notify("jobs");
    return inserted > 0;
}

std::optional<Job> find_job(db::Transaction& tx, const Uuid& service_id, const Uuid& id) {
    const auto rows = tx.query(sql::job_by_id, {id, service_id});
    if (rows.empty()) return std::nullopt;
    return read_job(rows[0]);
}

JobPage list_jobs(db::Transaction& tx, const Uuid& service_id, const JobFilter& filter, std::size_t page,
                  std::size_t page_size) {
    const Timestamp since = filter.created_since.value_or(beginning_of_time);
    const std::size_t offset = (std::max<std::size_t>(page, 1) - 1) * page_size;
    JobPage found;
    const std::string statuses = comma_list(filter.statuses);
    found.jobs = read_jobs(
        tx.query(sql::jobs_of_service, {service_id, since, statuses, filter.contact_list_id, page_size, offset}));
    found.total = tx.query(sql::count_jobs_of_service, {service_id, since, statuses, filter.contact_list_id})[0]
                      .get<std::int64_t>(0);
    return found;
}

JobPage list_uploaded_jobs(db::Transaction& tx, const Uuid& service_id, Timestamp created_since,
                           const UploadsSince& kept, std::size_t first, std::size_t count) {
    JobPage found;
    found.jobs = read_jobs(tx.query(sql::uploads_of_service,
                                    {service_id, created_since, kept.sms, kept.email, kept.letter, count, first}));
    found.total =
        tx.query(sql::count_uploads_of_service, {service_id, created_since, kept.sms, kept.email, kept.letter})[0]
            .get<std::int64_t>(0);
    return found;
}

bool has_jobs(db::Transaction& tx, const Uuid& service_id) {
    return !tx.query(sql::any_job_of_service, {service_id}).empty();
}

ContactListUse contact_list_use(db::Transaction& tx, const Uuid& service_id, const Uuid& contact_list_id,
                                Timestamp since) {
    const auto rows = tx.query(sql::use_of_contact_list, {service_id, contact_list_id, since});
    return {rows[0].get<std::int64_t>(0) > 0, rows[0].get<std::int64_t>(1)};
}

std::vector<std::vector<StatusCount>> job_statistics(db::Transaction& tx, std::span<const Job> jobs) {
    std::vector<db::Params> params;
    params.reserve(jobs.size());
    for (const Job& job : jobs) params.push_back({job.id});
    std::vector<std::vector<StatusCount>> all(jobs.size());
    if (jobs.empty()) return all;
    const auto results = tx.query_many(sql::counts_of_job, params);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        for (const auto row : results[i])
            add(all[i], known(notifications::status_from_text(row.get<std::string_view>(0))), row.get<std::int64_t>(1));
        add(all[i], Status::validation_failed, jobs[i].skipped_rows);
    }
    return all;
}

std::optional<std::int64_t> notification_count(db::Transaction& tx, const Uuid& service_id, const Uuid& id) {
    const auto rows = tx.query(sql::stored_rows_of_job, {id, service_id});
    if (rows.empty()) return std::nullopt;
    return rows[0].get<std::int64_t>(0);
}

ScheduledJobs scheduled_jobs(db::Transaction& tx, const Uuid& service_id) {
    const auto rows = tx.query(sql::scheduled_jobs_of_service, {service_id});
    return {rows[0].get<std::int64_t>(0), rows[0].get<std::optional<Timestamp>>(1)};
}

bool cancel_scheduled_job(db::Transaction& tx, const Uuid& service_id, const Uuid& id, Timestamp now) {
    return tx.execute(sql::cancel_scheduled_job, {id, service_id, now}) > 0;
}

std::vector<SkippedRow> skipped_rows(db::Transaction& tx, const Uuid& job_id, std::int64_t first, std::size_t limit) {
    std::vector<SkippedRow> all;
    for (const auto row : tx.query(sql::skipped_rows_of_job, {job_id, first, limit}))
        all.push_back({row.get<std::int64_t>(0), row.get<std::string>(1)});
    return all;
}

}  // namespace herald::jobs
