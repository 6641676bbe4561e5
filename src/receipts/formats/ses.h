#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "receipts/formats/format_error.h"
#include "receipts/receipt.h"

namespace herald::receipts {

/// What SNS posts (contract providers §7.2). Texts are as they were after JSON unescaping, because they are signed so.
struct SnsEnvelope {
    enum class Type { notification, subscription_confirmation, unsubscribe_confirmation };
    Type type = Type::notification;
    std::string type_text;
    std::string message;
    std::string message_id;
    std::string topic_arn;
    std::string timestamp;
    std::optional<std::string> subject;
    std::string token;          ///< confirmations only
    std::string subscribe_url;  ///< confirmations only
    std::string signature;
    std::string signature_version;
    std::string signing_certificate_url;  ///< spelled SigningCertURL or SigningCertUrl
};

/// 400 for what is no envelope: no JSON object, unknown Type, a Message that is no text. An absent Type is taken as
/// Notification, because the queue's form of the envelope may leave it out.
std::variant<SnsEnvelope, FormatError> parse_sns_envelope(std::string_view body);

/// An event that changes nothing: Send, Open, Click, DeliveryDelay, …
struct IgnoredEvent {
    std::string type;
};

using SesEvent = std::variant<Receipt, Complaint, IgnoredEvent, FormatError>;

/// Reads the JSON inside an envelope's Message (contract providers §7.3). A bounce's `status_code` is its type, its
/// `detail_code` the subtype. A complaint or receipt without `mail.messageId` and without our own id is a FormatError.
SesEvent parse_ses_message(std::string_view message);

}  // namespace herald::receipts
