#pragma once

#include <optional>
#include <vector>

#include "jobs/row_reader.h"

/// The steps of a job in the store, each inside its caller's transaction. All but claiming do nothing when the job is
/// no longer `owner`'s.
namespace herald::jobs {

/// Makes jobs whose time has come `pending` (tasks.md §5.6); which they were. A job is started once, whoever else
/// looks.
std::vector<Uuid> start_due_jobs(db::Transaction& tx, Timestamp now);

/// A job that a worker has. A `finished` one is gone through again for rows that are missing.
struct Claimed {
    Job job;
    Uuid owner;
    bool is_repair() const { return job.status == JobStatus::finished; }
};
/// The next job of each of up to `jobs_max` services that are not in `busy`.
std::vector<Claimed> claim_jobs(db::Transaction& tx, const Uuid& owner, const std::vector<Uuid>& busy,
                                std::size_t jobs_max, Timestamp now);

enum class Begun : std::uint8_t {
    goes_on,           ///< its rows may be stored
    service_inactive,  ///< now cancelled
    limit_exceeded,    ///< now `sending limits exceeded`
    lost,              ///< somebody else has it by now
};
/// Before the first row: the service is active, and the day's limit has room for the whole job, which is reserved
/// (tasks.md §5.2). A job that was interrupted just goes on.
Begun begin_job(db::Transaction& tx, const limits::DailyLimits& limits, const Claimed& claimed,
                const services::Service& service, Timestamp now);

/// In the transaction that stores a chunk's rows: moves the cursor, counts what was stored and skipped and, with the
/// last chunk, finishes the job and gives back what it has reserved for rows that were skipped.
class ChunkKeeper final : public notifications::RowKeeper {
public:
    ChunkKeeper(const limits::DailyLimits& limits, const Claimed& claimed, const Chunk& chunk, Timestamp now)
        : limits_(limits), claimed_(claimed), chunk_(chunk), now_(now) {}

    /// False as well when the rows have been dealt with by another worker.
    bool begin(db::Transaction& tx) override;
    void end(db::Transaction& tx, const std::vector<bool>& is_new) override;

    /// What has become of the job with the last chunk.
    JobStatus status() const { return status_; }

private:
    void finish(db::Transaction& tx);

    const limits::DailyLimits& limits_;
    const Claimed& claimed_;
    const Chunk& chunk_;
    Timestamp now_;
    JobStatus status_ = JobStatus::in_progress;
};

/// Sets the job free, to be tried again at `due_at`. One that was under way shows `error` until then.
void put_job_back(db::Transaction& tx, const Claimed& claimed, Timestamp due_at, Timestamp now);
}  // namespace herald::jobs
