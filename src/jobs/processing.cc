#include "jobs/processing.h"

#include <algorithm>

#include "base/log.h"
#include "templates/template_store.h"

namespace herald::jobs {

Processing::Processing(Parts parts, Options options)
    : parts_(parts),
      options_(options),
      claims_(parts.store, parts.loop, parts.lease, "jobs", {options.poll_interval, options.wake_interval}),
      rows_stored_(parts.metrics.counter("herald_job_rows_stored_total", "Rows of jobs that became messages")),
      rows_skipped_(parts.metrics.counter("herald_job_rows_skipped_total", "Rows of jobs that never will")),
      pool_(options.row_threads, options.jobs_max * 2) {}

void Processing::start() {
    claims_.start([this] { return claim(); }, [] {});
}

Task<std::size_t> Processing::claim() {
    const Uuid owner = parts_.lease.id();
    const std::size_t room = options_.jobs_max - std::min(options_.jobs_max, under_way_.size());
    if (stopping_ || room == 0 || !parts_.lease.holds(owner, options_.claim_time)) co_return 0;
    const Timestamp now = parts_.clock.now();
    const std::vector<Uuid> busy = under_way_;
    const auto claimed = co_await parts_.store.write(parts_.loop, [&](db::Transaction& tx) {
        start_due_jobs(tx, now);
        return claim_jobs(tx, owner, busy, room, now);
    });
    for (const Claimed& one : claimed) {
        under_way_.push_back(one.job.service_id);
        spawn(work_on(one));
    }
    co_return claimed.size();
}

Task<void> Processing::work_on(Claimed claimed) {
    const Interruption interruption = co_await try_to_process(claimed);
    if (interruption != Interruption::none) co_await put_back(claimed, interruption);
    std::erase(under_way_, claimed.job.service_id);
}

Task<Processing::Interruption> Processing::try_to_process(Claimed& claimed) {
    std::string error;
    try {
        co_return co_await process(claimed);
    } catch (const db::CommitUnknown& unknown) {
        // Whether the chunk is stored will be seen where the job is claimed next, which is when this lease has run out.
        parts_.lease.start_afresh();
        error = unknown.what();
    } catch (const std::exception& failure) {
        error = failure.what();
    }
    log::warning("job_interrupted", "A job could not go on; it is tried again",
                 {{"job_id", claimed.job.id}, {"error", error}});
    co_return Interruption::unreachable;
}

Task<Processing::Interruption> Processing::process(Claimed& claimed) {
    const Job& job = claimed.job;
    const auto service = co_await parts_.services.find(job.service_id);
    // From the store: a file of the template may have been published since the version was read.
    const auto source = co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) {
        return templates::find_template_version(tx, job.service_id, job.template_id, job.template_version);
    });
    if (service == nullptr || source == nullptr) co_return Interruption::file_missing;
    const bool goes_on = co_await begin(claimed, *service);
    if (!goes_on) co_return Interruption::none;

    std::optional<std::string> file = co_await parts_.objects.get(job.object_name);
    if (!file) co_return Interruption::file_missing;
    auto fetched = co_await notifications::fetch_template_files(parts_.uploader, service, source);
    if (std::holds_alternative<http::Response>(fetched)) co_return Interruption::file_missing;
    const auto& files = std::get<notifications::TemplateFiles>(fetched);
    const RowDrafter drafter(job, service, source);
    const auto rows = co_await pool_.run(
        parts_.loop, [&] { return std::make_unique<RowReader>(std::move(*file), drafter, job.next_row); });
    const Source all{*rows, service, files};
    co_await store_rows(claimed, all);
    co_return Interruption::none;
}

Task<bool> Processing::begin(Claimed& claimed, const services::Service& service) {
    const Timestamp now = parts_.clock.now();
    const Begun begun = co_await parts_.store.write(
        parts_.loop, [&](db::Transaction& tx) { return begin_job(tx, parts_.daily_limits, claimed, service, now); });
    const Uuid& id = claimed.job.id;
    switch (begun) {
        case Begun::goes_on:
            break;
        case Begun::service_inactive:
            log::warning("job_cancelled", "A job has been cancelled because its service is inactive",
                         {{"job_id", id}, {"service_id", service.id}});
            co_return false;
        case Begun::limit_exceeded:
            log::info("job_refused", "A job is larger than what is left of the day's limit",
                      {{"job_id", id},
                       {"limit_name", to_text(claimed.job.channel)},
                       {"limit", limits::limit_of(service, limits::daily_kind(claimed.job.channel))}});
            co_return false;
        case Begun::lost:
            co_return false;
    }
    if (claimed.job.processing_started)
        log::info("job_resumed", "A job goes on where it stopped",
                  {{"job_id", id}, {"row", claimed.job.next_row}, {"repair", claimed.is_repair()}});
    if (!claimed.job.processing_started || claimed.job.status == JobStatus::error) claimed.job.processing_started = now;
    co_return true;
}

// While a chunk commits, the next one is made.
Task<void> Processing::store_rows(const Claimed& claimed, const Source& source) {
    Chunk chunk = co_await make_chunk(source);
    while (!stopping_) {
        const bool is_last = chunk.is_last;
        LoopValue<Stored> storing;
        spawn(store_aside(claimed, std::move(chunk), storing));
        std::exception_ptr failure;
        Chunk next;
        try {
            if (!is_last) next = co_await make_chunk(source);
        } catch (...) {
            failure = std::current_exception();
        }
        const Stored stored = co_await storing.wait();
        if (stored.failure) std::rethrow_exception(stored.failure);
        if (failure) std::rethrow_exception(failure);
        if (!stored.goes_on || is_last) co_return;
        chunk = std::move(next);
    }
}

Task<Chunk> Processing::make_chunk(const Source& source) {
    const Timestamp now = parts_.clock.now();
    const bool has_files = !source.files.contents.empty();
    const std::size_t rows_max = has_files ? options_.chunk_rows_with_files : options_.chunk_rows;
    Chunk chunk =
        co_await pool_.run(parts_.loop, [&rows = source.rows, rows_max, now] { return rows.next(rows_max, now); });
    if (has_files) co_await add_files(source, chunk);
    co_return chunk;
}

// A chunk that is made twice leaves copies that nobody has the link of: they go when their time is over.
Task<void> Processing::add_files(const Source& source, Chunk& chunk) {
    for (auto& message : chunk.messages) {
        if (message->message.status == notifications::Status::validation_failed) continue;
        const documents::Recipient recipient{message->message.normalised_recipient, false};
        const auto links =
            co_await notifications::keep_template_files(parts_.uploader, source.service, source.files, recipient);
        const auto with_links = std::make_shared<notifications::Accepted>(*message);
        notifications::add_links(*with_links, links);
        message = with_links;
    }
}

Task<void> Processing::store_aside(const Claimed& claimed, Chunk chunk, LoopValue<Stored>& storing) {
    Stored stored;
    try {
        stored.goes_on = co_await store_chunk(claimed, chunk);
    } catch (...) {
        stored.failure = std::current_exception();
    }
    storing.set(std::move(stored));
}

Task<bool> Processing::store_chunk(const Claimed& claimed, const Chunk& chunk) {
    const auto keeper = std::make_shared<ChunkKeeper>(parts_.daily_limits, claimed, chunk, parts_.clock.now());
    notifications::RowSubmission submission{chunk.messages, keeper};
    const bool is_stored = co_await parts_.intake.submit_rows(std::move(submission));
    if (!is_stored) {
        log::warning("job_not_owned", "A job went to another worker, which goes on with it",
                     {{"job_id", claimed.job.id}, {"row", chunk.first}});
        co_return false;
    }
    rows_stored_.add(static_cast<double>(chunk.messages.size()));
    rows_skipped_.add(static_cast<double>(chunk.skipped.size()));
    if (chunk.is_last) report_end(claimed, chunk, keeper->status());
    co_return true;
}

void Processing::report_end(const Claimed& claimed, const Chunk& chunk, JobStatus status) const {
    const Job& job = claimed.job;
    log::info("job_finished", "The last row of a job has been dealt with",
              {{"job_id", job.id},
               {"service_id", job.service_id},
               {"status", to_text(status)},
               {"rows", chunk.next},
               {"created_at", job.created_at.to_iso()},
               {"started_at", job.processing_started.value_or(job.created_at).to_iso()}});
    if (!chunk.is_readable)
        log::error("job_unreadable", "A job's file cannot be read to its end",
                   {{"job_id", job.id}, {"row", chunk.next}});
    else if (status != JobStatus::all_created)
        log::error("job_incomplete", "A job's file has fewer rows than it was said to have",
                   {{"job_id", job.id}, {"rows", chunk.next}, {"expected", job.notification_count}});
}

Task<void> Processing::put_back(const Claimed& claimed, Interruption why) {
    const bool is_missing = why == Interruption::file_missing;
    if (is_missing)
        log::error("job_without_file",
                   "A job's file or template is not there, or what the template attaches cannot be sent",
                   {{"job_id", claimed.job.id}, {"object", claimed.job.object_name}});
    const Timestamp now = parts_.clock.now();
    const Timestamp due_at = now + (is_missing ? options_.missing_delay : options_.retry_delay);
    try {
        co_await parts_.store.write(parts_.loop, [&](db::Transaction& tx) { put_job_back(tx, claimed, due_at, now); });
    } catch (const db::StoreError& error) {
        // It is freed with the lease then.
        parts_.lease.start_afresh();
        log::warning("job_not_put_back", "A job is freed when this worker's lease runs out",
                     {{"job_id", claimed.job.id}, {"error", error.what()}});
    }
}

}  // namespace herald::jobs
