#include "sandbox/receipt.h"

#include <algorithm>

#include "base/json.h"
#include "base/london.h"
#include "crypto/encoding.h"
#include "crypto/hmac.h"

namespace herald::sandbox {
namespace {

constexpr std::string_view topic = "arn:aws:sns:eu-west-1:000000000000:herald-sandbox";

/// `2026-02-03 10:15:02`, what clocks in London show.
std::string london_text(Timestamp t) {
    std::string text = utc_to_london(t).to_iso().substr(0, 19);
    text[10] = ' ';
    return text;
}

/// `2026-02-03T10:15:02.123Z`.
std::string millisecond_text(Timestamp t) {
    return t.to_iso().substr(0, 23) + "Z";
}

std::string mmg_body(const Message& message, Event event, Timestamp now) {
    const bool delivered = event == Event::delivered;
    const bool temporary = event == Event::temporary_failure;
    std::string body;
    JsonWriter(body)
        .begin_object()
        .member("CID", message.notification_id)
        .member("MSISDN", message.recipient)
        .member("status", delivered   ? "3"
                          : temporary ? "4"
                                      : "5")
        .member("substatus", delivered   ? "5"
                             : temporary ? "6"
                                         : "8")
        .member("deliverytime", london_text(now))
        .end_object();
    return body;
}

std::string firetext_body(const Message& message, Event event, Timestamp now) {
    const std::string_view status = event == Event::delivered ? "0" : event == Event::pending ? "2" : "1";
    http::Pairs fields{{"mobile", message.recipient},
                       {"status", std::string(status)},
                       {"reference", message.notification_id},
                       {"time", london_text(now)}};
    // A temporary failure has no code: that it follows `pending` is what makes it temporary.
    if (event == Event::permanent_failure) fields.emplace_back("code", "101");
    return http::encode_form(fields);
}

void fill_twilio(http::ClientRequest& request, const Message& message, Event event) {
    const bool delivered = event == Event::delivered;
    http::Pairs fields{{"MessageSid", message.provider_reference},
                       {"MessageStatus", delivered ? "delivered" : "undelivered"},
                       {"To", message.recipient}};
    if (!delivered) fields.emplace_back("ErrorCode", event == Event::temporary_failure ? "30003" : "30005");
    std::ranges::sort(fields);
    std::string signed_text = message.callback_url;
    for (const auto& [name, value] : fields) signed_text += name + value;
    request.url = message.callback_url;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                       {"X-Twilio-Signature", crypto::base64_encode(crypto::hmac_sha1(message.secret, signed_text))}};
    request.body = http::encode_form(fields);
}

std::string http_sms_body(const Message& message, Event event) {
    const std::string_view status = event == Event::delivered           ? "delivered"
                                    : event == Event::temporary_failure ? "expired"
                                                                        : "failed";
    std::string body;
    JsonWriter(body)
        .begin_object()
        .member("id", message.provider_reference)
        .member("reference", message.notification_id)
        .member("status", status)
        .end_object();
    return body;
}

void write_recipients(JsonWriter& out, std::string_view name, std::string_view recipient) {
    out.key(name).begin_array().begin_object().member("emailAddress", recipient).end_object().end_array();
}

void write_mail(JsonWriter& out, const Message& message, Timestamp accepted_at) {
    out.key("mail")
        .begin_object()
        .member("messageId", message.provider_reference)
        .member("timestamp", millisecond_text(accepted_at));
    out.key("destination").begin_array().value(message.recipient).end_array();
    out.key("headers").begin_array().begin_object().member("name", "X-Herald-Notification-Id");
    out.member("value", message.notification_id).end_object().end_array().end_object();
}

std::string ses_message(const Message& message, Event event, std::string_view feedback_id, Timestamp accepted_at,
                        Timestamp now) {
    std::string text;
    JsonWriter out(text);
    const bool delivered = event == Event::delivered;
    const bool complaint = event == Event::complaint;
    const std::string at = millisecond_text(now);
    out.begin_object().member("notificationType", delivered ? "Delivery" : complaint ? "Complaint" : "Bounce");
    write_mail(out, message, accepted_at);
    if (delivered) {
        out.key("delivery").begin_object().member("timestamp", at).member("smtpResponse", "250 ok");
        out.key("recipients").begin_array().value(message.recipient).end_array().end_object();
    } else if (complaint) {
        out.key("complaint").begin_object().member("timestamp", at).member("feedbackId", feedback_id);
        out.member("complaintFeedbackType", "abuse");
        write_recipients(out, "complainedRecipients", message.recipient);
        out.end_object();
    } else {
        const bool permanent = event == Event::permanent_failure;
        out.key("bounce").begin_object().member("timestamp", at).member("feedbackId", feedback_id);
        out.member("bounceType", permanent ? "Permanent" : "Transient");
        out.member("bounceSubType", permanent ? "NoEmail" : "MailboxFull");
        write_recipients(out, "bouncedRecipients", message.recipient);
        out.end_object();
    }
    out.end_object();
    return text;
}

/// Unsigned: the fields of a signature are there, so that a reader finds the envelope whole, and say nothing.
std::string sns_envelope(std::string_view message, std::string_view envelope_id, Timestamp now) {
    std::string body;
    JsonWriter(body)
        .begin_object()
        .member("Type", "Notification")
        .member("MessageId", envelope_id)
        .member("TopicArn", topic)
        .member("Message", message)
        .member("Timestamp", millisecond_text(now))
        .member("SignatureVersion", "1")
        .member("Signature", "unsigned")
        .member("SigningCertURL", "https://sandbox.invalid/unsigned.pem")
        .member("UnsubscribeURL", "https://sandbox.invalid/unsubscribe")
        .end_object();
    return body;
}

}  // namespace

Event first_event(const Message& message) {
    switch (message.fate) {
        case Fate::delivered:
        case Fate::complaint:
            return Event::delivered;
        case Fate::temporary_failure:
            return message.provider == Provider::firetext ? Event::pending : Event::temporary_failure;
        case Fate::permanent_failure:
            return Event::permanent_failure;
    }
    return Event::delivered;
}

std::optional<Event> next_event(const Message& message, Event event) {
    if (event == Event::pending) return Event::temporary_failure;
    if (event == Event::delivered && message.fate == Fate::complaint) return Event::complaint;
    return std::nullopt;
}

http::ClientRequest receipt_request(const Message& message, Event event, std::string_view base_url,
                                    std::string_view envelope_id, Timestamp accepted_at, Timestamp now) {
    http::ClientRequest request;
    switch (message.provider) {
        case Provider::mmg:
            request.url = std::string(base_url) + "/notifications/sms/mmg";
            request.headers = {{"Content-Type", "application/json; charset=utf-8"}};
            request.body = mmg_body(message, event, now);
            break;
        case Provider::firetext:
            request.url = std::string(base_url) + "/notifications/sms/firetext";
            request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
            request.body = firetext_body(message, event, now);
            break;
        case Provider::ses:
            request.url = std::string(base_url) + "/notifications/email/ses";
            request.headers = {{"Content-Type", "text/plain; charset=UTF-8"},
                               {"x-amz-sns-message-type", "Notification"},
                               {"x-amz-sns-message-id", std::string(envelope_id)},
                               {"x-amz-sns-topic-arn", std::string(topic)}};
            request.body = sns_envelope(ses_message(message, event, envelope_id, accepted_at, now), envelope_id, now);
            break;
        case Provider::twilio:
            fill_twilio(request, message, event);
            break;
        case Provider::http_sms:
            request.url = std::string(base_url) + "/notifications/sms/http-sms";
            request.headers = {{"Content-Type", "application/json"}};
            request.body = http_sms_body(message, event);
            break;
    }
    return request;
}

}  // namespace herald::sandbox
