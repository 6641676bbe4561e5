#include "notifications/intake.h"

#include <algorithm>

#include "notifications/daily_demand.h"

namespace herald::notifications {
namespace {

/// Submissions of more messages have transactions of their own, so that single messages do not wait for all of them.
constexpr std::size_t large_min = 100;
constexpr std::size_t large_queue_max = 100;

bool is_accepted(const Verdict& verdict, std::size_t message) {
    return !verdict.earlier && !verdict.refusals[message];
}

/// Letters are collected for printing, not delivered one by one.
bool is_sent_at_once(const Notification& message) {
    return message.channel != Channel::letter && !message.scheduled_for;
}

bool is_any_accepted(const Submission& submission, const Verdict& verdict) {
    if (verdict.earlier) return false;
    const auto& refusals = verdict.refusals;
    return submission.simulated > 0 || std::find(refusals.begin(), refusals.end(), std::nullopt) != refusals.end();
}

}  // namespace

Intake::Intake(Parts parts, Limits limits)
    : parts_(parts),
      batcher_(parts.store, parts.loop,
               [this](db::Transaction& tx, std::span<const Item> items) { return commit(tx, items); },
               {limits.batch_max, limits.queue_max}),
      large_(parts.store, parts.loop,
             [this](db::Transaction& tx, std::span<const Item> items) { return commit(tx, items); },
             {1, large_queue_max}),
      accepted_(parts.metrics.counter("herald_notifications_accepted_total", "Messages whose acceptance is durable")) {}

Task<Verdict> Intake::submit(Submission submission) {
    const auto shared = std::make_shared<const Submission>(std::move(submission));
    const auto& messages = shared->messages;
    const Uuid owner = next_ != nullptr ? next_->reserve(messages.size()) : Uuid{};
    // Named, not a temporary: g++ 12 destroys an aggregate inside a co_await expression twice.
    Item item{shared, owner};
    Verdict verdict;
    try {
        auto& batcher = messages.size() > large_min ? large_ : batcher_;
        verdict = co_await batcher.submit(std::move(item));
    } catch (const db::CommitUnknown&) {
        if (!owner.is_nil()) next_->lose_track();
        throw;
    }
    for (std::size_t i = 0; i < messages.size(); ++i) {
        if (!is_accepted(verdict, i)) continue;
        accepted_.add();
        if (!owner.is_nil() && is_sent_at_once(messages[i]->message)) next_->take(messages[i], owner);
    }
    co_return verdict;
}

std::vector<Verdict> Intake::commit(db::Transaction& tx, std::span<const Item> items) {
    std::vector<Verdict> verdicts(items.size());
    look_up_keys(tx, items, verdicts);
    admit(tx, items, verdicts);
    insert(tx, items, verdicts);
    keep_answers(tx, items, verdicts);
    return verdicts;
}

void Intake::look_up_keys(db::Transaction& tx, std::span<const Item> items, std::vector<Verdict>& verdicts) const {
    std::vector<const IdempotencyKey*> keys;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!items[i].submission->key) continue;
        keys.push_back(&*items[i].submission->key);
        places.push_back(i);
    }
    if (keys.empty()) return;
    auto uses = parts_.answered.find(tx, keys, parts_.clock.now());
    for (std::size_t i = 0; i < keys.size(); ++i) verdicts[places[i]].earlier = std::move(uses[i]);
}

void Intake::keep_answers(db::Transaction& tx, std::span<const Item> items, std::span<const Verdict> verdicts) const {
    std::vector<KeptAnswer> answers;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Submission& submission = *items[i].submission;
        if (submission.key && is_any_accepted(submission, verdicts[i]))
            answers.push_back({&*submission.key, submission.answer(verdicts[i].refusals)});
    }
    if (answers.empty()) return;
    // Another process has been faster: the whole batch is looked at again.
    if (!parts_.answered.keep(tx, answers, parts_.clock.now()))
        throw db::BatchAgain("an idempotency key was used by another process meanwhile");
}

void Intake::admit(db::Transaction& tx, std::span<const Item> items, std::vector<Verdict>& verdicts) const {
    std::vector<limits::DailyDemand> demands;
    demands.reserve(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (verdicts[i].earlier) continue;
        for (const auto& accepted : items[i].submission->messages) {
            demands.push_back(daily_demand(accepted->message, *accepted->service));
        }
    }
    const Refusals refusals = parts_.daily_limits.admit(tx, demands);
    auto next = refusals.begin();
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (verdicts[i].earlier) continue;
        const auto count = static_cast<std::ptrdiff_t>(items[i].submission->messages.size());
        verdicts[i].refusals.assign(next, next + count);
        next += count;
    }
}

void Intake::insert(db::Transaction& tx, std::span<const Item> items, std::span<const Verdict> verdicts) const {
    std::vector<NewNotification> rows;
    rows.reserve(items.size());
    CountChanges counts;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto& messages = items[i].submission->messages;
        for (std::size_t m = 0; m < messages.size(); ++m) {
            if (!is_accepted(verdicts[i], m)) continue;
            rows.push_back({&messages[m]->message, items[i].owner});
            counts.created(messages[m]->message);
        }
    }
    if (rows.empty()) return;
    insert_with_deliveries(tx, parts_.sealer, rows);
    counts.flush(tx, parts_.shards.intake());
}

}  // namespace herald::notifications
