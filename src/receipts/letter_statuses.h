#pragma once

#include "db/store.h"
#include "notifications/notification.h"
#include "receipts/formats/letter_status.h"

namespace herald::receipts {

/// What became of what the printer has told.
struct AppliedLetterStatus {
    enum class Result {
        applied,
        duplicate,  ///< the letter has left the states that take it (S-091)
        unknown     ///< no such letter, neither live nor archived
    } result = Result::unknown;
    notifications::Notification letter;  ///< as it was before: what its status, its times and its sheets are
    notifications::Status new_status = notifications::Status::technical_failure;
};

/// Changes a letter's status, live or archived, the counters, and notes the day of its despatch, all or nothing
/// (tasks.md §6.3). No service is called: letters have no such callbacks.
AppliedLetterStatus apply_letter_status(db::Transaction& tx, const LetterStatus& told, Timestamp now,
                                        std::int64_t count_shard);

/// Whether there is such a letter, live or archived.
bool is_letter(db::Transaction& tx, const Uuid& id);

}  // namespace herald::receipts
