#include "jobs/safety_nets.h"

#include <algorithm>
#include <map>
#include <string>

#include "jobs/safety_nets_sql.h"
#include "spreadsheets/table_rules.h"

namespace herald::jobs {
namespace {

std::vector<Uuid> ids_of(const db::Rows& rows) {
    std::vector<Uuid> ids;
    ids.reserve(rows.size());
    for (const auto row : rows) ids.push_back(row.get<Uuid>(0));
    return ids;
}

/// Which of a job's rows are dealt with.
struct RowCount {
    std::vector<bool> is_there;
    std::int64_t stored = 0;
    std::int64_t skipped = 0;
    std::map<std::string, std::int64_t, std::less<>> by_status;

    void mark(std::int64_t row) {
        if (row >= 0 && static_cast<std::size_t>(row) < is_there.size()) is_there[static_cast<std::size_t>(row)] = true;
    }
    MissingRows missing() const {
        MissingRows found;
        for (std::size_t row = is_there.size(); row-- > 0;) {
            if (is_there[row]) continue;
            ++found.count;
            found.first = static_cast<std::int64_t>(row);
        }
        return found;
    }
};

RowCount count_rows(db::Transaction& tx, const Uuid& job_id, std::int64_t expected) {
    RowCount count;
    // A file may be said to have more rows than are ever read of one.
    count.is_there.resize(std::min(static_cast<std::size_t>(expected), spreadsheets::table_rows_max));
    for (const auto row : tx.query(sql::stored_rows_with_status, {job_id})) {
        count.mark(row.get<std::int64_t>(0));
        ++count.by_status[row.get<std::string>(1)];
        ++count.stored;
    }
    for (const auto row : tx.query(sql::all_skipped_rows, {job_id})) {
        count.mark(row.get<std::int64_t>(0));
        ++count.skipped;
    }
    return count;
}

}  // namespace

std::vector<Uuid> stop_stuck_jobs(db::Transaction& tx, Timestamp at, Duration patience) {
    const auto freed = tx.execute(sql::free_jobs_of_nobody, {});
    auto stuck = ids_of(tx.query(sql::stop_stuck_jobs, {at - patience, at}));
    if (freed > 0 || !stuck.empty()) tx.notify("jobs");
    return stuck;
}

std::size_t complete_finished_jobs(db::Transaction& tx, Timestamp at) {
    return tx.query(sql::complete_finished_jobs, {at}).size();
}

std::vector<Uuid> jobs_to_look_through(db::Transaction& tx, Timestamp at, const MissingRowsWindow& window) {
    return ids_of(tx.query(sql::jobs_to_look_through, {at - window.to, at - window.from}));
}

MissingRows look_for_missing_rows(db::Transaction& tx, const Uuid& job_id, Timestamp at) {
    const auto jobs = tx.query(sql::lock_job_to_repair, {job_id});
    if (jobs.empty()) return {};
    const RowCount count = count_rows(tx, job_id, jobs[0].get<std::int64_t>(0));
    tx.execute(sql::recount_job, {job_id, count.stored, count.skipped, at});
    tx.execute(sql::forget_counts_of_job, {job_id});
    for (const auto& [status, messages] : count.by_status)
        tx.execute(sql::set_count_of_job, {job_id, status, messages});
    const MissingRows missing = count.missing();
    if (missing.count > 0) {
        tx.execute(sql::order_repair, {job_id, missing.first});
        tx.notify("jobs");
    }
    return missing;
}

}  // namespace herald::jobs
