#include "delivery/safety_nets.h"

#include "delivery/safety_nets_sql.h"
#include "receipts/status_callback.h"

namespace herald::delivery {

using notifications::Status;

std::size_t time_out_batch(db::Transaction& tx, const crypto::Sealer& sealer, IdSource& ids, Timestamp at,
                           std::int64_t count_shard, const TimeOutOptions& options) {
    const auto rows = tx.query(sql::messages_to_time_out, {at - options.after, options.batch_max});
    if (rows.empty()) return 0;
    notifications::CountChanges counts;
    callbacks::Outbox outbox(tx, sealer, ids, at, Uuid{});
    std::vector<db::Params> changes;
    for (const auto row : rows) {
        notifications::Notification message = receipts::read_message(row);
        const Status from = message.status;
        message.status = Status::temporary_failure;
        message.updated_at = at;
        changes.push_back({message.id, to_text(from), at});
        counts.moved(message, from);
        receipts::add_status_callback(outbox, message);
    }
    tx.execute_many(sql::time_out_message, changes);
    outbox.flush();
    counts.flush(tx, count_shard);
    return rows.size();
}

std::size_t replay_created(db::Transaction& tx, Timestamp at, const ReplayOptions& options) {
    const auto revived =
        tx.execute(sql::revive_lost_deliveries, {at - options.look_back, at - options.grace, at, options.batch_max});
    if (revived > 0) tx.notify("deliveries");
    return static_cast<std::size_t>(revived);
}

std::size_t free_claims_of_nobody(db::Transaction& tx) {
    const auto deliveries = tx.execute(sql::free_deliveries_of_nobody, {});
    const auto callbacks = tx.execute(sql::free_callbacks_of_nobody, {});
    if (deliveries > 0) tx.notify("deliveries");
    if (callbacks > 0) tx.notify("callbacks");
    return static_cast<std::size_t>(deliveries + callbacks);
}

}  // namespace herald::delivery
