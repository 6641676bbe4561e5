#pragma once

#include "jobs/job_store.h"
#include "support/pipeline.h"

namespace herald::test {

/// A test about jobs: a service with templates, and the ways to make and look at its jobs.
class JobsTest : public PipelineTest {
protected:
    jobs::NewJob new_job(std::int64_t rows = 3) {
        jobs::NewJob job;
        job.id = ids().next_random();
        job.service_id = service_.id;
        job.template_id = service_.sms->id;
        job.template_version = service_.sms->version;
        job.original_file_name = "people.csv";
        job.notification_count = rows;
        return job;
    }
    Uuid create(const jobs::NewJob& job) {
        store().write_now([&](db::Transaction& tx) { return jobs::create_job(tx, job, clock().now()); });
        return job.id;
    }
    jobs::Job job(const Uuid& id) {
        return *store().read_now([&](db::Transaction& tx) { return jobs::find_job(tx, service_.id, id); });
    }
    std::string status_of_job(const Uuid& id) { return std::string(to_text(job(id).status)); }
    /// `status=count`, in order of the statuses' names.
    std::string statistics(const Uuid& id) {
        const auto found = job(id);
        const auto counts = store().read_now([&](db::Transaction& tx) {
            return jobs::job_statistics(tx, {&found, 1});
        });
        std::string text;
        for (const auto& one : counts.front())
            text += (text.empty() ? "" : " ") + std::string(to_text(one.status)) + "=" + std::to_string(one.count);
        return text;
    }
    /// Changes a job's row behind everybody's back: `status = 'finished'`.
    void set(const Uuid& id, const std::string& changes) {
        const std::string text = "UPDATE jobs SET " + changes + " WHERE id = ";
        const std::string sqlite = text + "?1", postgres = text + "$1";
        const auto statement = ad_hoc(sqlite, postgres, 1);
        store().write_now([&](db::Transaction& tx) { tx.execute(statement, {id}); });
    }
};

}  // namespace herald::test
