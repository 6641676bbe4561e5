#include "notifications/log_store.h"

#include "base/london.h"
#include "notifications/comma_list.h"
#include "notifications/log_store_sql.h"
#include "notifications/notification_store.h"
#include "notifications/notifications_sql.h"

namespace herald::notifications {
namespace {

std::vector<Notification> read_all(const db::Rows& rows, const crypto::Sealer& sealer) {
    std::vector<Notification> messages;
    messages.reserve(rows.size());
    for (const auto row : rows) messages.push_back(read_notification(row, sealer));
    return messages;
}

/// Where a page begins.
struct Start {
    Timestamp before = end_of_time;
    Uuid before_id;
    std::int64_t offset = 0;
};

LogPage list_from(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id, const LogFilter& filter,
                  Timestamp now, const Start& start) {
    LogPage page;
    if (filter.matches_nothing) return page;
    const Timestamp since = filter.limit_days ? london_midnight_days_ago(now, *filter.limit_days) : Timestamp{0};
    const auto statuses = comma_list(filter.statuses);
    const auto channels = comma_list(filter.channels);
    const auto rows = tx.query(sql::log_of_service, {service_id, since, statuses, channels, filter.include_jobs,
                                                     filter.include_from_test_key, filter.include_one_off, start.before,
                                                     start.before_id, filter.page.size + 1, start.offset});
    page.messages = read_all(rows, sealer);
    page.has_next = std::ssize(page.messages) > filter.page.size;
    if (page.has_next) page.messages.pop_back();
    return page;
}

}  // namespace

std::vector<Notification> list_job_rows(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id,
                                        const Uuid& job_id, const LogFilter& filter) {
    if (filter.matches_nothing) return {};
    const auto statuses = comma_list(filter.statuses);
    const auto channels = comma_list(filter.channels);
    return read_all(
        tx.query(sql::rows_of_job, {service_id, job_id, statuses, channels, filter.page.size, filter.page.offset()}),
        sealer);
}

LogPage list_log(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id, const LogFilter& filter,
                 Timestamp now) {
    Start start;
    start.offset = filter.page.offset();
    return list_from(tx, sealer, service_id, filter, now, start);
}

LogPage list_log_by_keyset(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id,
                           const LogFilter& filter, Timestamp now) {
    Start start;
    if (filter.older_than) {
        const auto rows = tx.query(sql::created_at_of, {*filter.older_than, service_id});
        if (rows.empty()) return {};
        start.before = rows[0].get<Timestamp>(0);
        start.before_id = *filter.older_than;
    }
    return list_from(tx, sealer, service_id, filter, now, start);
}

std::int64_t count_billed_messages(db::Transaction& tx, const Uuid& service_id, const LogFilter& filter,
                                   Timestamp now) {
    constexpr int days_default = 7;
    const int asked = filter.limit_days.value_or(0);
    const std::string since = london_midnight_days_ago(now, asked == 0 ? days_default : asked).utc_date();
    const auto channels = comma_list(filter.channels);
    return tx.query(sql::count_billed_messages, {service_id, since, channels})[0].get<std::int64_t>(0);
}

}  // namespace herald::notifications
