#include "delivery/outcomes.h"

#include "delivery/deliveries_sql.h"
#include "notifications/events.h"
#include "receipts/message_parts.h"
#include "receipts/status_callback.h"

namespace herald::delivery {

using notifications::Status;
using Kind = Outcome::Kind;

namespace {

bool ends_delivery(Kind kind) {
    return kind == Kind::handed_over || kind == Kind::receipt_due || kind == Kind::given_up ||
           kind == Kind::already_done;
}

const Uuid& id_of(const Outcome& outcome) {
    return outcome.work.accepted->message.id;
}

db::Value or_null(const Uuid& owner) {
    return owner.is_nil() ? db::Value(std::nullopt) : db::Value(owner);
}

}  // namespace

/// One transaction's state: which outcomes are still ours, and what they change besides their rows.
struct OutcomeStore::Batch {
    db::Transaction& tx;
    std::span<const Outcome> outcomes;
    std::vector<bool> owned;
    notifications::CountChanges counts;
    callbacks::Outbox outbox;

    std::vector<const Outcome*> owned_of(std::initializer_list<Kind> kinds) const {
        std::vector<const Outcome*> found;
        for (std::size_t i = 0; i < outcomes.size(); ++i)
            if (owned[i] && std::find(kinds.begin(), kinds.end(), outcomes[i].kind) != kinds.end())
                found.push_back(&outcomes[i]);
        return found;
    }
    void moved(const Outcome& outcome, Status to) {
        notifications::Notification message = outcome.work.accepted->message;
        message.status = to;
        counts.moved(message, Status::created);
    }
};

std::vector<OutcomeStore::Recorded> OutcomeStore::record(db::Transaction& tx, std::span<const Outcome> outcomes) const {
    const Uuid callback_owner = callbacks_ != nullptr && callbacks_->accepts_hand_off() ? lease_.id() : Uuid{};
    Batch batch{
        tx, outcomes, std::vector<bool>(outcomes.size()), {}, {tx, sealer_, ids_, clock_.now(), callback_owner}};
    settle_deliveries(batch);
    write_handed_over(batch);
    write_given_up(batch);
    write_attempts(batch);
    write_events(batch);
    apply_receipts(batch);
    batch.outbox.flush();
    batch.counts.flush(tx, shards_.outcomes());

    std::vector<Recorded> recorded(outcomes.size());
    for (std::size_t i = 0; i < outcomes.size(); ++i) recorded[i].owned = batch.owned[i];
    recorded.front().callbacks = batch.outbox.take_owned();
    return recorded;
}

void OutcomeStore::settle_deliveries(Batch& batch) const {
    std::vector<db::Params> ended, kept;
    std::vector<std::size_t> ended_at, kept_at;
    for (std::size_t i = 0; i < batch.outcomes.size(); ++i) {
        const Outcome& outcome = batch.outcomes[i];
        const Work& work = outcome.work;
        if (ends_delivery(outcome.kind)) {
            ended.push_back({id_of(outcome), work.owner});
            ended_at.push_back(i);
            continue;
        }
        const bool simulated = outcome.kind == Kind::simulated;
        const Uuid new_owner = simulated || outcome.keep_owned ? work.owner : Uuid{};
        const bool tried = outcome.kind == Kind::retry;
        kept.push_back({id_of(outcome), work.owner, or_null(new_owner), to_text(simulated ? Step::simulate : work.step),
                        work.attempts + (tried ? 1 : 0), outcome.due_at, outcome.error});
        kept_at.push_back(i);
    }
    const auto settle = [&](const db::Statement& statement, const std::vector<db::Params>& rows,
                            const std::vector<std::size_t>& at) {
        if (rows.empty()) return;
        const auto changed = batch.tx.execute_many(statement, rows);
        for (std::size_t n = 0; n < at.size(); ++n) batch.owned[at[n]] = changed[n] > 0;
    };
    settle(sql::delete_delivery, ended, ended_at);
    settle(sql::keep_delivery, kept, kept_at);
}

void OutcomeStore::write_handed_over(Batch& batch) const {
    const auto handed_over = batch.owned_of({Kind::handed_over, Kind::simulated});
    if (handed_over.empty()) return;
    std::vector<db::Params> rows;
    for (const Outcome* o : handed_over)
        rows.push_back({id_of(*o), to_text(o->status), o->provider, o->reference, o->billable_units, o->at});
    const auto changed = batch.tx.execute_many(sql::record_handed_over, rows);

    std::vector<db::Params> late;
    for (std::size_t i = 0; i < handed_over.size(); ++i) {
        const Outcome& o = *handed_over[i];
        if (changed[i] > 0) batch.moved(o, o.status);
        else late.push_back({id_of(o), o.provider, o.reference, o.billable_units, o.at});
    }
    if (!late.empty()) batch.tx.post_many(sql::record_handed_over_late, late);

    std::vector<receipts::SentParts> parts;
    for (const Outcome* o : handed_over)
        if (!o->parts.empty()) parts.push_back({id_of(*o), o->parts});
    receipts::add_parts(batch.tx, parts, clock_.now());
}

void OutcomeStore::write_given_up(Batch& batch) const {
    const auto given_up = batch.owned_of({Kind::given_up});
    if (given_up.empty()) return;
    std::vector<db::Params> rows;
    for (const Outcome* o : given_up) rows.push_back({id_of(*o), to_text(o->status), o->billable_units, o->at});
    const auto changed = batch.tx.execute_many(sql::record_given_up, rows);
    for (std::size_t i = 0; i < given_up.size(); ++i) {
        if (changed[i] == 0) continue;
        const Outcome& o = *given_up[i];
        batch.moved(o, o.status);
        if (!o.call_back) continue;
        notifications::Notification message = o.work.accepted->message;
        message.status = o.status;
        message.updated_at = o.at;
        receipts::add_status_callback(batch.outbox, message);
    }
}

void OutcomeStore::write_attempts(Batch& batch) const {
    std::vector<db::Params> attempts;
    for (const Outcome* o : batch.owned_of({Kind::retry}))
        if (o->billable_units > 0) attempts.push_back({id_of(*o), o->billable_units, o->at});
    if (!attempts.empty()) batch.tx.post_many(sql::record_attempt, attempts);

    std::vector<db::Params> late;
    for (const Outcome* o : batch.owned_of({Kind::receipt_due, Kind::already_done}))
        if (o->billable_units > 0) late.push_back({id_of(*o), o->billable_units});
    if (!late.empty()) batch.tx.post_many(sql::record_simulated_units, late);
}

void OutcomeStore::write_events(Batch& batch) const {
    std::vector<notifications::FailedAttempt> failed;
    for (const Outcome* o : batch.owned_of({Kind::retry, Kind::given_up}))
        failed.push_back({o->work.accepted->message.service_id, id_of(*o), o->provider, o->reason, o->at});
    notifications::add_failed_attempts(batch.tx, ids_, failed);
    balancing::ErrorCounts errors;
    for (const Outcome* o : batch.owned_of({Kind::retry, Kind::given_up}))
        if (o->provider_failed) errors.failed(o->provider, o->at);
    errors.flush(batch.tx, shards_.outcomes());
}

void OutcomeStore::apply_receipts(Batch& batch) const {
    receipts::Applier applier(batch.tx, batch.outbox, batch.counts, ids_, clock_.now(), applier_, shards_.outcomes());
    std::vector<receipts::Receipt> made;
    std::vector<std::string> references;
    for (const Outcome* o : batch.owned_of({Kind::receipt_due, Kind::handed_over})) {
        made.insert(made.end(), o->receipts.begin(), o->receipts.end());
        if (!o->parts.empty()) references.insert(references.end(), o->parts.begin(), o->parts.end());
        else if (o->reference) references.push_back(*o->reference);
    }
    if (!made.empty()) applier.apply(made);
    applier.apply_parked(references);
}

}  // namespace herald::delivery
