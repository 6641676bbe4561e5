#include "jobs/file_retention.h"

#include "base/log.h"
#include "base/london.h"
#include "jobs/safety_nets_sql.h"

namespace herald::jobs {
namespace {

struct JobFile {
    Uuid job_id;
    std::string object_name;
    Timestamp starts_at;
    int days = 0;
};

/// The next files after `after`, whether their time is over or not.
std::vector<JobFile> next_files(db::Transaction& tx, bool letters, Timestamp at, const JobFile& after) {
    constexpr std::size_t files_max = 500;
    // Nobody keeps files for less than a day.
    const Timestamp before = london_midnight_days_ago(at, 0);
    std::vector<JobFile> files;
    for (const auto row :
         tx.query(sql::job_files_to_remove, {letters, before, after.starts_at, after.job_id, files_max}))
        files.push_back({row.get<Uuid>(0), row.get<std::string>(1), row.get<Timestamp>(2),
                         static_cast<int>(row.get<std::int64_t>(3))});
    return files;
}

}  // namespace

Task<objects::Removal> remove_old_job_files(db::Store& store, Loop& loop, objects::ObjectStore& objects, bool letters,
                                            Timestamp at) {
    objects::Removal removed;
    JobFile after;
    while (true) {
        const auto files =
            co_await store.read(loop, [&](db::Transaction& tx) { return next_files(tx, letters, at, after); });
        if (files.empty()) co_return removed;
        for (const JobFile& file : files) {
            if (file.starts_at >= london_midnight_days_ago(at, file.days)) continue;
            bool is_gone = true;
            try {
                co_await objects.remove(file.object_name);
            } catch (const objects::ObjectStoreError& error) {
                log::warning("job_file_not_removed", "A job's file could not be removed; the next run tries again",
                             {{"job_id", file.job_id}, {"error", error.what()}});
                is_gone = false;
            }
            if (!is_gone) {
                ++removed.failed;
                continue;
            }
            co_await store.write(loop, [&](db::Transaction& tx) { tx.execute(sql::archive_job, {file.job_id}); });
            ++removed.removed;
            log::info("job_file_removed", "A job's file has been removed because its time is over",
                      {{"job_id", file.job_id}});
        }
        after = files.back();
    }
}

}  // namespace herald::jobs
