#include "openapi/operations.h"

// Answers are written piece by piece, not from a declaration; what they look like is declared here once more, and the
// end-to-end tests hold every answer to it.
namespace herald::openapi {

namespace {

constexpr std::string_view schemas = R"json(
"Error": {"type": "object", "required": ["status_code", "errors"], "additionalProperties": false, "properties": {
    "status_code": {"type": "integer"},
    "errors": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["error", "message"],
        "properties": {"error": {"type": "string"}, "message": {"type": "string"}}}}}},
"PlainError": {"type": "object", "required": ["result", "message"], "additionalProperties": false, "properties": {
    "result": {"const": "error"}, "message": {"type": "string"}}},
"Instant": {"type": "string", "format": "date-time",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z$"},
"MaybeInstant": {"oneOf": [{"$ref": "#/components/schemas/Instant"}, {"type": "null"}]},
"TemplateLink": {"type": "object", "required": ["id", "version", "uri"], "additionalProperties": false, "properties": {
    "id": {"type": "string", "format": "uuid"}, "version": {"type": "integer"}, "uri": {"type": "string"}}},
"Links": {"type": "object", "required": ["current"], "additionalProperties": false, "properties": {
    "current": {"type": "string"}, "next": {"type": "string"}}},
"SmsAccepted": {"type": "object", "additionalProperties": false,
    "required": ["id", "reference", "content", "uri", "template", "scheduled_for"], "properties": {
    "id": {"type": "string", "format": "uuid"},
    "reference": {"type": ["string", "null"]},
    "content": {"type": "object", "required": ["body", "from_number"], "additionalProperties": false, "properties": {
        "body": {"type": "string"}, "from_number": {"type": "string"}}},
    "uri": {"type": "string"},
    "template": {"$ref": "#/components/schemas/TemplateLink"},
    "scheduled_for": {"$ref": "#/components/schemas/MaybeInstant"}}},
"EmailAccepted": {"type": "object", "additionalProperties": false,
    "required": ["id", "reference", "content", "uri", "template", "scheduled_for", "sanitised_content"], "properties": {
    "id": {"type": "string", "format": "uuid"},
    "reference": {"type": ["string", "null"]},
    "content": {"type": "object", "required": ["subject", "body", "from_email", "one_click_unsubscribe_url"],
        "additionalProperties": false, "properties": {"subject": {"type": "string"}, "body": {"type": "string"},
        "from_email": {"type": "string"}, "one_click_unsubscribe_url": {"type": ["string", "null"]}}},
    "uri": {"type": "string"},
    "template": {"$ref": "#/components/schemas/TemplateLink"},
    "scheduled_for": {"$ref": "#/components/schemas/MaybeInstant"},
    "sanitised_content": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": false,
        "required": ["unsanitised", "sanitised"], "properties": {
        "unsanitised": {"type": "string"}, "sanitised": {"type": "string"}}}}}},
"LetterAccepted": {"oneOf": [
    {"$ref": "#/components/schemas/TemplatedLetterAccepted"}, {"$ref": "#/components/schemas/PrecompiledLetterAccepted"}]},
"TemplatedLetterAccepted": {"type": "object", "additionalProperties": false,
    "required": ["id", "reference", "content", "uri", "template", "scheduled_for"], "properties": {
    "id": {"type": "string", "format": "uuid"},
    "reference": {"type": ["string", "null"]},
    "content": {"type": "object", "required": ["subject", "body"], "additionalProperties": false, "properties": {
        "subject": {"type": "string"}, "body": {"type": "string"}}},
    "uri": {"type": "string"},
    "template": {"$ref": "#/components/schemas/TemplateLink"},
    "scheduled_for": {"$ref": "#/components/schemas/MaybeInstant"}}},
"PrecompiledLetterAccepted": {"type": "object", "additionalProperties": false,
    "required": ["id", "reference", "postage"], "properties": {
    "id": {"type": "string", "format": "uuid"}, "reference": {"type": "string"},
    "postage": {"enum": ["first", "second", "economy"]}}},
"BulkAnswer": {"type": "object", "required": ["accepted", "refused", "results"], "additionalProperties": false,
    "properties": {"accepted": {"type": "integer"}, "refused": {"type": "integer"},
    "results": {"type": "array", "items": {"oneOf": [
        {"type": "object", "required": ["row", "id", "reference"], "additionalProperties": false, "properties": {
            "row": {"type": "integer"}, "id": {"type": "string", "format": "uuid"},
            "reference": {"type": ["string", "null"]}}},
        {"type": "object", "required": ["row", "status_code", "errors"], "additionalProperties": false, "properties": {
            "row": {"type": "integer"}, "status_code": {"type": "integer"},
            "errors": {"type": "array", "minItems": 1}}}]}}}},
"Status": {"type": "string", "enum": ["created", "sending", "pending", "sent", "delivered", "cancelled", "failed",
    "technical-failure", "temporary-failure", "permanent-failure", "pending-virus-check", "validation-failed",
    "virus-scan-failed", "accepted", "received"]},
"Notification": {"type": "object", "additionalProperties": false,
    "required": ["id", "reference", "email_address", "phone_number", "line_1", "line_2", "line_3", "line_4", "line_5",
        "line_6", "postcode", "type", "status", "template", "body", "subject", "created_at", "created_by_name", "sent_at",
        "completed_at", "scheduled_for", "postage", "one_click_unsubscribe_url", "is_cost_data_ready", "cost_in_pounds",
        "cost_details"],
    "properties": {
    "id": {"type": "string", "format": "uuid"},
    "reference": {"type": ["string", "null"]},
    "email_address": {"type": ["string", "null"]},
    "phone_number": {"type": ["string", "null"]},
    "line_1": {"type": ["string", "null"]}, "line_2": {"type": ["string", "null"]}, "line_3": {"type": ["string", "null"]},
    "line_4": {"type": ["string", "null"]}, "line_5": {"type": ["string", "null"]}, "line_6": {"type": ["string", "null"]},
    "postcode": {"type": ["string", "null"]},
    "type": {"enum": ["sms", "email", "letter"]},
    "status": {"$ref": "#/components/schemas/Status"},
    "template": {"$ref": "#/components/schemas/TemplateLink"},
    "body": {"type": "string"},
    "subject": {"type": ["string", "null"]},
    "created_at": {"$ref": "#/components/schemas/Instant"},
    "created_by_name": {"type": ["string", "null"]},
    "sent_at": {"$ref": "#/components/schemas/MaybeInstant"},
    "completed_at": {"$ref": "#/components/schemas/MaybeInstant"},
    "scheduled_for": {"$ref": "#/components/schemas/MaybeInstant"},
    "estimated_delivery": {"$ref": "#/components/schemas/Instant"},
    "postage": {"type": ["string", "null"]},
    "one_click_unsubscribe_url": {"type": ["string", "null"]},
    "is_cost_data_ready": {"type": "boolean"},
    "cost_in_pounds": {"type": ["number", "null"]},
    "cost_details": {"type": "object"}}},
"NotificationList": {"type": "object", "required": ["notifications", "links"], "additionalProperties": false, "properties": {
    "notifications": {"type": "array", "maxItems": 250, "items": {"$ref": "#/components/schemas/Notification"}},
    "links": {"$ref": "#/components/schemas/Links"}}},
"Template": {"type": "object", "additionalProperties": false,
    "required": ["id", "name", "type", "created_at", "updated_at", "created_by", "version", "body", "subject",
        "personalisation", "postage", "letter_contact_block"],
    "properties": {
    "id": {"type": "string", "format": "uuid"},
    "name": {"type": "string"},
    "type": {"enum": ["sms", "email", "letter"]},
    "created_at": {"$ref": "#/components/schemas/Instant"},
    "updated_at": {"$ref": "#/components/schemas/MaybeInstant"},
    "created_by": {"type": "string"},
    "version": {"type": "integer"},
    "body": {"type": "string"},
    "subject": {"type": ["string", "null"]},
    "personalisation": {"type": "object", "additionalProperties": {"type": "object", "required": ["required"],
        "additionalProperties": false, "properties": {"required": {"const": true}}}},
    "postage": {"type": ["string", "null"]},
    "letter_contact_block": {"type": ["string", "null"]}}},
"TemplateList": {"type": "object", "required": ["templates"], "additionalProperties": false, "properties": {
    "templates": {"type": "array", "items": {"$ref": "#/components/schemas/Template"}}}},
"Preview": {"type": "object", "required": ["id", "type", "version", "body", "html", "subject", "postage"],
    "additionalProperties": false, "properties": {
    "id": {"type": "string", "format": "uuid"},
    "type": {"enum": ["sms", "email", "letter"]},
    "version": {"type": "integer"},
    "body": {"type": "string"},
    "html": {"type": ["string", "null"]},
    "subject": {"type": ["string", "null"]},
    "postage": {"type": ["string", "null"]}}},
"EventList": {"type": "object", "required": ["events"], "additionalProperties": false, "properties": {
    "events": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["at", "event", "detail"],
        "additionalProperties": false, "properties": {"at": {"$ref": "#/components/schemas/Instant"},
        "event": {"enum": ["accepted", "scheduled", "attempt-failed", "next-attempt", "handed-over", "cancelled", "status",
            "callback"]},
        "detail": {"type": "object"}}}}}},
"ReceivedTextList": {"type": "object", "required": ["received_text_messages", "links"], "additionalProperties": false,
    "properties": {
    "received_text_messages": {"type": "array", "maxItems": 250, "items": {"type": "object", "additionalProperties": false,
        "required": ["id", "user_number", "notify_number", "created_at", "service_id", "content"], "properties": {
        "id": {"type": "string", "format": "uuid"}, "user_number": {"type": "string"},
        "notify_number": {"type": "string"}, "created_at": {"$ref": "#/components/schemas/Instant"},
        "service_id": {"type": "string", "format": "uuid"}, "content": {"type": "string"}}}},
    "links": {"$ref": "#/components/schemas/Links"}}}
)json";

}  // namespace

std::string_view answer_schemas() {
    return schemas;
}

}  // namespace herald::openapi
