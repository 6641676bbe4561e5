#include "sandbox/message.h"

#include <algorithm>

#include "base/json.h"
#include "crypto/encoding.h"

namespace herald::sandbox {
namespace {

http::Response json_response(int status, std::string body) {
    http::Response response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

http::Response mmg_error(int status, std::string_view text) {
    std::string body;
    JsonWriter(body).begin_object().member("Error", text).end_object();
    return json_response(status, std::move(body));
}

http::Response firetext_error(int status, int code, std::string_view description) {
    std::string body;
    JsonWriter(body).begin_object().member("code", code).member("description", description).end_object();
    return json_response(status, std::move(body));
}

http::Response ses_error(int status, std::string_view name, std::string_view text) {
    std::string body;
    JsonWriter(body).begin_object().member("message", text).end_object();
    http::Response response = json_response(status, std::move(body));
    response.headers.push_back({"x-amzn-ErrorType", std::string(name)});
    return response;
}

http::Response twilio_error(int status, int code, std::string_view text) {
    std::string body;
    JsonWriter(body).begin_object().member("code", code).member("message", text).member("status", status).end_object();
    return json_response(status, std::move(body));
}

http::Response http_sms_error(int status, std::string_view text) {
    std::string body;
    JsonWriter(body).begin_object().member("error", text).end_object();
    return json_response(status, std::move(body));
}

std::string field(const http::Pairs& fields, std::string_view name) {
    const auto found = std::ranges::find(fields, name, &http::Pairs::value_type::first);
    return found == fields.end() ? "" : found->second;
}

/// The sender's id, from the header that our client puts into the mail, else from the tag.
std::string_view id_in_mail(JsonValue root) {
    const JsonValue headers = root["Content"]["Simple"]["Headers"];
    for (std::size_t i = 0; i < headers.size(); ++i)
        if (headers[i]["Name"].text() == "X-Herald-Notification-Id") return headers[i]["Value"].text();
    const JsonValue tags = root["EmailTags"];
    for (std::size_t i = 0; i < tags.size(); ++i)
        if (tags[i]["Name"].text() == "notification_id") return tags[i]["Value"].text();
    return {};
}

}  // namespace

std::string_view to_text(Provider provider) {
    switch (provider) {
        case Provider::mmg:
            return "mmg";
        case Provider::firetext:
            return "firetext";
        case Provider::ses:
            return "ses";
        case Provider::twilio:
            return "twilio";
        case Provider::http_sms:
            return "http-sms";
    }
    return "mmg";
}

Fate fate_of_number(std::string_view number) {
    if (number.ends_with("7700900003")) return Fate::temporary_failure;
    if (number.ends_with("7700900002")) return Fate::permanent_failure;
    return Fate::delivered;
}

Fate fate_of_address(std::string_view address) {
    if (address == "temp-fail@simulator.notify") return Fate::temporary_failure;
    if (address == "perm-fail@simulator.notify") return Fate::permanent_failure;
    if (address == "complaint@simulator.notify") return Fate::complaint;
    return Fate::delivered;
}

std::variant<Message, http::Response> read_mmg(const http::Request& request) {
    const std::optional<JsonDocument> body = JsonDocument::parse(request.body);
    if (!body) return mmg_error(400, "the body is no json");
    Message message;
    message.provider = Provider::mmg;
    message.notification_id = (*body)["cid"].text();
    message.recipient = (*body)["MSISDN"].text();
    message.fate = fate_of_number(message.recipient);
    if (message.recipient.empty()) return mmg_error(400, "MSISDN is missing");
    if ((*body)["msg"].text().empty()) return mmg_error(400, "msg is missing");
    return message;
}

std::variant<Message, http::Response> read_firetext(const http::Request& request) {
    const http::Pairs fields = http::parse_form(request.body);
    Message message;
    message.provider = Provider::firetext;
    message.notification_id = field(fields, "reference");
    message.recipient = field(fields, "to");
    message.fate = fate_of_number(message.recipient);
    if (message.recipient.empty()) return firetext_error(200, 5, "to is missing");
    if (field(fields, "message").empty()) return firetext_error(200, 7, "message is missing");
    return message;
}

std::variant<Message, http::Response> read_ses(const http::Request& request) {
    if (!request.header("authorization").starts_with("AWS4-HMAC-SHA256 Credential="))
        return ses_error(403, "MissingAuthenticationTokenException", "the request is not signed");
    const std::optional<JsonDocument> body = JsonDocument::parse(request.body);
    if (!body) return ses_error(400, "BadRequestException", "the body is no json");
    const JsonValue root = body->root();
    const JsonValue recipients = root["Destination"]["ToAddresses"];
    const JsonValue content = root["Content"]["Simple"];
    Message message;
    message.provider = Provider::ses;
    message.notification_id = id_in_mail(root);
    message.recipient = recipients[0].text();
    message.fate = fate_of_address(message.recipient);
    if (message.recipient.empty()) return ses_error(400, "BadRequestException", "ToAddresses is empty");
    if (root["FromEmailAddress"].text().empty())
        return ses_error(400, "BadRequestException", "FromEmailAddress is missing");
    if (!content["Subject"]["Data"].is_string() || !content["Body"].is_object())
        return ses_error(400, "BadRequestException", "Content is incomplete");
    return message;
}

std::variant<Message, http::Response> read_twilio(const http::Request& request) {
    constexpr std::string_view scheme = "Basic ";
    const std::string_view header = request.header("authorization");
    const auto credentials =
        header.starts_with(scheme) ? crypto::base64_decode(header.substr(scheme.size())) : std::nullopt;
    if (!credentials) return twilio_error(401, 20003, "Authenticate");
    const http::Pairs fields = http::parse_form(request.body);
    Message message;
    message.provider = Provider::twilio;
    message.recipient = field(fields, "To");
    message.callback_url = field(fields, "StatusCallback");
    message.secret = credentials->substr(std::min(credentials->find(':'), credentials->size() - 1) + 1);
    message.fate = fate_of_number(message.recipient);
    if (!message.recipient.starts_with('+')) return twilio_error(400, 21211, "Invalid 'To' Phone Number");
    if (field(fields, "Body").empty()) return twilio_error(400, 21602, "Message body is required");
    if (field(fields, "From").empty() && field(fields, "MessagingServiceSid").empty())
        return twilio_error(400, 21603, "A 'From' phone number is required");
    return message;
}

std::variant<Message, http::Response> read_http_sms(const http::Request& request) {
    const std::optional<JsonDocument> body = JsonDocument::parse(request.body);
    if (!body) return http_sms_error(400, "the body is no json");
    Message message;
    message.provider = Provider::http_sms;
    message.notification_id = (*body)["reference"].text();
    message.recipient = (*body)["to"].text();
    message.fate = fate_of_number(message.recipient);
    if (message.recipient.empty()) return http_sms_error(400, "to is missing");
    if ((*body)["text"].text().empty()) return http_sms_error(400, "text is missing");
    return message;
}

http::Response acceptance(const Message& message) {
    std::string body;
    JsonWriter out(body);
    switch (message.provider) {
        case Provider::mmg:
            // The real answer is a number of MMG's; nobody reads it.
            out.begin_object().member("Reference", std::hash<std::string>()(message.notification_id) % 100'000);
            break;
        case Provider::firetext:
            out.begin_object().member("code", 0).member("description", "SMS successfully queued");
            break;
        case Provider::ses:
            out.begin_object().member("MessageId", message.provider_reference);
            break;
        case Provider::twilio:
            out.begin_object().member("sid", message.provider_reference).member("status", "queued");
            break;
        case Provider::http_sms:
            out.begin_object().member("id", message.provider_reference).member("status", "accepted");
            break;
    }
    out.end_object();
    return json_response(message.provider == Provider::twilio ? 201 : 200, std::move(body));
}

http::Response failure(Provider provider, int status) {
    switch (provider) {
        case Provider::mmg:
            return mmg_error(status, "the sandbox fails on purpose");
        case Provider::firetext:
            return firetext_error(status, 1, "the sandbox fails on purpose");
        case Provider::ses:
            return ses_error(status, "InternalServiceErrorException", "the sandbox fails on purpose");
        case Provider::twilio:
            return twilio_error(status, 20500, "the sandbox fails on purpose");
        case Provider::http_sms:
            return http_sms_error(status, "the sandbox fails on purpose");
    }
    return json_response(status, "{}");
}

}  // namespace herald::sandbox
