#include "delivery/providers/exchange.h"

#include <charconv>

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

std::optional<Duration> retry_after(const http::ClientResponse& response) {
    for (const http::Header& header : response.headers) {
        if (!http::equal_ignoring_case(header.name, "Retry-After")) continue;
        std::int64_t seconds = 0;
        const char* end = header.value.data() + header.value.size();
        const auto [stop, failure] = std::from_chars(header.value.data(), end, seconds);
        constexpr std::int64_t day_seconds = 86'400;
        if (failure == std::errc() && stop == end && seconds >= 0 && seconds <= day_seconds)
            return std::chrono::seconds(seconds);
    }
    return std::nullopt;
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
