#include "receipts/formats/ses.h"

#include "base/json.h"
#include "http/api_error.h"

namespace herald::receipts {
namespace {

using notifications::Status;

/// How our email client calls the notification's id inside the message (delivery/providers/ses.h).
constexpr std::string_view id_header = "X-Herald-Notification-Id";
constexpr std::string_view id_tag = "notification_id";

FormatError no_event(std::string_view why) {
    return {400, http::old_error(400, why).body};
}

std::optional<Timestamp> time_of(JsonValue value) {
    return Timestamp::parse_iso(value.text());
}

std::optional<std::string> text_of(JsonValue value) {
    const std::optional<std::string_view> text = value.as_string();
    return text ? std::optional<std::string>(*text) : std::nullopt;
}

/// Our own id, from the tags of event publishing or, where the topic includes them, from the mail's headers.
std::optional<Uuid> own_id(JsonValue mail) {
    const std::optional<std::string_view> tag = mail["tags"][id_tag][0].as_string();
    if (tag) return Uuid::parse(*tag);
    const JsonValue headers = mail["headers"];
    for (std::size_t i = 0; headers.is_array() && i < headers.size(); ++i)
        if (headers[i]["name"].text() == id_header) return Uuid::parse(headers[i]["value"].text());
    return std::nullopt;
}

Receipt receipt_for(JsonValue mail, std::string_view type) {
    Receipt receipt;
    receipt.key = Receipt::Key::provider_reference;
    receipt.reference = mail["messageId"].as_string().value_or("");
    receipt.notification_id = own_id(mail);
    receipt.provider = "ses";
    receipt.status_code = type;
    receipt.message_time = time_of(mail["timestamp"]);
    return receipt;
}

Receipt read_delivery(JsonValue root, JsonValue mail) {
    Receipt receipt = receipt_for(mail, "Delivery");
    receipt.status = Status::delivered;
    receipt.provider_time = time_of(root["delivery"]["timestamp"]);
    return receipt;
}

/// Only `Permanent` is permanent: real feedback says Transient or Undetermined, simulations Temporary (§7.3).
Receipt read_bounce(JsonValue root, JsonValue mail) {
    const JsonValue bounce = root["bounce"];
    const std::string_view type = bounce["bounceType"].as_string().value_or("");
    const std::string_view subtype = bounce["bounceSubType"].as_string().value_or("");
    Receipt receipt = receipt_for(mail, "Bounce");
    receipt.status = type == "Permanent" ? Status::permanent_failure : Status::temporary_failure;
    receipt.provider_time = time_of(bounce["timestamp"]);
    receipt.detail_code = type;
    if (!subtype.empty()) receipt.detail_code += "/" + std::string(subtype);
    return receipt;
}

Complaint read_complaint(JsonValue root, JsonValue mail) {
    const JsonValue complaint = root["complaint"];
    Complaint result;
    result.reference = mail["messageId"].as_string().value_or("");
    result.notification_id = own_id(mail);
    result.recipient = text_of(mail["destination"][0]);
    result.feedback_id = text_of(complaint["feedbackId"]);
    result.type = text_of(complaint["complaintFeedbackType"]);
    result.date = time_of(complaint["timestamp"]);
    return result;
}

}  // namespace

SesEvent parse_ses_message(std::string_view message) {
    const std::optional<JsonDocument> document = JsonDocument::parse(message);
    if (!document || !document->root().is_object()) return no_event("Message is not a JSON object");
    const JsonValue root = document->root();
    const JsonValue mail = root["mail"];
    const JsonValue discriminator = root["notificationType"].exists() ? root["notificationType"] : root["eventType"];
    const std::optional<std::string_view> type = discriminator.as_string();
    if (!type) return no_event("Message has no notificationType");
    if (*type != "Delivery" && *type != "Bounce" && *type != "Complaint") return IgnoredEvent{std::string(*type)};
    const bool has_reference = !mail["messageId"].as_string().value_or("").empty();
    if (!has_reference && !own_id(mail)) return no_event("Message has no mail.messageId");
    if (*type == "Delivery") return read_delivery(root, mail);
    if (*type == "Bounce") return read_bounce(root, mail);
    return read_complaint(root, mail);
}

}  // namespace herald::receipts
