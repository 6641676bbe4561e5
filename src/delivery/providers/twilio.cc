#include "delivery/providers/twilio.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/json.h"
#include "base/log.h"
#include "crypto/encoding.h"
#include "delivery/providers/exchange.h"

namespace herald::delivery {
namespace {

using Outcome = SendResult::Outcome;

/// Numbers that are none, that cannot get texts, or whose owner has asked for none.
constexpr std::array<std::int64_t, 4> undeliverable_codes{21211, 21217, 21610, 21614};
constexpr std::int64_t too_many = 20429;
constexpr std::int64_t queue_full = 21611;

Outcome outcome_of(int status, std::int64_t code) {
    if (status == 429 || code == too_many || code == queue_full) return Outcome::throttled;
    const bool ours = status == 401 || status == 403 || status == 404;  // account, token or address are wrong
    if (status == 408 || ours || status < 400 || status >= 500) return Outcome::retryable;
    if (std::ranges::find(undeliverable_codes, code) != undeliverable_codes.end()) return Outcome::undeliverable;
    return Outcome::rejected;
}

}  // namespace

http::ClientRequest TwilioProvider::request_for(const OutgoingSms& message, const TwilioSettings& settings) {
    http::Pairs fields{{"To", "+" + message.recipient}, {"Body", message.content}};
    if (settings.messaging_service.empty()) fields.emplace_back("From", message.sender);
    else fields.emplace_back("MessagingServiceSid", settings.messaging_service);
    if (!settings.callback_url.empty()) fields.emplace_back("StatusCallback", settings.callback_url);
    http::ClientRequest request;
    request.url = settings.url + "/2010-04-01/Accounts/" + http::percent_encode(settings.account) + "/Messages.json";
    request.timeout = settings.timeout;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                       {"Authorization", "Basic " + crypto::base64_encode(settings.account + ":" + settings.token)}};
    request.body = http::encode_form(fields);
    return request;
}

SendResult TwilioProvider::classify(const http::ClientResponse& response) {
    if (response.outcome != http::ClientOutcome::answered) return classify_silence(response.outcome);
    const std::optional<JsonDocument> body = JsonDocument::parse(response.body);
    if (!is_success(response.status)) {
        const std::int64_t code = body ? (*body)["code"].as_integer().value_or(0) : 0;
        return failed(outcome_of(response.status, code), fmt::format("http {} code {}", response.status, code));
    }
    SendResult result;
    if (body) result.reference = (*body)["sid"].text();
    // It may have the message, but what it will tell about it could not be matched.
    if (result.reference.empty()) return failed(Outcome::unknown, "the answer has no sid");
    result.outcome = Outcome::accepted;
    return result;
}

Task<SendResult> TwilioProvider::send(const OutgoingSms& message) {
    const Uuid id = message.notification_id;
    const http::ClientResponse response = co_await client_.send(identifier(), request_for(message, settings_));
    SendResult result = classify(response);
    if (result.outcome == Outcome::throttled) result.retry_after = retry_after(response);
    log_exchange("twilio", id, result, response.elapsed);
    if (response.status == 401 || response.status == 403 || response.status == 404)
        log::error("provider_configuration", "Twilio does not know our account or its token",
                   {{"provider", "twilio"}, {"code", response.status}});
    co_return result;
}

}  // namespace herald::delivery
