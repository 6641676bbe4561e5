#pragma once

#include "notifications/notification.h"
#include "receipts/receipt.h"

namespace herald::receipts {

/// What a receipt does to a message. Pure: the state machine of tasks.md §2.11 as far as receipts drive it.
enum class Verdict {
    apply,      ///< the status changes
    duplicate,  ///< the message has left the states that take a receipt (S-091)
    ignored,    ///< an international number of a country that reports no deliveries (tasks.md §6.2 step 4)
};

/// The status the receipt gives, Firetext's refinement included (tasks.md §6.2 step 5).
notifications::Status refined_status(const Receipt& receipt, const notifications::Notification& message);
/// SMS receipts are taken in created, sending, pending, sent and pending-virus-check; email receipts in sending and
/// pending (S-091, public-api §6.1, §6.2).
Verdict judge(const Receipt& receipt, const notifications::Notification& message);
/// What the printer's word does to a letter (tasks.md §6.3): it is taken in created and sending, and that a letter was
/// despatched also after it was given up here, which shows by nobody having taken it (`sent_by`).
Verdict judge_letter(const notifications::Notification& letter, notifications::Status new_status);

}  // namespace herald::receipts
