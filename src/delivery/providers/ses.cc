#include "delivery/providers/ses.h"

#include <fmt/format.h>

#include <array>

#include "base/json.h"
#include "base/log.h"
#include "crypto/aws_signature.h"
#include "delivery/providers/exchange.h"
#include "delivery/providers/mime_message.h"

namespace herald::delivery {
namespace {

constexpr std::string_view send_email_path = "/v2/email/outbound-emails";

struct ErrorClass {
    std::string_view name;
    SendResult::Outcome outcome;
    bool needs_operator;
};

/// Contract providers §6, the recommended column.
constexpr std::array<ErrorClass, 8> error_classes{{
    {"TooManyRequestsException", SendResult::Outcome::throttled, false},
    {"BadRequestException", SendResult::Outcome::rejected, false},
    {"MessageRejected", SendResult::Outcome::rejected, false},
    {"MailFromDomainNotVerifiedException", SendResult::Outcome::retryable, true},
    {"SendingPausedException", SendResult::Outcome::retryable, true},
    {"AccountSuspendedException", SendResult::Outcome::retryable, true},
    {"LimitExceededException", SendResult::Outcome::retryable, true},
    {"NotFoundException", SendResult::Outcome::retryable, true},
}};

const ErrorClass* find_error(std::string_view name) {
    const auto found = std::ranges::find(error_classes, name, &ErrorClass::name);
    return found == error_classes.end() ? nullptr : &*found;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return tolower(x) == tolower(y); });
}

/// The exception's name: `x-amzn-ErrorType: Name:http://…` or `__type`/`code` in the body, perhaps `namespace#Name`.
std::string error_name(const http::ClientResponse& response) {
    std::string name;
    for (const http::Header& header : response.headers)
        if (equal_ignoring_case(header.name, "x-amzn-errortype")) name = header.value;
    if (name.empty()) {
        const std::optional<JsonDocument> body = JsonDocument::parse(response.body);
        if (body) name = (*body)["__type"].text();
        if (body && name.empty()) name = (*body)["code"].text();
    }
    name = name.substr(0, name.find(':'));
    return name.substr(name.find('#') + 1);
}

/// Only a name that looks like one goes into the log.
bool is_loggable(std::string_view name) {
    return name.size() <= 80 && std::ranges::all_of(name, [](unsigned char c) { return isalnum(c) || c == '_'; });
}

SendResult classify_error(const http::ClientResponse& response) {
    const std::string name = error_name(response);
    const std::string error = fmt::format("http {} {}", response.status, is_loggable(name) ? name : "");
    if (const ErrorClass* known = find_error(name)) return failed(known->outcome, error);
    return failed(response.status == 429 ? SendResult::Outcome::throttled : SendResult::Outcome::retryable, error);
}

void write_header(JsonWriter& out, std::string_view name, std::string_view value) {
    out.begin_object().member("Name", name).member("Value", value).end_object();
}

void write_data(JsonWriter& out, std::string_view name, std::string_view data) {
    out.key(name).begin_object().member("Data", data).end_object();
}

void write_content(JsonWriter& out, const OutgoingEmail& message) {
    out.begin_object();
    write_data(out, "Subject", message.subject);
    out.key("Body").begin_object();
    write_data(out, "Text", message.text);
    write_data(out, "Html", message.html);
    out.end_object().key("Headers").begin_array();
    if (message.unsubscribe_url) {
        write_header(out, "List-Unsubscribe", fmt::format("<{}>", *message.unsubscribe_url));
        write_header(out, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    write_header(out, SesProvider::id_header, message.notification_id.to_string());
    out.end_array().end_object();
}

std::string body_for(const OutgoingEmail& message, const std::string& configuration_set) {
    std::string body;
    body.reserve(1024 + message.text.size() + message.html.size());
    JsonWriter out(body);
    out.begin_object().member("FromEmailAddress", mailbox(message.from_name, message.from_address));
    out.key("Destination").begin_object().key("ToAddresses").begin_array();
    out.value(with_ascii_host(message.recipient)).end_array();
    out.key("CcAddresses").begin_array().end_array().key("BccAddresses").begin_array().end_array().end_object();
    out.key("ReplyToAddresses").begin_array();
    if (message.reply_to) out.value(with_ascii_host(*message.reply_to));
    out.end_array().key("Content").begin_object().key("Simple");
    write_content(out, message);
    out.end_object().key("EmailTags").begin_array().begin_object();
    out.member("Name", SesProvider::id_tag).member("Value", message.notification_id).end_object().end_array();
    if (!configuration_set.empty()) out.member("ConfigurationSetName", configuration_set);
    out.end_object();
    return body;
}

/// `host[:port]` of a URL, which is what the signature covers.
std::string authority_of(std::string_view url) {
    const auto scheme_end = url.find("://");
    if (scheme_end != std::string_view::npos) url.remove_prefix(scheme_end + 3);
    return std::string(url.substr(0, url.find('/')));
}

std::string endpoint_of(const SesSettings& settings) {
    std::string endpoint =
        settings.endpoint.empty() ? fmt::format("https://email.{}.amazonaws.com", settings.region) : settings.endpoint;
    while (endpoint.ends_with('/')) endpoint.pop_back();
    return endpoint;
}

}  // namespace

SesProvider::SesProvider(http::Client& client, const Clock& clock, SesSettings settings)
    : client_(client), clock_(clock), settings_(std::move(settings)) {}

http::ClientRequest SesProvider::request_for(const OutgoingEmail& message, const SesSettings& settings, Timestamp now) {
    http::ClientRequest request;
    const std::string endpoint = endpoint_of(settings);
    request.url = endpoint + std::string(send_email_path);
    request.timeout = settings.timeout;
    request.body = body_for(message, settings.configuration_set);
    request.headers = {{"Content-Type", "application/json"}};

    crypto::AwsRequest to_sign;
    to_sign.host = authority_of(endpoint);
    to_sign.path = send_email_path;
    to_sign.headers = {{"content-type", "application/json"}};
    to_sign.body = request.body;
    const crypto::AwsCredentials credentials{settings.access_key_id, settings.secret_access_key,
                                             settings.session_token};
    for (const auto& [name, value] : crypto::sign_aws_request(to_sign, credentials, settings.region, "ses", now))
        request.headers.push_back({name, value});
    return request;
}

SendResult SesProvider::classify(const http::ClientResponse& response) {
    if (response.outcome != http::ClientOutcome::answered) return classify_silence(response.outcome);
    if (!is_success(response.status)) return classify_error(response);
    const std::optional<JsonDocument> answer = JsonDocument::parse(response.body);
    const std::string_view message_id = answer ? (*answer)["MessageId"].text() : std::string_view();
    // A success whose id we cannot read was a success all the same: sending it again would be a duplicate for sure.
    if (message_id.empty()) return failed(SendResult::Outcome::unknown, "answer has no message id");
    SendResult result;
    result.outcome = SendResult::Outcome::accepted;
    result.reference = message_id;
    return result;
}

Task<SendResult> SesProvider::send(const OutgoingEmail& message) {
    const Uuid id = message.notification_id;
    const http::ClientResponse response =
        co_await client_.send(identifier(), request_for(message, settings_, clock_.now()));
    SendResult result = classify(response);
    log_exchange("ses", id, result, response.elapsed);
    const bool answered = response.outcome == http::ClientOutcome::answered;
    const ErrorClass* known = answered && !is_success(response.status) ? find_error(error_name(response)) : nullptr;
    if (known && known->needs_operator)
        log::error("provider_configuration", "the email provider asks for an operator",
                   {{"provider", "ses"}, {"error", known->name}});
    co_return result;
}

}  // namespace herald::delivery
