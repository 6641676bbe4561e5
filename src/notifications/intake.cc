#include "notifications/intake.h"

namespace herald::notifications {

Intake::Intake(db::Store& store, Loop& loop, const crypto::Sealer& sealer, Metrics& metrics, CountShards shards,
               Limits limits)
    : sealer_(sealer),
      shards_(shards),
      batcher_(store, loop, [this](db::Transaction& tx, std::span<const Item> items) { return commit(tx, items); },
               {limits.batch_max, limits.queue_max}),
      accepted_(metrics.counter("herald_notifications_accepted_total", "Messages whose acceptance is durable")) {}

Task<void> Intake::accept(AcceptedPtr accepted) {
    const Uuid owner = next_ != nullptr ? next_->reserve() : Uuid{};
    // Named, not a temporary: g++ 12 destroys an aggregate inside a co_await expression twice.
    Item item{accepted, owner};
    try {
        co_await batcher_.submit(std::move(item));
    } catch (const db::CommitUnknown&) {
        if (!owner.is_nil()) next_->lose_track();
        throw;
    }
    accepted_.add();
    if (!owner.is_nil()) next_->take(std::move(accepted), owner);
}

std::vector<char> Intake::commit(db::Transaction& tx, std::span<const Item> items) {
    std::vector<NewNotification> rows;
    rows.reserve(items.size());
    CountChanges counts;
    for (const auto& item : items) {
        rows.push_back({&item.accepted->message, item.owner});
        counts.created(item.accepted->message);
    }
    insert_with_deliveries(tx, sealer_, rows);
    counts.flush(tx, shards_.intake());
    return std::vector<char>(items.size());
}

}  // namespace herald::notifications
