#include "delivery/providers/http_sms.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_pointer.h"
#include "base/log.h"
#include "crypto/encoding.h"
#include "delivery/providers/exchange.h"
#include "delivery/providers/http_sms_placeholders.h"

namespace herald::delivery {
namespace {

using Outcome = SendResult::Outcome;

std::string as_it_is(std::string_view value) {
    return std::string(value);
}

std::string for_header(std::string_view value) {
    std::string safe(value);
    std::ranges::replace_if(
        safe, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    return safe;
}

/// The names have been checked when the file was read.
std::string filled(std::string_view text, const HttpSmsValues& values, std::string (*escape)(std::string_view)) {
    return fill_in(text, values, escape).value_or("");
}

HttpSmsValues values_for(const OutgoingSms& message, const HttpSmsSettings& settings) {
    constexpr std::string_view country = "44";
    HttpSmsValues values;
    values.to = message.recipient;
    values.to_national = message.recipient.starts_with(country) && !message.international
                             ? "0" + message.recipient.substr(country.size())
                             : message.recipient;
    values.text = message.content;
    values.sender = message.sender;
    values.reference = message.notification_id.to_string();
    values.user = settings.user;
    values.secret = settings.secret;
    return values;
}

void write_filled(JsonWriter& out, JsonValue shape, const HttpSmsValues& values) {
    if (shape.is_string()) {
        out.value(filled(shape.text(), values, as_it_is));
    } else if (shape.is_object()) {
        out.begin_object();
        for (std::size_t i = 0; i < shape.size(); ++i) {
            out.key(shape.member_name(i));
            write_filled(out, shape.member_value(i), values);
        }
        out.end_object();
    } else if (shape.is_array()) {
        out.begin_array();
        for (std::size_t i = 0; i < shape.size(); ++i) write_filled(out, shape[i], values);
        out.end_array();
    } else {
        out.value(shape);
    }
}

void add_authentication(http::ClientRequest& request, const HttpSmsSettings& settings) {
    using enum HttpSmsAdapter::Authentication;
    if (settings.adapter.authentication == basic)
        request.headers.push_back(
            {"Authorization", "Basic " + crypto::base64_encode(settings.user + ":" + settings.secret)});
    if (settings.adapter.authentication == bearer)
        request.headers.push_back({"Authorization", "Bearer " + for_header(settings.secret)});
}

bool holds(const HttpSmsAdapter::Rule& rule, int status, const std::optional<JsonDocument>& body) {
    if (rule.status && *rule.status != status) return false;
    if (rule.pointer.empty()) return true;
    return body && scalar_text(at_pointer(body->root(), rule.pointer)) == rule.equals;
}

Outcome customary(int status) {
    if (status == 429) return Outcome::throttled;
    const bool ours = status == 401 || status == 403;  // our credentials: the message is not to blame
    if (status == 408 || ours || status < 400 || status >= 500) return Outcome::retryable;
    return Outcome::rejected;
}

}  // namespace

http::ClientRequest HttpSmsProvider::request_for(const OutgoingSms& message, const HttpSmsSettings& settings) {
    const HttpSmsValues values = values_for(message, settings);
    const HttpSmsAdapter& adapter = settings.adapter;
    http::ClientRequest request;
    request.method = adapter.method;
    request.url = filled(adapter.url, values, http::percent_encode);
    request.timeout = settings.timeout;
    if (adapter.json) {
        request.headers.push_back({"Content-Type", "application/json"});
        JsonWriter out(request.body);
        write_filled(out, adapter.json->root(), values);
    } else if (!adapter.form.empty()) {
        request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
        http::Pairs fields;
        for (const auto& [name, value] : adapter.form) fields.emplace_back(name, filled(value, values, as_it_is));
        request.body = http::encode_form(fields);
    }
    for (const auto& header : adapter.headers)
        request.headers.push_back({header.name, filled(header.value, values, for_header)});
    add_authentication(request, settings);
    return request;
}

SendResult HttpSmsProvider::classify(const http::ClientResponse& response, const HttpSmsAdapter& adapter) {
    if (response.outcome != http::ClientOutcome::answered) return classify_silence(response.outcome);
    const int status = response.status;
    const std::optional<JsonDocument> body = JsonDocument::parse(response.body);
    for (const auto& rule : adapter.rules)
        if (holds(rule, status, body)) return failed(rule.outcome, fmt::format("http {}", status));
    const bool good_status =
        adapter.accepted_statuses.empty() ? is_success(status) : adapter.accepted_statuses.contains(status);
    if (!good_status) return failed(customary(status), fmt::format("http {}", status));
    const HttpSmsAdapter::Rule acceptance{std::nullopt, adapter.accepted_pointer, adapter.accepted_equals, {}};
    if (!holds(acceptance, status, body)) return failed(Outcome::retryable, "the answer is no acceptance");
    SendResult result;
    result.outcome = Outcome::accepted;
    if (adapter.reference.empty()) return result;
    if (body) result.reference = scalar_text(at_pointer(body->root(), adapter.reference));
    // It has the message, but what it will tell about it could not be matched.
    if (result.reference.empty()) return failed(Outcome::unknown, "the answer has no reference");
    return result;
}

Task<SendResult> HttpSmsProvider::send(const OutgoingSms& message) {
    const Uuid id = message.notification_id;
    const http::ClientResponse response = co_await client_.send(identifier(), request_for(message, settings_));
    SendResult result = classify(response, settings_.adapter);
    if (result.outcome == Outcome::throttled) result.retry_after = retry_after(response);
    log_exchange("http-sms", id, result, response.elapsed);
    if (response.status == 401 || response.status == 403)
        log::error("provider_configuration", "the provider refuses our credentials",
                   {{"provider", "http-sms"}, {"code", response.status}});
    co_return result;
}

}  // namespace herald::delivery
