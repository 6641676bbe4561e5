#include "delivery/providers/exchange.h"

#include "base/log.h"

namespace herald::delivery {

SendResult failed(SendResult::Outcome outcome, std::string error) {
    SendResult result;
    result.outcome = outcome;
    result.error = std::move(error);
    return result;
}

SendResult classify_silence(http::ClientOutcome outcome) {
    using enum http::ClientOutcome;
    // What is cut off by our own stop was perhaps on its way, so it is unknown too.
    const bool perhaps_taken = outcome == timed_out || outcome == broken || outcome == shutting_down;
    return failed(perhaps_taken ? SendResult::Outcome::unknown : SendResult::Outcome::retryable,
                  std::string(http::to_string(outcome)));
}

void log_exchange(std::string_view provider, const Uuid& notification_id, const SendResult& result, Duration elapsed) {
    const double seconds = std::chrono::duration<double>(elapsed).count();
    if (result.outcome == SendResult::Outcome::accepted) {
        log::debug("provider_request", "provider accepted a message",
                   {{"provider", provider}, {"notification_id", notification_id}, {"seconds", seconds}});
        return;
    }
    log::warning("provider_request", "provider did not accept a message",
                 {{"provider", provider},
                  {"notification_id", notification_id},
                  {"seconds", seconds},
                  {"outcome", to_text(result.outcome)},
                  {"error", result.error}});
}

std::string with_credentials(std::string_view url, std::string_view user, std::string_view password) {
    const auto scheme_end = url.find("://");
    if ((user.empty() && password.empty()) || scheme_end == std::string_view::npos) return std::string(url);
    const auto host = scheme_end + 3;
    return std::string(url.substr(0, host)) + http::percent_encode(user) + ":" + http::percent_encode(password) + "@" +
           std::string(url.substr(host));
}

}  // namespace herald::delivery
