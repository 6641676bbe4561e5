#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "db/store.h"
#include "jobs/job.h"
#include "notifications/status.h"

/// Jobs in the store, inside the caller's transaction (admin-api-messages §6). Every look-up is by service and id, so a
/// job of another service is not found (S-062). What is asked again and again is read off counters: no statement here
/// looks at the messages of a job.
namespace herald::jobs {

/// An upload that is to be sent.
struct NewJob {
    Uuid id;
    Uuid service_id;
    Uuid template_id;
    std::int64_t template_version = 0;
    Channel channel = Channel::sms;
    std::string original_file_name;
    std::string object_name;  ///< empty: job_object_name
    std::int64_t notification_count = 0;
    std::optional<Uuid> created_by_id;
    std::optional<Uuid> contact_list_id;
    std::optional<Uuid> sender_id;
    std::optional<Timestamp> scheduled_for;
};

/// Stores it as `scheduled` or `pending`, and wakes whoever processes jobs. False when there is a job of that id
/// already, whatever its service: nothing is changed then.
bool create_job(db::Transaction& tx, const NewJob& job, Timestamp now);

/// Nothing when the service has no such job. Archived and cancelled ones are found.
std::optional<Job> find_job(db::Transaction& tx, const Uuid& service_id, const Uuid& id);

/// Which jobs a list shows (§6.2). Those named `Test message` and `Report` are in none.
struct JobFilter {
    std::optional<Timestamp> created_since;
    std::vector<std::string> statuses;  ///< as words; unknown ones match nothing; empty: all
    std::optional<Uuid> contact_list_id;
};
struct JobPage {
    std::vector<Job> jobs;
    std::int64_t total = 0;  ///< on all pages
};
/// Those not yet started first, then the last started, then the last created. Pages count from 1.
JobPage list_jobs(db::Transaction& tx, const Uuid& service_id, const JobFilter& filter, std::size_t page = 1,
                  std::size_t page_size = 50);

/// For the list of uploads (§8.1): since when messages of each channel are kept.
struct UploadsSince {
    Timestamp sms, email, letter;
};
/// Jobs created since then and begun (else created) no longer ago than the messages of their channel are kept, neither
/// cancelled nor scheduled, nor of a contact list; `count` of them from `first` on, in the order of list_jobs.
JobPage list_uploaded_jobs(db::Transaction& tx, const Uuid& service_id, Timestamp created_since,
                           const UploadsSince& kept, std::size_t first, std::size_t count);

/// Whether the service ever had a job, or one of the given contact list.
bool has_jobs(db::Transaction& tx, const Uuid& service_id);
struct ContactListUse {
    bool has_jobs = false;
    std::int64_t recent_jobs = 0;  ///< that began at `since` or later
};
ContactListUse contact_list_use(db::Transaction& tx, const Uuid& service_id, const Uuid& contact_list_id,
                                Timestamp since);

struct StatusCount {
    notifications::Status status = notifications::Status::created;
    std::int64_t count = 0;
};
/// How many messages of each job are in which status, none of them 0; skipped rows count as validation-failed, so that
/// the sum of a finished job is its number of rows (§6.9). Stays when the messages are gone.
std::vector<std::vector<StatusCount>> job_statistics(db::Transaction& tx, std::span<const Job> jobs);

/// How many rows have become messages (S-061); nothing when the service has no such job.
std::optional<std::int64_t> notification_count(db::Transaction& tx, const Uuid& service_id, const Uuid& id);

struct ScheduledJobs {
    std::int64_t count = 0;
    std::optional<Timestamp> soonest;
};
ScheduledJobs scheduled_jobs(db::Transaction& tx, const Uuid& service_id);

/// Cancels a job that is still `scheduled`, of whatever type (§6.6); false when there is none.
bool cancel_scheduled_job(db::Transaction& tx, const Uuid& service_id, const Uuid& id, Timestamp now);

struct SkippedRow {
    std::int64_t row = 0;  ///< from 0
    std::string reason;    ///< `not-allowed`, `missing-data`, `message-empty`, `message-too-long`
};
/// In order of rows, those from `first` on.
std::vector<SkippedRow> skipped_rows(db::Transaction& tx, const Uuid& job_id, std::int64_t first, std::size_t limit);

/// The columns that the statements of this room select as a job, in their order.
Job read_job(const db::Row& row);

}  // namespace herald::jobs
