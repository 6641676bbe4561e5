#pragma once

#include <string>
#include <variant>

#include "db/store.h"
#include "jobs/job.h"
#include "limits/daily_limits.h"

namespace herald::jobs {

struct NoSuchJob {};
/// What is answered with 400, as it is shown.
struct CancelRefusal {
    std::string_view text;
};
/// Thrown by cancel_letter_job when a letter went to the printer meanwhile, so that nothing of it stays: ask again.
struct LettersOvertaken : std::exception {};

/// Cancels all letters of a job and the job, or none (S-060): the number of letters. Whoever stores rows of the job
/// waits for it, and finds it cancelled. Letters of today no longer count for the day's limit. In the caller's
/// transaction.
std::variant<std::int64_t, CancelRefusal, NoSuchJob> cancel_letter_job(db::Transaction& tx,
                                                                       const limits::DailyLimits& limits,
                                                                       const Uuid& service_id, const Uuid& id,
                                                                       std::int64_t count_shard, Timestamp now);

}  // namespace herald::jobs
