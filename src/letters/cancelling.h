#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace herald::letters {

/// A letter, as far as cancelling it goes. Statuses are the stored ones: `created`, `pending-virus-check`.
struct Letter {
    std::string_view status;
    Timestamp created_at;
};

/// Whether the printing that a letter waits for has begun (content.md §8, tasks §1.6): the cut-off of its day has
/// passed, or of the next day if it was made after it. All by London time; 17:30:00 sharp counts as before when the
/// letter was made, as past when it is to be cancelled.
bool is_too_late_to_cancel(Timestamp created_at, Timestamp now);

/// `created` or `pending-virus-check`, and not too late.
bool can_be_cancelled(const Letter& letter, Timestamp now);

/// Why a letter cannot be cancelled, to be answered with 400; nothing when it can.
std::optional<std::string> cancel_refusal(const Letter& letter, Timestamp now);

/// The other answers to a request to cancel: 404, and 400 for what is not a letter.
inline constexpr std::string_view nothing_to_cancel = "Notification not found";
inline constexpr std::string_view only_letters_can_be_cancelled =
    "Notification cannot be cancelled - only letters can be cancelled";

/// A job, as far as cancelling it goes.
struct JobToCancel {
    bool is_letter_job = false;
    bool has_all_notifications = false;  ///< every row has become a notification
    bool is_every_letter_cancellable = false;
    Timestamp created_at;
};

/// Whether a letter in this status leaves its job cancellable: nothing of it has gone to the printer.
bool is_cancellable_in_job(std::string_view status);

/// Why a job cannot be cancelled, to be answered with 400; nothing when it can.
std::optional<std::string_view> cancel_refusal(const JobToCancel& job, Timestamp now);

/// How much of the statement below is said.
enum class StatementForm : bool { full, brief };

/// What the website says about the printing: `Printing starts tomorrow at 5:30pm` while the letter can be cancelled,
/// then `Printed on 3 June at 5:30pm`. In brief `Printing tomorrow at 5:30pm`, `Printed 3 June at 5:30pm`.
std::string printing_statement(const Letter& letter, Timestamp now, StatementForm form = StatementForm::full);

}  // namespace herald::letters
