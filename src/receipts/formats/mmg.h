#pragma once

#include <string_view>
#include <variant>

#include "receipts/formats/format_error.h"
#include "receipts/receipt.h"

namespace herald::receipts {

/// Reads the JSON that MMG posts to `/notifications/sms/mmg` (contract public-api §6.1, providers §2). The reference
/// is passed on as it was given: whether it is an id of ours is for the caller to see. Unknown codes are
/// technical-failure. 400 for missing fields, 500 for what is no JSON object or a delivery time that is no text.
std::variant<Receipt, FormatError> parse_mmg_receipt(std::string_view body);

/// False for a status that the table does not have: the caller raises an alert (tasks §6.2 step 2).
bool is_known_mmg_status(std::string_view status);

}  // namespace herald::receipts
