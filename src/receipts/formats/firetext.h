#pragma once

#include <string_view>
#include <variant>

#include "receipts/formats/format_error.h"
#include "receipts/receipt.h"

namespace herald::receipts {

/// Reads the form that Firetext posts to `/notifications/sms/firetext` (contract public-api §6.1, providers §3).
/// Status 1 comes out as permanent-failure: see `refine_firetext`. 400 for missing fields.
std::variant<Receipt, FormatError> parse_firetext_receipt(std::string_view form);

/// Applies the code of a failure, and where there is none the rule that a failure after `pending` is temporary
/// (tasks §6.2 step 5). To be used when the notification's `sent_by` is firetext, with its status of that moment;
/// receipts that are no permanent-failure come back unchanged.
Receipt refine_firetext(Receipt receipt, notifications::Status current);

/// False for a status that the table does not have: the caller raises an alert (tasks §6.2 step 2).
bool is_known_firetext_status(std::string_view status);

}  // namespace herald::receipts
