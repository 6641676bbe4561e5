#pragma once

#include <vector>

#include "crypto/sealer.h"
#include "db/store.h"
#include "notifications/log_filter.h"

namespace herald::notifications {

/// The rows of a job that are still there, in their order: the filter's page, its statuses and channels.
std::vector<Notification> list_job_rows(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id,
                                        const Uuid& job_id, const LogFilter& filter);

/// A page of a service's messages, newest first (contract admin-api-messages §7.1, §7.3).
struct LogPage {
    std::vector<Notification> messages;
    bool has_next = false;
};
/// By the filter's page; `now` is what its `limit_days` counts from.
LogPage list_log(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id, const LogFilter& filter,
                 Timestamp now);
/// By its `older_than` instead: strictly older than that message; nothing when the service has none of that id.
LogPage list_log_by_keyset(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id,
                           const LogFilter& filter, Timestamp now);

/// Of the filter's channels, the messages that are billed since the UTC day of London midnight `limit_days` ago, of 7
/// days where it is 0 or nothing (§7.4). Out of counters by UTC day, so it knows every message as it is now.
std::int64_t count_billed_messages(db::Transaction& tx, const Uuid& service_id, const LogFilter& filter, Timestamp now);

}  // namespace herald::notifications
