#include "delivery/safety_nets.h"

#include "delivery/safety_nets_sql.h"
#include "receipts/status_callback.h"

namespace herald::delivery {

using notifications::Status;

namespace {

std::vector<notifications::Notification> find_late(db::Transaction& tx, Timestamp at, const TimeOutOptions& options) {
    const Timestamp before = at - options.after;
    std::vector<notifications::Notification> late;
    for (const auto row : tx.query(sql::messages_to_time_out, {before, options.batch_max}))
        late.push_back(receipts::read_message(row));
    if (!options.created_too) return late;
    std::vector<notifications::Notification> never_sent;
    std::vector<db::Params> ids;
    for (const auto row : tx.query(sql::created_to_time_out, {before, options.batch_max})) {
        never_sent.push_back(receipts::read_message(row));
        ids.push_back({never_sent.back().id});
    }
    if (ids.empty()) return late;
    const auto deleted = tx.execute_many(sql::delete_waiting_delivery, ids);
    // A delivery that a worker has claimed in this moment is left to it.
    for (std::size_t i = 0; i < never_sent.size(); ++i)
        if (deleted[i] > 0) late.push_back(std::move(never_sent[i]));
    return late;
}

/// A message and what becomes of it.
struct Ending {
    notifications::Notification message;
    Status status;
    bool is_told = true;  ///< the service hears of it
};

std::size_t end_messages(db::Transaction& tx, callbacks::Outbox outbox, std::vector<Ending> endings, Timestamp at,
                         std::int64_t count_shard) {
    if (endings.empty()) return 0;
    notifications::CountChanges counts;
    std::vector<db::Params> changes;
    for (auto& [message, status, is_told] : endings) {
        const Status from = message.status;
        message.status = status;
        message.updated_at = at;
        changes.push_back({message.id, to_text(from), to_text(status), at});
        counts.moved(message, from);
        if (is_told) receipts::add_status_callback(outbox, message);
    }
    tx.execute_many(sql::time_out_message, changes);
    outbox.flush();
    counts.flush(tx, count_shard);
    return endings.size();
}

}  // namespace

std::size_t time_out_batch(db::Transaction& tx, const crypto::Sealer& sealer, IdSource& ids, Timestamp at,
                           std::int64_t count_shard, const TimeOutOptions& options) {
    std::vector<Ending> endings;
    for (auto& message : find_late(tx, at, options)) {
        const bool never_sent = message.status == Status::created;
        endings.push_back({std::move(message), never_sent ? Status::technical_failure : Status::temporary_failure,
                           !never_sent || options.callback_on_technical_failure});
    }
    return end_messages(tx, {tx, sealer, ids, at, Uuid{}}, std::move(endings), at, count_shard);
}

std::size_t settle_mail_batch(db::Transaction& tx, const crypto::Sealer& sealer, IdSource& ids, Timestamp at,
                              std::int64_t count_shard, const TimeOutOptions& options) {
    std::vector<Ending> endings;
    for (const auto row : tx.query(sql::mail_to_settle, {at - options.after, options.batch_max}))
        endings.push_back({receipts::read_message(row), Status::delivered});
    return end_messages(tx, {tx, sealer, ids, at, Uuid{}}, std::move(endings), at, count_shard);
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
