// How rows of jobs become messages.
#include <map>

#include "notifications/daily_demand.h"
#include "notifications/intake.h"

namespace herald::notifications {
namespace {

/// What is kept free in the queue of deliveries for messages that are no rows of jobs, which are quicker to go out from
/// memory than from the table.
constexpr std::size_t room_for_others = 15'000;

/// Texts abroad, by the day that they count for.
std::map<std::int64_t, std::int64_t> abroad_by_day(std::span<const AcceptedPtr> messages,
                                                   const std::vector<bool>& is_new) {
    std::map<std::int64_t, std::int64_t> counts;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const auto demand = daily_demand(messages[i]->message, *messages[i]->service);
        if (is_new[i] && demand.channel == Channel::sms && demand.is_abroad) ++counts[demand.created_at.utc_day()];
    }
    return counts;
}

}  // namespace

Task<bool> Intake::submit_rows(RowSubmission submission) {
    const auto& messages = submission.messages;
    const Uuid owner = next_ != nullptr ? next_->reserve(messages.size() + room_for_others) : Uuid{};
    RowVerdict verdict;
    std::exception_ptr failure;
    ++rows_committing_;
    try {
        verdict = co_await parts_.store.write(parts_.loop,
                                              [&](db::Transaction& tx) { return commit_rows(tx, submission, owner); });
    } catch (const db::CommitUnknown&) {
        if (!owner.is_nil()) next_->lose_track();
        failure = std::current_exception();
    } catch (...) {
        failure = std::current_exception();
    }
    --rows_committing_;
    if (failure) std::rethrow_exception(failure);
    if (!verdict) co_return false;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        if (!(*verdict)[i]) continue;
        accepted_.add();
        if (!owner.is_nil() && messages[i]->message.status == Status::created) next_->take(messages[i], owner);
    }
    co_return true;
}

// The job before its messages, messages before deliveries, daily totals before counters: the order in which all others
// take their locks.
Intake::RowVerdict Intake::commit_rows(db::Transaction& tx, const RowSubmission& rows, const Uuid& owner) const {
    if (!rows.keeper->begin(tx)) return std::nullopt;
    std::vector<NewNotification> inserted;
    inserted.reserve(rows.messages.size());
    for (const auto& accepted : rows.messages) inserted.push_back({&accepted->message, owner});
    auto is_new = inserted.empty() ? std::vector<bool>{} : insert_job_rows(tx, parts_.sealer, inserted);
    CountChanges counts;
    for (std::size_t i = 0; i < is_new.size(); ++i)
        if (is_new[i]) counts.created(rows.messages[i]->message);
    rows.keeper->end(tx, is_new);
    for (const auto& [day, count] : abroad_by_day(rows.messages, is_new))
        parts_.daily_limits.count(tx, rows.messages.front()->message.service_id, limits::DailyKind::international_sms,
                                  count, Timestamp::start_of_utc_day(day));
    counts.flush(tx, parts_.shards.jobs());
    return is_new;
}

}  // namespace herald::notifications
