#include "receipts/receipts.h"

#include "receipts/duplicate.h"
#include "receipts/message_parts_sql.h"
#include "receipts/receipts_sql.h"

namespace herald::receipts {
namespace {

using Result = Applied::Result;

const char* to_text(Result result) {
    switch (result) {
        case Result::applied:
            return "applied";
        case Result::duplicate:
            return "duplicate";
        case Result::ignored:
            return "ignored";
        case Result::parked:
            return "parked";
        case Result::unknown:
            return "unknown";
        case Result::part:
            return "part";
    }
    return "";
}

}  // namespace

Receipts::Receipts(db::Store& store, Loop& loop, const Clock& clock, IdSource& ids, Metrics& metrics,
                   const crypto::Sealer& sealer, workers::Lease& lease, callbacks::Sender* callbacks,
                   notifications::CountShards shards, Options options)
    : store_(store),
      loop_(loop),
      clock_(clock),
      ids_(ids),
      sealer_(sealer),
      lease_(lease),
      callbacks_(callbacks),
      shards_(shards),
      metrics_(metrics),
      options_(options),
      batcher_(store, loop, [this](db::Transaction& tx, std::span<const Receipt> batch) { return commit(tx, batch); }) {
    for (const Result result :
         {Result::applied, Result::duplicate, Result::ignored, Result::parked, Result::unknown, Result::part})
        counters_[result] = &metrics.counter("herald_receipts_total", "Providers' receipts by what became of them",
                                             {{"result", to_text(result)}});
}

Uuid Receipts::callback_owner() const {
    return callbacks_ != nullptr && callbacks_->accepts_hand_off() ? lease_.id() : Uuid{};
}

Task<Applied> Receipts::accept(Receipt receipt) {
    Done done;
    try {
        done = co_await batcher_.submit(receipt);
    } catch (const db::CommitUnknown&) {
        // There may be callbacks that this process does not know to be its own.
        lease_.start_afresh();
        throw;
    }
    if (!done.owned.empty()) callbacks_->take(std::move(done.owned));
    report(receipt, done.applied);
    co_return std::move(done.applied);
}

std::vector<Receipts::Done> Receipts::commit(db::Transaction& tx, std::span<const Receipt> receipts) {
    notifications::CountChanges counts;
    callbacks::Outbox outbox(tx, sealer_, ids_, clock_.now(), callback_owner());
    Applier applier(tx, outbox, counts, ids_, clock_.now(), options_.applier, shards_.receipts());
    std::vector<Done> done;
    done.reserve(receipts.size());
    for (auto& applied : applier.apply(receipts)) done.push_back({std::move(applied), {}});
    outbox.flush();
    counts.flush(tx, shards_.receipts());
    done.front().owned = outbox.take_owned();
    return done;
}

Task<bool> Receipts::accept(Complaint complaint) {
    const bool known =
        co_await store_.write(loop_, [&](db::Transaction& tx) { return store_complaint(tx, complaint); });
    if (!known)
        log::write(options_.unknown_level, "complaint_unknown", "A complaint is about no message that is known here",
                   {{"reference", complaint.reference}});
    co_return known;
}

bool Receipts::store_complaint(db::Transaction& tx, const Complaint& complaint) {
    auto rows = tx.query(sql::message_for_receipt_by_reference, {complaint.reference});
    if (rows.empty() && complaint.notification_id)
        rows = tx.query(sql::message_for_receipt_by_id, {*complaint.notification_id});
    const bool archived = rows.empty();
    if (archived) rows = tx.query(sql::archived_message_for_receipt_by_reference, {complaint.reference});
    if (rows.empty()) return false;
    const Uuid notification = rows[0].get<Uuid>(0), service = rows[0].get<Uuid>(1), id = ids_.next_ordered();
    const Timestamp now = clock_.now();
    // Unique per message and feedback id: a repeated event changes nothing (tasks.md §6.1).
    const auto feedback_id = complaint.feedback_id.value_or("");
    const bool is_new = tx.execute(sql::insert_complaint,
                                   {id, notification, service, feedback_id, complaint.type, complaint.date, now}) > 0;
    if (!is_new) return true;
    callbacks::Outbox outbox(tx, sealer_, ids_, now, Uuid{});
    // Who complained is the address that the provider names; an archived message knows none (contract providers §7.4).
    callbacks::ComplaintEvent event{notification, id, rows[0].get<std::optional<std::string>>(8), complaint.recipient,
                                    complaint.date};
    if (!event.recipient && !archived) event.recipient = rows[0].get<std::string>(7);
    outbox.add(service, notification, "complaint", callbacks::complaint_json(event));
    outbox.flush();
    return true;
}

Task<std::size_t> Receipts::match_parked() {
    constexpr std::size_t references_max = 500;
    co_return co_await store_.write(loop_, [&](db::Transaction& tx) -> std::size_t {
        std::vector<std::string> references;
        for (const auto row : tx.query(sql::parked_references_known, {references_max}))
            references.push_back(row.get<std::string>(0));
        if (references.empty()) return 0;
        notifications::CountChanges counts;
        callbacks::Outbox outbox(tx, sealer_, ids_, clock_.now(), Uuid{});
        Applier applier(tx, outbox, counts, ids_, clock_.now(), options_.applier, shards_.receipts());
        const std::size_t applied = applier.apply_parked(references).size();
        outbox.flush();
        counts.flush(tx, shards_.receipts());
        return applied;
    });
}

Task<std::size_t> Receipts::drop_parked(Timestamp before) {
    const auto dropped = co_await store_.write(
        loop_, [&](db::Transaction& tx) { return tx.execute(sql::delete_parked_receipts_before, {before}); });
    if (dropped > 0)
        log::write(options_.unknown_level, "parked_receipts_dropped",
                   "Receipts were dropped that no message was found for", {{"receipts", dropped}});
    co_return static_cast<std::size_t>(dropped);
}

Task<std::size_t> Receipts::drop_parts(Timestamp before) {
    const auto dropped = co_await store_.write(
        loop_, [&](db::Transaction& tx) { return tx.execute(sql::delete_message_parts_before, {before}); });
    co_return static_cast<std::size_t>(dropped);
}

void Receipts::report(const Receipt& receipt, const Applied& applied) {
    counters_[applied.result]->add();
    const auto new_status = notifications::to_text(applied.new_status);
    if (applied.result == Result::unknown) {
        log::write(options_.unknown_level, "receipt_unknown", "A receipt is about no message that is known here",
                   {{"reference", receipt.reference}, {"provider", receipt.provider}, {"new_status", new_status}});
        return;
    }
    if (applied.result == Result::parked) {
        log::info("receipt_parked", "A receipt came before its message's reference was stored; it waits for it",
                  {{"reference", receipt.reference}, {"provider", receipt.provider}, {"new_status", new_status}});
        return;
    }
    if (applied.result == Result::applied) report_applied(receipt, applied);
    if (applied.result == Result::duplicate)
        log_duplicate(*applied.message, applied.new_status, receipt.provider, clock_.now());
}

const Receipts::ProviderMeters& Receipts::meters_of(const std::string& provider) {
    const auto known = by_provider_.find(provider);
    if (known != by_provider_.end()) return known->second;
    const Metrics::Labels labels{{"provider", provider}};
    const ProviderMeters meters{
        &metrics_.histogram("herald_receipt_seconds", "From handing a message over to the receipt about it", labels),
        &metrics_.histogram("herald_receipt_age_seconds", "From what a receipt tells of to its coming here", labels)};
    return by_provider_.emplace(provider, meters).first->second;
}

/// What the provider said and how long it took: failures for everybody to see, successes for who wants to know.
void Receipts::report_applied(const Receipt& receipt, const Applied& applied) {
    const auto& message = *applied.message;
    const Timestamp now = clock_.now();
    const ProviderMeters& meters = meters_of(receipt.provider);
    if (message.sent_at) meters.since_sent->observe(to_seconds(now - *message.sent_at));
    if (receipt.provider_time) meters.age->observe(to_seconds(now - *receipt.provider_time));
    const bool refinable = receipt.provider == "firetext" && receipt.status == notifications::Status::permanent_failure;
    if (refinable && !receipt.detail_code.empty() && receipt.detail.empty())
        log::warning("receipt_detail_unknown", "Firetext gave a reason that is not in its table",
                     {{"notification_id", message.id}, {"detail_code", receipt.detail_code}});
    const bool is_failure =
        applied.new_status != notifications::Status::delivered && applied.new_status != notifications::Status::pending;
    log::write(is_failure ? log::Level::info : log::Level::debug, "receipt", "A provider told what became of a message",
               {{"notification_id", message.id},
                {"provider", receipt.provider},
                {"new_status", notifications::to_text(applied.new_status)},
                {"status_code", receipt.status_code},
                {"detail_code", receipt.detail_code},
                {"detail", receipt.detail}});
}

}  // namespace herald::receipts
