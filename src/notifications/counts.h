#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "db/store.h"
#include "notifications/notification.h"

namespace herald::notifications {

/// Changes of the counters by service, UTC day of creation, template and status that one transaction makes: summed
/// per batch, so that a batch costs one row change per group, however many messages it holds. Messages of a job change
/// the job's own counters too.
class CountChanges {
public:
    /// One message more with this status.
    void created(const Notification& message) { change(message, message.status, +1); }
    /// A message has moved; `message.status` is the new status.
    void moved(const Notification& message, Status from) {
        change(message, from, -1);
        change(message, message.status, +1);
    }
    /// Writes the sums, in an order that is the same for all writers. `shard` spreads writers over rows.
    /// To be called last in a transaction: it takes row locks that other batches wait for.
    void flush(db::Transaction& tx, std::int64_t shard) const;

private:
    using Group = std::tuple<Uuid, std::int64_t, Uuid, Channel, KeyType, Status>;
    void change(const Notification& message, Status status, std::int64_t by);

    std::map<Group, std::int64_t> changes_;
    std::map<std::pair<Uuid, Status>, std::int64_t> job_changes_;
};

/// Which shard of the counters each stage of a process writes, so that its stages do not wait for each other.
struct CountShards {
    static constexpr std::int64_t per_process = 4;
    std::int64_t base = 0;
    std::int64_t intake() const { return base; }
    std::int64_t outcomes() const { return base + 1; }
    std::int64_t receipts() const { return base + 2; }
    std::int64_t jobs() const { return base + 3; }
};

}  // namespace herald::notifications
