#pragma once

#include <vector>

#include "base/blocking_pool.h"
#include "base/loop_value.h"
#include "base/metrics.h"
#include "jobs/progress.h"
#include "notifications/template_files.h"
#include "objects/object_store.h"
#include "services/directory.h"
#include "workers/claim_loop.h"

namespace herald::jobs {

/// The stage that makes messages of spreadsheets: claims a job, reads its rows, stores them chunk by chunk. A chunk's
/// messages, their deliveries, all counters and the job's cursor commit together, so each row becomes a message exactly
/// once, whoever dies when. While a chunk commits, the next one is made. Services have one job under way each, so that
/// nobody waits for another's.
class Processing {
public:
    struct Options {
        std::size_t chunk_rows = 500;
        std::size_t chunk_rows_with_files = 50;  ///< when each message has copies of the template's files
        std::size_t jobs_max = 16;               ///< under way at once
        /// Rows are read and rendered beside the loop; 0: on it, for virtual time.
        std::size_t row_threads = 2;
        Duration poll_interval = std::chrono::seconds(1);
        Duration wake_interval = std::chrono::milliseconds(50);
        /// For which the lease must still hold to begin a job; less than what is left of the shortest when it is
        /// renewed.
        Duration claim_time = std::chrono::seconds(1);
        Duration retry_delay = std::chrono::seconds(30);    ///< when a store could not be reached
        Duration missing_delay = std::chrono::minutes(30);  ///< when the job's file or template is not there
    };
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        Metrics& metrics;
        workers::Lease& lease;
        services::Directory& services;
        objects::ObjectStore& objects;
        documents::Uploader& uploader;
        notifications::Intake& intake;
        const limits::DailyLimits& daily_limits;
    };

    Processing(Parts parts, Options options);

    void start();
    /// Begins no further chunk; `idle` once those under way are stored. The rest goes on where the lease is released
    /// to.
    void stop() {
        stopping_ = true;
        claims_.stop();
    }
    bool idle() const { return under_way_.empty(); }

private:
    /// How the work on a job ended, if not with its end.
    enum class Interruption : std::uint8_t { none, file_missing, unreachable };

    /// What a job's messages are made of.
    struct Source {
        RowReader& rows;
        services::ServicePtr service;
        const notifications::TemplateFiles& files;
    };

    /// What became of a chunk.
    struct Stored {
        bool goes_on = false;  ///< false: somebody else has the job by now
        std::exception_ptr failure;
    };

    Task<std::size_t> claim();
    Task<void> work_on(Claimed claimed);
    Task<Interruption> process(Claimed& claimed);
    Task<Interruption> try_to_process(Claimed& claimed);
    Task<bool> begin(Claimed& claimed, const services::Service& service);
    Task<void> store_rows(const Claimed& claimed, const Source& source);
    Task<Chunk> make_chunk(const Source& source);
    Task<void> add_files(const Source& source, Chunk& chunk);
    Task<void> store_aside(const Claimed& claimed, Chunk chunk, LoopValue<Stored>& storing);
    Task<bool> store_chunk(const Claimed& claimed, const Chunk& chunk);
    Task<void> put_back(const Claimed& claimed, Interruption why);
    void report_end(const Claimed& claimed, const Chunk& chunk, JobStatus status) const;

    Parts parts_;
    Options options_;
    workers::ClaimLoop claims_;
    std::vector<Uuid> under_way_;  ///< the services whose jobs they are
    bool stopping_ = false;
    Metrics::Counter& rows_stored_;
    Metrics::Counter& rows_skipped_;
    BlockingPool pool_;  ///< the last: what it has begun ends before anything else does
};

}  // namespace herald::jobs
