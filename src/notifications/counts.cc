#include "notifications/counts.h"

#include "notifications/notifications_sql.h"

namespace herald::notifications {

void CountChanges::change(const Notification& message, Status status, std::int64_t by) {
    changes_[{message.service_id, message.created_at.utc_day(), message.template_id, message.channel, message.key_type,
              status}] += by;
    if (message.job_id) job_changes_[{*message.job_id, status}] += by;
}

void CountChanges::flush(db::Transaction& tx, std::int64_t shard) const {
    std::vector<std::string> days;
    days.reserve(changes_.size());
    std::vector<db::Params> rows;
    rows.reserve(changes_.size());
    for (const auto& [group, by] : changes_) {
        const auto& [service, day, template_id, channel, key_type, status] = group;
        if (by == 0) continue;
        days.push_back(Timestamp::start_of_utc_day(day).utc_date());
        rows.push_back({service, days.back(), template_id, to_text(channel), services::to_text(key_type),
                        to_text(status), shard, by});
    }
    if (!rows.empty()) tx.post_many(sql::add_to_count, rows);
    std::vector<db::Params> job_rows;
    for (const auto& [group, by] : job_changes_)
        if (by != 0) job_rows.push_back({group.first, to_text(group.second), shard, by});
    if (!job_rows.empty()) tx.post_many(sql::add_to_job_count, job_rows);
}

}  // namespace herald::notifications
