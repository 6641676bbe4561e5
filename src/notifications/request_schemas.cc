#include "notifications/schema.h"

#include <algorithm>
#include <array>

#include "letters/postage.h"
#include "services/channel.h"

namespace herald::notifications {

namespace {

constexpr std::size_t reference_code_points_max = 1000;

constexpr Property reference{.name = "reference", .code_points_max = reference_code_points_max, .stored_as_text = true};
constexpr Property template_id{.name = "template_id", .required = true, .format = Format::uuid};
constexpr Property personalisation{.name = "personalisation", .types = object_type};
constexpr Property scheduled_for{
    .name = "scheduled_for", .types = string_type | null_type, .format = Format::scheduled_for};

constexpr Property sms_properties[] = {
    reference,     {.name = "phone_number", .required = true, .format = Format::phone_number},
    template_id,   personalisation,
    scheduled_for, {.name = "sms_sender_id", .format = Format::uuid},
};

constexpr Property email_properties[] = {
    reference,
    {.name = "email_address", .required = true, .format = Format::email_address},
    template_id,
    personalisation,
    scheduled_for,
    {.name = "email_reply_to_id", .format = Format::uuid},
    {.name = "one_click_unsubscribe_url", .format = Format::https_url},
    {.name = "sanitise_content_for", .types = array_type | null_type, .items_are_strings = true},
};

constexpr Property letter_properties[] = {
    reference,
    template_id,
    {.name = "personalisation", .types = object_type, .required = true},
    scheduled_for,
};

constexpr std::string_view postage_classes[] = {"first", "second", "economy"};
constexpr Property precompiled_letter_properties[] = {
    {.name = "reference", .required = true, .stored_as_text = true},
    {.name = "content", .required = true},
    {.name = "postage", .allowed = postage_classes, .not_allowed = letters::class_refused},
    scheduled_for,
};

constexpr Property bulk_properties[] = {
    template_id,
    {.name = "rows", .types = array_type},
    {.name = "csv"},
};

/// The properties of a request but `template_id`, which all rows share.
template <std::size_t Size>
constexpr auto row_properties(const Property (&properties)[Size]) {
    std::array<Property, Size - 1> rest;
    std::copy_if(std::begin(properties), std::end(properties), rest.begin(),
                 [](const Property& property) { return property.name != template_id.name; });
    return rest;
}
constexpr auto sms_row_properties = row_properties(sms_properties);
constexpr auto email_row_properties = row_properties(email_properties);
constexpr auto letter_row_properties = row_properties(letter_properties);

constexpr std::string_view statuses[] = {
    "cancelled",
    "created",
    "sending",
    "sent",
    "delivered",
    "pending",
    "failed",
    "technical-failure",
    "temporary-failure",
    "permanent-failure",
    "pending-virus-check",
    "validation-failed",
    "virus-scan-failed",
    "returned-letter",
    "accepted",
    "received",
};
constexpr std::string_view include_jobs_values[] = {"true", "True"};

constexpr Property list_properties[] = {
    {.name = "reference", .stored_as_text = true},
    {.name = "status", .allowed = statuses, .repeatable = true},
    {.name = "template_type", .allowed = services::channel_names, .repeatable = true},
    {.name = "include_jobs", .allowed = include_jobs_values},
    {.name = "older_than", .format = Format::uuid},
};

constexpr Property received_texts_properties[] = {
    {.name = "older_than", .format = Format::uuid},
};

}  // namespace

const Schema sms_request_schema{"POST v2/notifications/sms", sms_properties};
const Schema email_request_schema{"POST v2/notifications/email", email_properties};
const Schema letter_request_schema{"POST v2/notifications/letter", letter_properties};
const Schema precompiled_letter_schema{"POST v2/notifications/letter with a PDF", precompiled_letter_properties};
const Schema bulk_request_schema{"POST v2/notifications/bulk", bulk_properties};
const Schema sms_row_schema{"row of POST v2/notifications/bulk", sms_row_properties};
const Schema email_row_schema{"row of POST v2/notifications/bulk", email_row_properties};
const Schema letter_row_schema{"row of POST v2/notifications/bulk", letter_row_properties};
const Schema list_query_schema{"GET v2/notifications", list_properties};
const Schema received_texts_query_schema{"GET v2/received-text-messages", received_texts_properties};

}  // namespace herald::notifications
