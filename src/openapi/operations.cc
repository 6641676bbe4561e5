#include "openapi/operations.h"

#include "services/channel.h"

namespace herald::openapi {
namespace {

using http::Method;
using notifications::Property;
using notifications::Schema;

constexpr Property preview_properties[] = {
    {.name = "personalisation", .types = object_type},
};
constexpr Schema preview_schema{"POST v2/template/{id}/preview", preview_properties};

constexpr Property templates_properties[] = {
    {.name = "type", .allowed = services::channel_names},
};
constexpr Schema templates_query{"GET v2/templates", templates_properties};

constexpr std::string_view bulk_keys[] = {"rows", "csv"};
constexpr std::string_view bulk_rows[] = {"SmsRow", "EmailRow", "LetterRow"};
constexpr std::string_view letter_kinds[] = {"TemplatedLetterRequest", "PrecompiledLetterRequest"};

constexpr Body sms_body{.name = "SmsRequest", .schema = &notifications::sms_request_schema};
constexpr Body email_body{.name = "EmailRequest", .schema = &notifications::email_request_schema};
constexpr Body letter_body{.name = "LetterRequest", .kinds = letter_kinds};
constexpr Body templated_letter_body{.name = "TemplatedLetterRequest", .schema = &notifications::letter_request_schema};
constexpr Body precompiled_letter_body{.name = "PrecompiledLetterRequest",
                                       .schema = &notifications::precompiled_letter_schema};
constexpr Body bulk_body{
    .name = "BulkRequest", .schema = &notifications::bulk_request_schema, .one_of_keys = bulk_keys, .items = bulk_rows};
constexpr Body sms_row{.name = "SmsRow", .schema = &notifications::sms_row_schema};
constexpr Body email_row{.name = "EmailRow", .schema = &notifications::email_row_schema};
constexpr Body letter_row{.name = "LetterRow", .schema = &notifications::letter_row_schema};
constexpr Body preview_body{
    .name = "PreviewRequest", .schema = &preview_schema, .takes_other_keys = true, .is_required = false};

constexpr const Body* all_bodies[] = {
    &sms_body, &email_body, &letter_body, &templated_letter_body, &precompiled_letter_body, &bulk_body,
    &sms_row,  &email_row,  &letter_row,  &preview_body};

constexpr int too_late[] = {409};

constexpr Operation all_operations[] = {
    {.method = Method::post,
     .pattern = "/v2/notifications/sms",
     .id = "sendSms",
     .summary = "Send a text message",
     .body = &sms_body,
     .success = 201,
     .answer = "SmsAccepted",
     .sends = true},
    {.method = Method::post,
     .pattern = "/v2/notifications/email",
     .id = "sendEmail",
     .summary = "Send an email",
     .body = &email_body,
     .success = 201,
     .answer = "EmailAccepted",
     .sends = true},
    {.method = Method::post,
     .pattern = "/v2/notifications/letter",
     .id = "sendLetter",
     .summary = "Send a letter",
     .body = &letter_body,
     .success = 201,
     .answer = "LetterAccepted",
     .sends = true},
    {.method = Method::post,
     .pattern = "/v2/notifications/bulk",
     .id = "sendBulk",
     .summary = "Send up to 10,000 messages of one template",
     .body = &bulk_body,
     .success = 201,
     .answer = "BulkAnswer",
     .sends = true,
     .refuses_with_answer = true},
    {.method = Method::get,
     .pattern = "/v2/notifications",
     .id = "listNotifications",
     .summary = "The newest 250 messages made with this type of key, or those before another",
     .query = &notifications::list_query_schema,
     .answer = "NotificationList"},
    {.method = Method::get,
     .pattern = "/v2/notifications/{notification_id}",
     .id = "getNotification",
     .summary = "One message",
     .answer = "Notification"},
    {.method = Method::del,
     .pattern = "/v2/notifications/{notification_id}",
     .id = "cancelNotification",
     .summary = "Cancel a message that still waits to be sent",
     .answer = "Notification",
     .refusals = too_late},
    {.method = Method::get,
     .pattern = "/v2/notifications/{notification_id}/events",
     .id = "listEvents",
     .summary = "The life of a message, in order of time",
     .answer = "EventList"},
    {.method = Method::get,
     .pattern = "/v2/notifications/{notification_id}/pdf",
     .id = "getLetterPdf",
     .summary = "The PDF of a letter",
     .answer_is_pdf = true},
    {.method = Method::get,
     .pattern = "/v2/template/{id}",
     .id = "getTemplate",
     .summary = "The latest version of a template",
     .answer = "Template"},
    {.method = Method::get,
     .pattern = "/v2/template/{id}/version/{version:int}",
     .id = "getTemplateVersion",
     .summary = "One version of a template; 0 is the latest",
     .answer = "Template"},
    {.method = Method::get,
     .pattern = "/v2/templates",
     .id = "listTemplates",
     .summary = "All templates, by name",
     .query = &templates_query,
     .answer = "TemplateList"},
    {.method = Method::post,
     .pattern = "/v2/template/{id}/preview",
     .id = "previewTemplate",
     .summary = "What a template becomes with these values; nothing is sent",
     .body = &preview_body,
     .answer = "Preview"},
    {.method = Method::get,
     .pattern = "/v2/received-text-messages",
     .id = "listReceivedTexts",
     .summary = "The newest 250 text messages received in the last 7 days, or those before another",
     .query = &notifications::received_texts_query_schema,
     .answer = "ReceivedTextList"},
};

}  // namespace

std::span<const Operation> operations() {
    return all_operations;
}

std::span<const Body* const> bodies() {
    return all_bodies;
}

bool is_unpublished(const http::Router::Entry& route) {
    // OPTIONS tells nothing that the document does not; a channel that does not exist is a 404 behind authentication.
    return route.method == Method::options || !route.pattern.starts_with("/v2/") ||
           (route.method == Method::post && route.pattern == "/v2/notifications/{channel}");
}

}  // namespace herald::openapi
