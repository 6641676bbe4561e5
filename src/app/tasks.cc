#include "app/tasks.h"

#include "app/job_tasks.h"
#include "app/task_text.h"
#include "base/log.h"
#include "documents/retention.h"
#include "inbound/text_parts.h"
#include "limits/daily_limits.h"
#include "notices/suspensions.h"
#include "notifications/answered_requests.h"
#include "notifications/message_search.h"
#include "templates/email_file_retention.h"

namespace herald::app {
namespace {

/// Repeats a bounded batch, each a transaction of its own, until one finds nothing left; how many rows they changed.
Task<std::size_t> in_batches(TaskParts& parts, std::function<std::size_t(db::Transaction&)> batch) {
    std::size_t all = 0;
    while (true) {
        const std::size_t changed = co_await parts.store.write(parts.loop, batch);
        if (changed == 0) co_return all;
        all += changed;
    }
}

Task<std::string> time_out(TaskParts& parts, Timestamp at) {
    std::size_t all = 0;
    while (true) {
        const std::size_t batch = co_await parts.store.write(parts.loop, [&](db::Transaction& tx) {
            return delivery::time_out_batch(tx, parts.sealer, parts.ids, at, parts.count_shard, parts.time_out);
        });
        all += batch;
        if (batch == 0) break;
        log::info("notifications_timed_out", "Messages without a receipt have been timed out",
                  {{"notifications", batch}});
    }
    co_return counted(all, "timed out");
}

Task<std::string> settle_mail(TaskParts& parts, Timestamp at) {
    if (parts.mail_settles_after == Duration::zero()) co_return counted(0, "delivered: smtp-settle-hours is not set");
    const std::size_t all = co_await in_batches(parts, [&parts, at](db::Transaction& tx) {
        return delivery::settle_mail_batch(tx, parts.sealer, parts.ids, at, parts.count_shard,
                                           {.after = parts.mail_settles_after});
    });
    co_return counted(all, "delivered");
}

Task<std::string> replay(TaskParts& parts, Timestamp at) {
    const std::size_t all = co_await in_batches(
        parts, [&parts, at](db::Transaction& tx) { return delivery::replay_created(tx, at, parts.replay); });
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
    // A message waits three days for its receipts; then it is ended without them.
    const std::size_t parts_dropped = co_await parts.receipts.drop_parts(at - std::chrono::hours(24 * 4));
    co_return counted(dropped, "dropped") + " and " + counted(parts_dropped, "parts of messages");
}

Task<std::string> give_out_texts(TaskParts& parts, Timestamp at) {
    // For as long after their time as a message centre may repeat a part.
    constexpr Duration repeats_known = std::chrono::hours(1);
    const Timestamp waiting_since = at - parts.text_parts_wait;
    const std::size_t all = co_await in_batches(parts, [&parts, at, waiting_since](db::Transaction& tx) {
        return inbound::give_out_incomplete(tx, parts.sealer, parts.ids, at, waiting_since);
    });
    const std::size_t forgotten = co_await parts.store.write(
        parts.loop, [&](db::Transaction& tx) { return inbound::forget_parts(tx, waiting_since - repeats_known); });
    co_return counted(all, "given out") + " and " + counted(forgotten, "forgotten");
}

Task<std::string> remove_old_limits(TaskParts& parts, Timestamp at) {
    constexpr std::size_t rows_max = 10'000;
    constexpr Duration totals_kept = std::chrono::hours(24 * 8);
    const std::size_t keys = co_await in_batches(
        parts, [at](db::Transaction& tx) { return notifications::remove_old_idempotency_keys(tx, at, rows_max); });
    const std::string first_day = (at - totals_kept).utc_date();
    const std::size_t totals = co_await in_batches(
        parts, [&](db::Transaction& tx) { return limits::remove_daily_totals(tx, first_day, rows_max); });
    co_return counted(keys, "idempotency keys") + " and " + counted(totals, "daily totals removed");
}

Task<std::string> archive_files(TaskParts& parts, Timestamp at) {
    const std::size_t archived = co_await templates::archive_pending_files(parts.store, parts.loop, at);
    co_return counted(archived, "archived");
}

Task<std::string> remove_files(TaskParts& parts, Timestamp at) {
    const auto removal = co_await templates::remove_archived_files(parts.store, parts.loop, parts.objects, at);
    co_return counted(removal);
}

Task<std::string> remove_documents(TaskParts& parts, Timestamp at) {
    const auto removal = co_await documents::remove_expired_documents(parts.store, parts.loop, parts.objects, at);
    co_return counted(removal);
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

Task<std::string> tell_of_suspensions(TaskParts& parts, Timestamp at) {
    const notices::SuspensionOptions options{parts.own, parts.callback_log.days, parts.count_shard};
    const std::size_t all =
        co_await notices::tell_of_suspensions({parts.store, parts.loop, parts.ids, parts.sealer}, options, at);
    co_return counted(all, "emails");
}

Task<std::string> switch_provider(TaskParts& parts, Timestamp at) {
    const std::size_t changed = co_await parts.balancer.switch_on_slow_delivery(at);
    co_return counted(changed, "priorities changed");
}

Task<std::string> tend_back(TaskParts& parts, Timestamp at) {
    const std::size_t changed = co_await parts.balancer.tend_back(at);
    co_return counted(changed, "priorities changed");
}

Task<std::string> report_delivery(TaskParts& parts, Timestamp at) {
    const std::size_t removed = co_await parts.balancer.report(at);
    co_return counted(removed, "old counts removed");
}

Task<std::string> index_for_search(TaskParts& parts, Timestamp at) {
    const auto done = co_await notifications::index_messages(parts.store, parts.loop, at);
    co_return counted(done.made, "segments made") + " and " + counted(done.removed, "removed");
}

void add_balancing_tasks(schedule::Registry& registry, TaskParts& parts) {
    registry.add("switch-current-sms-provider-on-slow-delivery",
                 "Takes weight from a provider whose text messages are delivered slowly", "* * * * *",
                 [&parts](Timestamp at) { return switch_provider(parts, at); });
    registry.add("tend-providers-back-to-middle", "Moves the providers' priorities back towards their resting points",
                 "*/5 * * * *", [&parts](Timestamp at) { return tend_back(parts, at); });
    registry.add("generate-sms-delivery-stats", "Sets the metrics of the providers' delivery times and priorities",
                 "* * * * *", [&parts](Timestamp at) { return report_delivery(parts, at); });
}

}  // namespace

void add_all_tasks(schedule::Registry& registry, TaskParts& parts) {
    registry.add("timeout-sending-notifications",
                 "Ends emails and text messages without a receipt after 3 days as temporary failures", "5 0 * * *",
                 [&parts](Timestamp at) { return time_out(parts, at); });
    registry.add("settle-sent-mail", "Counts mail by SMTP as delivered when no bounce has come for smtp-settle-hours",
                 "*/10 * * * *", [&parts](Timestamp at) { return settle_mail(parts, at); });
    registry.add("replay-created-notifications",
                 "Queues messages again that were created over an hour ago and have no delivery", "*/15 * * * *",
                 [&parts](Timestamp at) { return replay(parts, at); });
    registry.add("match-parked-receipts", "Applies receipts that came before their message's reference was stored",
                 "* * * * *", [&parts](Timestamp) { return match_parked(parts); });
    registry.add("drop-parked-receipts",
                 "Drops receipts older than an hour that no message was found for, and parts without receipts",
                 "30 * * * *", [&parts](Timestamp at) { return drop_parked(parts, at); });
    registry.add("give-out-incomplete-texts",
                 "Gives out the parts of received text messages that have not become whole in smpp-parts-seconds",
                 "* * * * *", [&parts](Timestamp at) { return give_out_texts(parts, at); });
    registry.add("delete-expired-documents", "Deletes files sent by email whose time is over", "20 * * * *",
                 [&parts](Timestamp at) { return remove_documents(parts, at); });
    registry.add("archive-pending-files",
                 "Gives up files of templates whose upload was begun a day ago and never ended", "33 3 * * *",
                 [&parts](Timestamp at) { return archive_files(parts, at); });
    registry.add("remove-archived-template-email-files-from-s3",
                 "Removes the content of templates' files that were archived two weeks ago", "40 4 * * *",
                 [&parts](Timestamp at) { return remove_files(parts, at); });
    registry.add("remove-old-limits",
                 "Removes Idempotency-Keys older than a day and the counts of days that are over by a week",
                 "20 * * * *", [&parts](Timestamp at) { return remove_old_limits(parts, at); });
    registry.add("trim-callback-log",
                 "Drops what is past its limits of the log of calls to services, and of failed calls", "45 * * * *",
                 [&parts](Timestamp at) { return trim_callback_log(parts, at); });
    registry.add("tell-of-suspended-endpoints",
                 "Writes to the teams of services whose endpoints are not called any more", "* * * * *",
                 [&parts](Timestamp at) { return tell_of_suspensions(parts, at); });
    registry.add("index-messages-for-search", "Makes messages quick to find by a part of their recipient or reference",
                 "*/5 * * * *", [&parts](Timestamp at) { return index_for_search(parts, at); });
    add_balancing_tasks(registry, parts);
    add_job_tasks(registry, parts);
}

}  // namespace herald::app
