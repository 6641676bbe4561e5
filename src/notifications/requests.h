#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "base/uuid.h"
#include "http/message.h"
#include "notifications/notification_store.h"
#include "recipients/email_address.h"
#include "recipients/phone_number.h"

namespace herald::notifications {

/// An id out of a request, with its spelling: messages repeat it as sent, and the form `urn:uuid:…` is valid but is
/// answered as 404 `DataError` wherever it is looked up (contract public-api §0).
struct SentId {
    Uuid id;
    std::string text;
    bool is_urn() const { return text.starts_with("urn:"); }
};

/// A valid body of POST /v2/notifications/sms. Moves, does not copy.
struct SmsRequest {
    std::optional<std::string> reference;
    std::string recipient;  ///< as typed
    recipients::PhoneNumber phone_number;
    SentId template_id;
    JsonValue personalisation;  ///< an object, or absent
    std::optional<SentId> sms_sender_id;
    std::optional<Timestamp> scheduled_for;
    std::optional<JsonDocument> document;  ///< what `personalisation` looks into, unless its caller has that
};

/// A valid body of POST /v2/notifications/email.
struct EmailRequest {
    std::optional<std::string> reference;
    std::string recipient;  ///< as typed
    recipients::EmailAddress email_address;
    SentId template_id;
    JsonValue personalisation;  ///< an object, or absent
    std::optional<SentId> email_reply_to_id;
    std::optional<Timestamp> scheduled_for;
    std::optional<std::string> one_click_unsubscribe_url;
    std::vector<std::string> sanitise_content_for;
    std::optional<JsonDocument> document;  ///< what `personalisation` looks into, unless its caller has that
};

/// A valid body of POST /v2/notifications/letter without `content`.
struct LetterRequest {
    std::optional<std::string> reference;
    SentId template_id;
    JsonValue personalisation;  ///< an object, with the address
    std::optional<Timestamp> scheduled_for;
    std::optional<JsonDocument> document;  ///< what `personalisation` looks into, unless its caller has that
};

/// A valid body with `content`: a PDF that the service has made itself.
struct PrecompiledLetterRequest {
    std::string reference;
    std::string_view content;  ///< base64, not looked at yet
    letters::Postage postage = letters::default_postage;
    std::optional<Timestamp> scheduled_for;
    JsonDocument document;  ///< what `content` looks into
};

/// Reads a body (§0, §2.1 to §2.3). The response is the finished 400: `Invalid JSON supplied in POST data`, or every
/// violation of the schema.
std::variant<SmsRequest, http::Response> parse_sms_request(std::string_view body, Timestamp now);
std::variant<EmailRequest, http::Response> parse_email_request(std::string_view body, Timestamp now);

/// Those of letters: which of the two schemas counts is told by `content` being there, even null.
struct LetterBody {
    JsonDocument document;
    bool is_precompiled() const { return document.root()["content"].exists(); }
};
std::variant<LetterBody, http::Response> parse_letter_body(std::string_view body);
std::variant<LetterRequest, http::Response> read_letter_request(LetterBody body, Timestamp now);
std::variant<PrecompiledLetterRequest, http::Response> read_precompiled_letter_request(LetterBody body, Timestamp now);

/// A valid body of POST /v2/notifications/bulk.
struct BulkRequest {
    SentId template_id;
    JsonDocument document;  ///< with either `rows`, an array, or `csv`, a text
};
std::variant<BulkRequest, http::Response> parse_bulk_request(std::string_view body, Timestamp now);

/// One of its rows: the body of a single request without `template_id`. The row's document must outlive what is read.
/// Instead of a response, what is wrong.
std::variant<SmsRequest, std::vector<std::string>> read_sms_row(JsonValue row, const SentId& template_id,
                                                                Timestamp now);
std::variant<EmailRequest, std::vector<std::string>> read_email_row(JsonValue row, const SentId& template_id,
                                                                    Timestamp now);
std::variant<LetterRequest, std::vector<std::string>> read_letter_row(JsonValue row, const SentId& template_id,
                                                                      Timestamp now);

/// The query of GET /v2/notifications (§3.2).
struct ListQuery {
    ListFilter filter;            ///< without the key type
    bool older_than_urn = false;  ///< valid, but no row has such an id: 404 `DataError`
};
std::variant<ListQuery, http::Response> parse_list_query(std::string_view query, Timestamp now);

/// A path parameter that should be a UUID; the response is 400 `«name» is not a valid UUID`.
std::variant<SentId, http::Response> parse_id(std::string_view name, std::string_view text);
/// The `notification_id` of a path; the response is that 400, or 404 for an id that no row can have.
std::variant<Uuid, http::Response> parse_notification_id(std::string_view text);

}  // namespace herald::notifications
