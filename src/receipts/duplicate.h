#pragma once

#include <string_view>

#include "notifications/notification.h"

namespace herald::receipts {

/// Writes the log event of a receipt that changes nothing, with the contract's fields (S-091): `message` as it was
/// before, what the receipt would have made of it, and who told, where nobody is stored as having sent it.
void log_duplicate(const notifications::Notification& message, notifications::Status new_status,
                   std::string_view provider, Timestamp now);

}  // namespace herald::receipts
