#pragma once

#include "jobs/processing.h"
#include "support/memory_objects.h"
#include "support/pipeline.h"

namespace herald::test {

/// A test about jobs: a service with templates, and the ways to make and look at its jobs.
class JobsTest : public PipelineTest {
protected:
    ~JobsTest() override {
        if (!processing_) return;
        inline_.fail_when(nullptr);
        processing_->stop();
        stop_stages();
        loop_.run_for(std::chrono::hours(1));
        inline_.stop();  // Nobody calls for it any more.
    }

    /// The stage, on the test's process. `job_options_` may be changed before.
    jobs::Processing& processing() {
        if (!processing_) {
            Stages& own = stages();
            processing_ = std::make_unique<jobs::Processing>(
                jobs::Processing::Parts{inline_, loop_, clock(), metrics(), own.lease, own.services, objects_,
                                        uploader(), own.intake, own.daily_limits},
                job_options_);
            processing_->start();
        }
        return *processing_;
    }
    /// Lets the stage work for some time.
    void process(Duration duration = std::chrono::seconds(30)) {
        processing();
        loop_.run_for(duration);
    }
    /// A job of a file that lies where it should, with as many rows as the file has.
    Uuid upload(const std::string& csv, std::function<void(jobs::NewJob&)> change = {}) {
        jobs::NewJob wanted = new_job(static_cast<std::int64_t>(spreadsheets::survey_table(csv).rows));
        if (change) change(wanted);
        objects_.all[jobs::job_object_name(wanted.service_id, wanted.id)] = csv;
        return create(wanted);
    }
    /// A file of text messages: `count` rows with numbers of their own.
    static std::string texts(int count) {
        std::string csv = "phone number,name\r\n";
        for (int i = 0; i < count; ++i)
            csv += "07700" + std::to_string(900'000 + i) + ",Person " + std::to_string(i) + "\r\n";
        return csv;
    }
    /// The job's messages by row: `0:created 2:validation-failed`.
    std::string rows_of(const Uuid& id) {
        const auto statement =
            ad_hoc("SELECT job_row_number, status FROM notifications WHERE job_id = ?1 ORDER BY job_row_number",
                   "SELECT job_row_number, status FROM notifications WHERE job_id = $1 ORDER BY job_row_number", 1);
        return store().read_now([&](db::Transaction& tx) {
            std::string text;
            for (const auto row : tx.query(statement, {id}))
                text += (text.empty() ? "" : " ") + std::to_string(row.get<std::int64_t>(0)) + ":" +
                        row.get<std::string>(1);
            return text;
        });
    }
    std::string skipped_of(const Uuid& id) {
        std::string text;
        const auto all = store().read_now([&](db::Transaction& tx) { return jobs::skipped_rows(tx, id, 0, 1000); });
        for (const auto& one : all) text += (text.empty() ? "" : " ") + std::to_string(one.row) + ":" + one.reason;
        return text;
    }
    std::int64_t messages_of(const Uuid& id) {
        const auto statement = ad_hoc("SELECT count(*) FROM notifications WHERE job_id = ?1",
                                      "SELECT count(*) FROM notifications WHERE job_id = $1", 1);
        return store().read_now([&](db::Transaction& tx) { return tx.query(statement, {id})[0].get<std::int64_t>(0); });
    }
    notifications::Notification row_of(const Uuid& id, int row) {
        return stored(jobs::job_row_id(id, job(id).starts_at(), row));
    }
    /// What the service has sent today, of a kind.
    std::int64_t sent_today(const std::string& kind) {
        return count("daily_totals") == 0 ? 0 : sum("daily_totals", "count", "kind = '" + kind + "'");
    }
    std::int64_t sum(const std::string& table, const std::string& column, const std::string& where) {
        const std::string text =
            "SELECT CAST(COALESCE(SUM(" + column + "), 0) AS BIGINT) FROM " + table + " WHERE " + where;
        const auto statement = ad_hoc(text, text, 0);
        return store().read_now([&](db::Transaction& tx) { return tx.query(statement, {})[0].get<std::int64_t>(0); });
    }
    /// Changes the service behind everybody's back; known to the process after two seconds.
    void set_service(const std::string& changes) {
        execute("UPDATE services SET change_number = change_number + 1, " + changes);
        loop_.run_for(std::chrono::seconds(3));
    }

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

    documents::Uploader& uploader() {
        if (!uploader_) {
            detector_.emplace();
            uploader_.emplace(
                documents::Uploader::Parts{inline_, loop_, clock(), ids(), objects_, nullptr, *detector_, inline_pool_,
                                           "https://files.example", "https://admin.example"},
                metrics());
        }
        return *uploader_;
    }

    MemoryObjects objects_;
    jobs::Processing::Options job_options_{.row_threads = 0, .wake_interval = std::chrono::seconds(1)};

private:
    BlockingPool inline_pool_{0, 16};
    std::optional<documents::TypeDetector> detector_;
    std::optional<documents::Uploader> uploader_;
    std::unique_ptr<jobs::Processing> processing_;
};

}  // namespace herald::test
