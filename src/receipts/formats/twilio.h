#pragma once

#include <string_view>
#include <variant>

#include "receipts/formats/format_error.h"
#include "receipts/formats/ses.h"
#include "receipts/receipt.h"

namespace herald::receipts {

/// Reads the form that Twilio posts as a message's status changes: MessageSid, MessageStatus, ErrorCode. States on the
/// way (queued, sending, sent) change nothing. 400 without a message or a status.
std::variant<Receipt, IgnoredEvent, FormatError> parse_twilio_receipt(std::string_view form);

/// Whether `signature` (the header X-Twilio-Signature) is the account's over this address and form: HMAC-SHA1 over the
/// address and each field's name and value, by name.
bool is_twilio_signature(std::string_view signature, std::string_view url, std::string_view form,
                         std::string_view token);

}  // namespace herald::receipts
