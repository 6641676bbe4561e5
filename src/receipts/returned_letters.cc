#include "receipts/returned_letters.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/london.h"
#include "callbacks/callback.h"
#include "notifications/counts.h"
#include "receipts/returned_letters_sql.h"
#include "templates/template_store.h"

namespace herald::receipts {

using notifications::Notification;
using notifications::Status;

namespace {

/// A letter with what its service is told of it.
struct Returned {
    Notification letter;
    bool is_archived = false;
    callbacks::ReturnedLetter values;
};

Returned read_letter(const db::Row& row, bool is_archived) {
    Returned one;
    one.is_archived = is_archived;
    Notification& letter = one.letter;
    letter.id = row.get<Uuid>(0);
    letter.service_id = row.get<Uuid>(1);
    letter.template_id = row.get<Uuid>(2);
    letter.template_version = row.get<std::int64_t>(3);
    letter.key_type = services::key_type_from_text(row.get<std::string_view>(4)).value_or(services::KeyType::normal);
    letter.channel = notifications::Channel::letter;
    letter.status = notifications::status_from_text(row.get<std::string_view>(5)).value_or(Status::failed);
    letter.created_at = row.get<Timestamp>(9);

    const auto reference = row.get<std::optional<std::string>>(6);
    const bool is_from_api = row.get<bool>(7);
    const auto row_number = row.get<std::optional<std::int64_t>>(8);
    const bool is_pdf = row.get<bool>(11) && row.get<std::string_view>(10) == templates::precompiled_name;
    callbacks::ReturnedLetter& values = one.values;
    values.notification_id = letter.id;
    values.date_sent = letter.created_at;
    values.sent_by = row.get<std::optional<std::string>>(12).value_or("API");
    if (is_from_api) values.reference = reference;
    // What somebody has uploaded by hand is called by the file's name.
    else if (is_pdf) values.upload_letter_file_name = reference;
    if (!is_pdf) {
        values.template_name = row.get<std::string>(10);
        values.template_id = letter.template_id;
        values.template_version = letter.template_version;
    }
    values.spreadsheet_file_name = row.get<std::optional<std::string>>(13);
    // As people count: the first row is the header.
    if (row_number) values.spreadsheet_row_number = *row_number + 2;
    return one;
}

/// The letters of the references, live or archived.
std::vector<Returned> find_letters(db::Transaction& tx, std::vector<std::string> references, ReturnedLetters& result) {
    // Rows are locked in one order by everybody, or two lists could wait for each other for ever.
    std::sort(references.begin(), references.end());
    references.erase(std::unique(references.begin(), references.end()), references.end());
    std::vector<db::Params> params;
    for (const auto& reference : references) params.push_back({reference});
    std::vector<Returned> found;
    const auto live = tx.query_many(sql::letter_by_reference, params);
    for (std::size_t i = 0; i < references.size(); ++i) {
        if (!live[i].empty()) {
            found.push_back(read_letter(live[i][0], false));
            ++result.live;
            continue;
        }
        const auto archived = tx.query(sql::archived_letter_by_reference, {references[i]});
        if (!archived.empty()) {
            found.push_back(read_letter(archived[0], true));
            ++result.archived;
            continue;
        }
        ++result.unknown;
        log::warning("returned_letter_unknown", "A reference in a list of returned letters is no letter's",
                     {{"reference", references[i]}});
    }
    return found;
}

}  // namespace

ReturnedLetters record_returned_letters(db::Transaction& tx, const crypto::Sealer& sealer, IdSource& ids, Timestamp now,
                                        std::int64_t count_shard, std::span<const std::string> references) {
    ReturnedLetters result;
    auto found = find_letters(tx, {references.begin(), references.end()}, result);
    if (found.empty()) return result;
    const std::string today = to_iso(london_date(now));
    std::vector<db::Params> live, archived, reports;
    notifications::CountChanges counts;
    for (auto& [letter, is_archived, values] : found) {
        reports.push_back({ids.next_random(), letter.id, letter.service_id, today, now});
        if (letter.status == Status::returned_letter) continue;
        (is_archived ? archived : live).push_back({letter.id, now});
        const Status from = std::exchange(letter.status, Status::returned_letter);
        counts.moved(letter, from);
    }
    if (!live.empty()) tx.execute_many(sql::set_returned, live);
    if (!archived.empty()) tx.execute_many(sql::set_archived_returned, archived);
    const auto reported = tx.execute_many(sql::report_returned, reports);
    callbacks::Outbox outbox(tx, sealer, ids, now, Uuid{});
    for (std::size_t i = 0; i < found.size(); ++i)
        if (reported[i] > 0 && outbox.wants(found[i].letter.service_id, "returned_letter"))
            outbox.add(found[i].letter.service_id, found[i].letter.id, "returned_letter",
                       callbacks::returned_letter_json(found[i].values));
    outbox.flush();
    counts.flush(tx, count_shard);
    return result;
}

}  // namespace herald::receipts
