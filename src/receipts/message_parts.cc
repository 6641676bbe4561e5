#include "receipts/message_parts.h"

#include <algorithm>

#include "receipts/message_parts_sql.h"

namespace herald::receipts {

using notifications::Status;

namespace {

bool is_report(Status status) {
    return status == Status::delivered || status == Status::temporary_failure || status == Status::permanent_failure;
}

}  // namespace

void add_parts(db::Transaction& tx, std::span<const SentParts> sent, Timestamp now) {
    std::vector<db::Params> rows;
    for (const SentParts& one : sent)
        for (const std::string& reference : one.references) rows.push_back({one.notification_id, reference, now});
    if (!rows.empty()) tx.execute_many(sql::insert_message_part, rows);
}

std::vector<std::optional<Uuid>> messages_of_parts(db::Transaction& tx, std::span<const std::string> references) {
    std::vector<std::optional<Uuid>> messages(references.size());
    std::vector<db::Params> params;
    for (const std::string& reference : references) params.push_back({reference});
    if (params.empty()) return messages;
    const auto results = tx.query_many(sql::message_of_part, params);
    for (std::size_t i = 0; i < references.size(); ++i)
        if (!results[i].empty()) messages[i] = results[i][0].get<Uuid>(0);
    return messages;
}

std::optional<Status> status_of_whole(std::span<const Status> parts) {
    if (std::ranges::find(parts, Status::permanent_failure) != parts.end()) return Status::permanent_failure;
    if (!std::ranges::all_of(parts, is_report)) return std::nullopt;
    const bool failed = std::ranges::find(parts, Status::temporary_failure) != parts.end();
    return failed ? Status::temporary_failure : Status::delivered;
}

std::optional<Status> note_part(db::Transaction& tx, const Uuid& notification_id, std::string_view reference,
                                Status status) {
    if (!is_report(status)) return std::nullopt;
    tx.execute(sql::set_part_status, {notification_id, reference, to_text(status)});
    std::vector<Status> parts;
    for (const auto row : tx.query(sql::statuses_of_parts, {notification_id}))
        parts.push_back(notifications::status_from_text(row.get<std::string_view>(0)).value_or(Status::sending));
    const std::optional<Status> whole = status_of_whole(parts);
    if (whole) tx.execute(sql::delete_parts_of, {notification_id});
    return whole;
}

}  // namespace herald::receipts
