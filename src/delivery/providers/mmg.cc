#include "delivery/providers/mmg.h"

#include <fmt/format.h>

#include "base/json.h"
#include "delivery/providers/exchange.h"

namespace herald::delivery {

MmgProvider::MmgProvider(http::Client& client, MmgSettings settings)
    : client_(client), settings_(std::move(settings)) {}

http::ClientRequest MmgProvider::request_for(const OutgoingSms& message, const MmgSettings& settings) {
    http::ClientRequest request;
    request.url = settings.url;
    request.timeout = settings.timeout;
    request.headers = {{"Content-Type", "application/json"}, {"Authorization", "Basic " + settings.api_key}};
    JsonWriter body(request.body);
    body.begin_object()
        .member("reqType", "BULK")
        .member("MSISDN", message.recipient)
        .member("msg", message.content)
        .member("sender", message.sender)
        .member("cid", message.notification_id)
        .member("multi", true);
    if (!settings.receipt_url.empty()) body.member("delurl", settings.receipt_url);
    body.end_object();
    return request;
}

SendResult MmgProvider::classify(const http::ClientResponse& response) {
    if (response.outcome != http::ClientOutcome::answered) return classify_silence(response.outcome);
    if (!is_success(response.status))
        return failed(SendResult::Outcome::retryable, fmt::format("http {}", response.status));
    if (!JsonDocument::parse(response.body)) return failed(SendResult::Outcome::retryable, "answer is no json");
    SendResult result;
    result.outcome = SendResult::Outcome::accepted;
    return result;
}

Task<SendResult> MmgProvider::send(const OutgoingSms& message) {
    const Uuid id = message.notification_id;
    const http::ClientResponse response = co_await client_.send(identifier(), request_for(message, settings_));
    SendResult result = classify(response);
    log_exchange("mmg", id, result, response.elapsed);
    co_return result;
}

}  // namespace herald::delivery
