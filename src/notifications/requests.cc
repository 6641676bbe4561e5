#include "notifications/requests.h"

#include "http/api_error.h"
#include "notifications/schema.h"

namespace herald::notifications {

namespace {

constexpr std::string_view invalid_json = "Invalid JSON supplied in POST data";

/// Bodies that count as `{}` (contract public-api §0).
bool is_as_good_as_empty(JsonValue body) {
    switch (body.type()) {
        case JsonValue::Type::null:
            return true;
        case JsonValue::Type::boolean:
            return !*body.as_bool();
        case JsonValue::Type::number:
            return *body.as_double() == 0;
        case JsonValue::Type::string:
            return body.text().empty();
        default:
            return body.size() == 0;
    }
}

/// The request's document, or the answer that it is not JSON.
std::variant<JsonDocument, http::Response> parse_body(std::string_view body) {
    auto document = JsonDocument::parse(body);
    if (!document) return http::bad_request(invalid_json);
    if (is_as_good_as_empty(document->root())) return JsonDocument::empty_object();
    return std::move(*document);
}

std::optional<std::string> optional_text(JsonValue value) {
    const auto text = value.as_string();
    return text ? std::optional<std::string>(*text) : std::nullopt;
}

SentId sent_id(std::string_view text) {
    return {Uuid::parse(text).value(), std::string(text)};
}

std::optional<SentId> optional_id(JsonValue value) {
    return value.exists() ? std::optional<SentId>(sent_id(value.text())) : std::nullopt;
}

std::vector<std::string> texts_of(JsonValue array) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < array.size(); ++i)
        if (const auto text = array[i].as_string()) texts.emplace_back(*text);
    return texts;
}

const std::string* first_value(const http::Pairs& query, std::string_view name) {
    for (const auto& [key, value] : query)
        if (key == name) return &value;
    return nullptr;
}

/// What a value of the `status` filter stands for (contract public-api §4.2).
void add_statuses(std::vector<Status>& statuses, std::string_view filter) {
    using enum Status;
    if (filter == "failed")
        for (const Status status : {technical_failure, temporary_failure, permanent_failure, validation_failed,
                                    virus_scan_failed, returned_letter})
            statuses.push_back(status);
    else if (filter == "accepted") statuses.insert(statuses.end(), {created, sending});
    else if (filter == "received") statuses.push_back(delivered);
    else if (const auto status = status_from_text(filter)) statuses.push_back(*status);
}

}  // namespace

namespace {

template <class T>
using Read = std::variant<T, std::vector<std::string>>;

Read<SmsRequest> read_sms(JsonValue body, const Schema& schema, const SentId* template_id, Timestamp now) {
    Validation validation = validate(schema, body, now);
    if (!validation.messages.empty()) return std::move(validation.messages);
    return SmsRequest{
        .reference = optional_text(body["reference"]),
        .recipient = std::string(body["phone_number"].text()),
        .phone_number = std::move(*validation.phone_number),
        .template_id = template_id ? *template_id : sent_id(body["template_id"].text()),
        .personalisation = body["personalisation"],
        .sms_sender_id = optional_id(body["sms_sender_id"]),
        .scheduled_for = validation.scheduled_for,
        .document = {},
    };
}

Read<EmailRequest> read_email(JsonValue body, const Schema& schema, const SentId* template_id, Timestamp now) {
    Validation validation = validate(schema, body, now);
    if (!validation.messages.empty()) return std::move(validation.messages);
    return EmailRequest{
        .reference = optional_text(body["reference"]),
        .recipient = std::string(body["email_address"].text()),
        .email_address = std::move(*validation.email_address),
        .template_id = template_id ? *template_id : sent_id(body["template_id"].text()),
        .personalisation = body["personalisation"],
        .email_reply_to_id = optional_id(body["email_reply_to_id"]),
        .scheduled_for = validation.scheduled_for,
        .one_click_unsubscribe_url = optional_text(body["one_click_unsubscribe_url"]),
        .sanitise_content_for = texts_of(body["sanitise_content_for"]),
        .document = {},
    };
}

Read<LetterRequest> read_letter(JsonValue body, const Schema& schema, const SentId* template_id, Timestamp now) {
    Validation validation = validate(schema, body, now);
    if (!validation.messages.empty()) return std::move(validation.messages);
    return LetterRequest{
        .reference = optional_text(body["reference"]),
        .template_id = template_id ? *template_id : sent_id(body["template_id"].text()),
        .personalisation = body["personalisation"],
        .scheduled_for = validation.scheduled_for,
        .document = {},
    };
}

/// `read` is one of the first two above.
template <class T>
std::variant<T, http::Response> parse_request(std::string_view body, const Schema& schema, Timestamp now,
                                              Read<T> (*read)(JsonValue, const Schema&, const SentId*, Timestamp)) {
    auto parsed = parse_body(body);
    if (auto* refusal = std::get_if<http::Response>(&parsed)) return std::move(*refusal);
    auto& document = std::get<JsonDocument>(parsed);
    auto request = read(document.root(), schema, nullptr, now);
    if (auto* messages = std::get_if<std::vector<std::string>>(&request)) return http::validation_errors(*messages);
    auto& whole = std::get<T>(request);
    whole.document = std::move(document);
    return std::move(whole);
}

}  // namespace

std::variant<SmsRequest, http::Response> parse_sms_request(std::string_view body, Timestamp now) {
    return parse_request<SmsRequest>(body, sms_request_schema, now, read_sms);
}

std::variant<EmailRequest, http::Response> parse_email_request(std::string_view body, Timestamp now) {
    return parse_request<EmailRequest>(body, email_request_schema, now, read_email);
}

std::variant<LetterBody, http::Response> parse_letter_body(std::string_view body) {
    auto parsed = parse_body(body);
    if (auto* refusal = std::get_if<http::Response>(&parsed)) return std::move(*refusal);
    return LetterBody{std::move(std::get<JsonDocument>(parsed))};
}

std::variant<LetterRequest, http::Response> read_letter_request(LetterBody body, Timestamp now) {
    auto request = read_letter(body.document.root(), letter_request_schema, nullptr, now);
    if (auto* messages = std::get_if<std::vector<std::string>>(&request)) return http::validation_errors(*messages);
    auto& whole = std::get<LetterRequest>(request);
    whole.document = std::move(body.document);
    return std::move(whole);
}

std::variant<PrecompiledLetterRequest, http::Response> read_precompiled_letter_request(LetterBody body, Timestamp now) {
    const JsonValue root = body.document.root();
    const Validation validation = validate(precompiled_letter_schema, root, now);
    if (!validation.messages.empty()) return http::validation_errors(validation.messages);
    return PrecompiledLetterRequest{
        .reference = std::string(root["reference"].text()),
        .content = root["content"].text(),
        .postage = letters::parse_postage(root["postage"].text()).value_or(letters::default_postage),
        .scheduled_for = validation.scheduled_for,
        .document = std::move(body.document),
    };
}

std::variant<BulkRequest, http::Response> parse_bulk_request(std::string_view body, Timestamp now) {
    auto parsed = parse_body(body);
    if (auto* refusal = std::get_if<http::Response>(&parsed)) return std::move(*refusal);
    auto& document = std::get<JsonDocument>(parsed);
    const Validation validation = validate(bulk_request_schema, document.root(), now);
    if (!validation.messages.empty()) return http::validation_errors(validation.messages);
    if (document["rows"].exists() == document["csv"].exists()) return http::validation_error("Give either rows or csv");
    SentId template_id = sent_id(document["template_id"].text());
    return BulkRequest{std::move(template_id), std::move(document)};
}

std::variant<SmsRequest, std::vector<std::string>> read_sms_row(JsonValue row, const SentId& template_id,
                                                                Timestamp now) {
    return read_sms(row, sms_row_schema, &template_id, now);
}

std::variant<EmailRequest, std::vector<std::string>> read_email_row(JsonValue row, const SentId& template_id,
                                                                    Timestamp now) {
    return read_email(row, email_row_schema, &template_id, now);
}

std::variant<LetterRequest, std::vector<std::string>> read_letter_row(JsonValue row, const SentId& template_id,
                                                                      Timestamp now) {
    return read_letter(row, letter_row_schema, &template_id, now);
}

std::variant<ListQuery, http::Response> parse_list_query(std::string_view text, Timestamp now) {
    const http::Pairs query = http::parse_form(text);
    const Validation validation = validate_query(list_query_schema, query, now);
    if (!validation.messages.empty()) return http::validation_errors(validation.messages);
    ListQuery result;
    for (const auto& [name, value] : query) {
        if (name == "status") add_statuses(result.filter.statuses, value);
        if (name == "template_type") result.filter.channels.push_back(services::channel_from_text(value).value());
    }
    if (const auto* reference = first_value(query, "reference")) result.filter.client_reference = *reference;
    if (const auto* older_than = first_value(query, "older_than")) {
        const SentId sent = sent_id(*older_than);
        result.filter.older_than = sent.id;
        result.older_than_urn = sent.is_urn();
    }
    result.filter.include_jobs = first_value(query, "include_jobs") != nullptr;
    return result;
}

std::variant<SentId, http::Response> parse_id(std::string_view name, std::string_view text) {
    if (!Uuid::parse(text)) return http::validation_error(std::string(name) + " is not a valid UUID");
    return sent_id(text);
}

std::variant<Uuid, http::Response> parse_notification_id(std::string_view text) {
    auto parsed = parse_id("notification_id", text);
    if (auto* invalid = std::get_if<http::Response>(&parsed)) return std::move(*invalid);
    const auto& sent = std::get<SentId>(parsed);
    if (sent.is_urn()) return http::v2_unrepresentable_id();
    return sent.id;
}

}  // namespace herald::notifications
