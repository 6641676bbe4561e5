#pragma once

#include <vector>

#include "db/store.h"
#include "jobs/job.h"

/// The nets under the processing of jobs (tasks.md §5.7 to §5.9): by state, not by a window of time, and harmless when
/// run again. In a healthy system they find nothing (S-107).
namespace herald::jobs {

/// Frees jobs whose worker is gone, and sets to `error` those that have not got on for `patience`: whoever processes
/// jobs goes on with them where they stopped (S-074, S-075). Which they were.
inline constexpr Duration stuck_job_patience = std::chrono::minutes(30);
std::vector<Uuid> stop_stuck_jobs(db::Transaction& tx, Timestamp at, Duration patience = stuck_job_patience);

/// Gives `finished` jobs of which no row is missing their last status; how many.
std::size_t complete_finished_jobs(db::Transaction& tx, Timestamp at);

/// When the rows of a finished job are looked through: so long after its end, and so long no more (S-066).
struct MissingRowsWindow {
    Duration from = std::chrono::minutes(20);
    Duration to = std::chrono::hours(24);
};
/// Finished jobs that may lack rows, also those without a single one.
std::vector<Uuid> jobs_to_look_through(db::Transaction& tx, Timestamp at, const MissingRowsWindow& window = {});

struct MissingRows {
    std::int64_t count = 0;
    std::int64_t first = 0;
};
/// Counts a finished job's rows anew, by the messages that are there; when some are missing, the job is gone through
/// again from the first of them, and what is there is left alone (S-065).
MissingRows look_for_missing_rows(db::Transaction& tx, const Uuid& job_id, Timestamp at);

}  // namespace herald::jobs
