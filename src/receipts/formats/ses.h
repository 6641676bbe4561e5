#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "receipts/formats/format_error.h"
#include "receipts/receipt.h"

namespace herald::receipts {

/// An event that changes nothing: Send, Open, Click, DeliveryDelay, …
struct IgnoredEvent {
    std::string type;
};

using SesEvent = std::variant<Receipt, Complaint, IgnoredEvent, FormatError>;

/// Reads the JSON text inside the Message of an SNS envelope (contract providers §7.3); the envelope itself is
/// `crypto::parse_sns_envelope`'s. A bounce's `status_code` is `Bounce`, its `detail_code` `type/subtype`. What names
/// no message, neither by `mail.messageId` nor by our own id, is a FormatError of 400; no input throws.
SesEvent parse_ses_message(std::string_view message);

}  // namespace herald::receipts
