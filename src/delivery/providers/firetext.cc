#include "delivery/providers/firetext.h"

#include <fmt/format.h>

#include "base/json.h"
#include "delivery/providers/exchange.h"

namespace herald::delivery {

FiretextProvider::FiretextProvider(http::Client& client, FiretextSettings settings)
    : client_(client), settings_(std::move(settings)) {}

http::ClientRequest FiretextProvider::request_for(const OutgoingSms& message, const FiretextSettings& settings) {
    std::string recipient = message.recipient;
    std::erase(recipient, '+');
    http::Pairs fields{{"apiKey", message.international ? settings.international_api_key : settings.api_key},
                       {"from", message.sender},
                       {"to", recipient},
                       {"message", message.content},
                       {"reference", message.notification_id.to_string()}};
    if (!settings.receipt_url.empty()) fields.emplace_back("receipt", settings.receipt_url);

    http::ClientRequest request;
    request.url = settings.url;
    request.timeout = settings.timeout;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = http::encode_form(fields);
    return request;
}

SendResult FiretextProvider::classify(const http::ClientResponse& response) {
    if (response.outcome != http::ClientOutcome::answered) return classify_silence(response.outcome);
    if (!is_success(response.status))
        return failed(SendResult::Outcome::retryable, fmt::format("http {}", response.status));
    const std::optional<JsonDocument> answer = JsonDocument::parse(response.body);
    if (!answer) return failed(SendResult::Outcome::retryable, "answer is no json");
    const std::optional<std::int64_t> code = (*answer)["code"].as_integer();
    if (!code) return failed(SendResult::Outcome::retryable, "answer has no code");
    if (*code != 0) return failed(SendResult::Outcome::retryable, fmt::format("code {}", *code));
    SendResult result;
    result.outcome = SendResult::Outcome::accepted;
    return result;
}

Task<SendResult> FiretextProvider::send(const OutgoingSms& message) {
    const Uuid id = message.notification_id;
    const http::ClientResponse response = co_await client_.send(identifier(), request_for(message, settings_));
    SendResult result = classify(response);
    log_exchange("firetext", id, result, response.elapsed);
    co_return result;
}

}  // namespace herald::delivery
