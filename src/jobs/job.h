#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "base/uuid.h"
#include "services/channel.h"

namespace herald::jobs {

using services::Channel;

/// What has become of a job (data-model §2). The text in the store and on the wire is `to_text`.
enum class JobStatus : std::uint8_t {
    pending,
    scheduled,
    in_progress,
    finished,         ///< its end has been reached, but fewer rows are stored than were expected
    all_created,      ///< `finished all notifications created`
    limits_exceeded,  ///< `sending limits exceeded`: the whole job was refused
    cancelled,
    error,          ///< came to a standstill; resumed by any worker
    ready_to_send,  ///< historic: read, never written
    sent_to_dvla,   ///< historic
};

std::string_view to_text(JobStatus status);
std::optional<JobStatus> job_status_from_text(std::string_view text);

/// One uploaded spreadsheet: a row of `jobs` with the names that are shown beside it.
struct Job {
    Uuid id;  ///< the upload's
    Uuid service_id;
    Uuid template_id;
    std::int64_t template_version = 0;
    Channel channel = Channel::sms;
    std::string template_name;  ///< as it is now
    std::string original_file_name;
    std::string object_name;
    std::int64_t notification_count = 0;  ///< rows that the file is said to have
    JobStatus status = JobStatus::pending;
    std::optional<Uuid> created_by_id;
    std::optional<std::string> created_by_name;
    std::optional<Uuid> contact_list_id;
    std::optional<Uuid> sender_id;  ///< SMS sender or reply-to address; nothing: the service's default
    bool archived = false;          ///< the file is gone
    Timestamp created_at;
    std::optional<Timestamp> updated_at;
    std::optional<Timestamp> scheduled_for;
    std::optional<Timestamp> processing_started;
    std::optional<Timestamp> processing_finished;
    std::int64_t next_row = 0;  ///< from 0: rows before it have been dealt with
    std::int64_t stored_rows = 0;
    std::int64_t skipped_rows = 0;

    Timestamp starts_at() const { return scheduled_for.value_or(created_at); }
    bool is_waiting() const { return status == JobStatus::pending || status == JobStatus::scheduled; }
};

/// Where the file of an upload lies (tasks.md §17.1): `service-{service}-notify/{job}.csv`.
std::string job_object_name(const Uuid& service_id, const Uuid& job_id);

/// The id of a row's message: always the same one, so that a row that is made twice is the same message. Ids of one job
/// grow with its rows, at the end of the tree where the job began.
Uuid job_row_id(const Uuid& job_id, Timestamp starts_at, std::int64_t row);

}  // namespace herald::jobs
