#include "receipts/letter_statuses.h"

#include "notifications/counts.h"
#include "receipts/letter_statuses_sql.h"
#include "receipts/rules.h"

namespace herald::receipts {

using notifications::Status;
using Result = AppliedLetterStatus::Result;

namespace {

notifications::Notification read_letter(const db::Row& row) {
    notifications::Notification letter;
    letter.id = row.get<Uuid>(0);
    letter.service_id = row.get<Uuid>(1);
    letter.template_id = row.get<Uuid>(2);
    letter.template_version = row.get<std::int64_t>(3);
    letter.key_type = services::key_type_from_text(row.get<std::string_view>(4)).value_or(services::KeyType::normal);
    letter.channel = notifications::Channel::letter;
    letter.status = notifications::status_from_text(row.get<std::string_view>(5)).value_or(Status::failed);
    letter.billable_units = row.get<std::int64_t>(6);
    letter.sent_by = row.get<std::optional<std::string>>(7);
    letter.created_at = row.get<Timestamp>(8);
    letter.updated_at = row.get<std::optional<Timestamp>>(9);
    letter.job_id = row.get<std::optional<Uuid>>(10);
    return letter;
}

}  // namespace

AppliedLetterStatus apply_letter_status(db::Transaction& tx, const LetterStatus& told, Timestamp now,
                                        std::int64_t count_shard) {
    AppliedLetterStatus applied;
    applied.new_status = told.despatch ? Status::delivered : Status::technical_failure;
    const auto id = Uuid::parse(told.notification_id);
    if (!id) return applied;
    auto rows = tx.query(sql::letter_for_status, {*id});
    const bool is_archived = rows.empty();
    if (is_archived) rows = tx.query(sql::archived_letter_for_status, {*id});
    if (rows.empty()) return applied;
    applied.letter = read_letter(rows[0]);
    applied.result = Result::duplicate;
    if (judge_letter(applied.letter, applied.new_status) == Verdict::duplicate) return applied;

    notifications::Notification letter = applied.letter;
    letter.status = applied.new_status;
    const auto& change = is_archived ? sql::set_archived_letter_status : sql::set_letter_status;
    if (tx.execute(change, {*id, to_text(applied.letter.status), to_text(letter.status), now}) == 0) return applied;
    applied.result = Result::applied;
    if (told.despatch)
        tx.execute(sql::record_despatch,
                   {*id, to_iso(told.despatch->day), told.despatch->is_sorted ? "sorted" : "unsorted"});
    notifications::CountChanges counts;
    counts.moved(letter, applied.letter.status);
    counts.flush(tx, count_shard);
    return applied;
}

bool is_letter(db::Transaction& tx, const Uuid& id) {
    return !tx.query(sql::letter_of_id, {id}).empty();
}

}  // namespace herald::receipts
