#include "app/tasks.h"

#include "base/log.h"

namespace herald::app {
namespace {

std::string counted(std::size_t count, std::string_view what) {
    return std::to_string(count) + " " + std::string(what);
}

Task<std::string> time_out(TaskParts& parts, Timestamp at) {
    std::size_t all = 0;
    while (true) {
        const std::size_t batch = co_await parts.store.write(parts.loop, [&](db::Transaction& tx) {
            return delivery::time_out_batch(tx, parts.sealer, parts.ids, at, parts.count_shard, {});
        });
        all += batch;
        if (batch == 0) break;
        log::info("notifications_timed_out", "Messages without a receipt have been timed out",
                  {{"notifications", batch}});
    }
    co_return counted(all, "timed out");
}

Task<std::string> replay(TaskParts& parts, Timestamp at) {
    std::size_t all = 0;
    while (true) {
        const std::size_t batch = co_await parts.store.write(
            parts.loop, [&](db::Transaction& tx) { return delivery::replay_created(tx, at, {}); });
        all += batch;
        if (batch == 0) break;
    }
    const std::size_t freed = co_await parts.store.write(
        parts.loop, [&](db::Transaction& tx) { return delivery::free_claims_of_nobody(tx); });
    if (freed > 0)
        log::warning("claims_of_nobody_freed",
                     "Deliveries or callbacks belonged to workers that are gone and have been freed",
                     {{"rows", freed}});
    // In a healthy store there are none: accepting a message and queueing its delivery are one transaction.
    if (all > 0)
        log::error("deliveries_were_lost", "Messages were created without a delivery and have been queued again",
                   {{"notifications", all}});
    parts.metrics.counter("herald_deliveries_revived_total", "Messages found created without a delivery")
        .add(static_cast<double>(all));
    co_return counted(all, "queued again");
}

Task<std::string> match_parked(TaskParts& parts) {
    std::size_t all = 0;
    while (true) {
        const std::size_t batch = co_await parts.receipts.match_parked();
        all += batch;
        if (batch == 0) break;
    }
    co_return counted(all, "matched");
}

Task<std::string> drop_parked(TaskParts& parts, Timestamp at) {
    const std::size_t dropped = co_await parts.receipts.drop_parked(at - std::chrono::hours(1));
    co_return counted(dropped, "dropped");
}

Task<std::string> trim_callback_log(TaskParts& parts, Timestamp at) {
    std::size_t all = 0;
    std::optional<Uuid> after = Uuid{};
    while (after) {
        const Uuid last = *after;
        const auto step = co_await parts.store.write(
            parts.loop, [&](db::Transaction& tx) { return callbacks::drop_old(tx, last, at, parts.callback_log); });
        all += step.dropped;
        after = step.service;
    }
    co_return counted(all, "dropped");
}

}  // namespace

void add_all_tasks(schedule::Registry& registry, TaskParts& parts) {
    registry.add("timeout-sending-notifications",
                 "Ends emails and text messages without a receipt after 3 days as temporary failures", "5 0 * * *",
                 [&parts](Timestamp at) { return time_out(parts, at); });
    registry.add("replay-created-notifications",
                 "Queues messages again that were created over an hour ago and have no delivery", "*/15 * * * *",
                 [&parts](Timestamp at) { return replay(parts, at); });
    registry.add("match-parked-receipts", "Applies receipts that came before their message's reference was stored",
                 "* * * * *", [&parts](Timestamp) { return match_parked(parts); });
    registry.add("drop-parked-receipts", "Drops receipts older than an hour that no message was found for",
                 "30 * * * *", [&parts](Timestamp at) { return drop_parked(parts, at); });
    registry.add("trim-callback-log",
                 "Drops what is past its limits of the log of calls to services, and of failed calls", "45 * * * *",
                 [&parts](Timestamp at) { return trim_callback_log(parts, at); });
}

}  // namespace herald::app
