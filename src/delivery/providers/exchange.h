#pragma once

#include <string>
#include <string_view>

#include "delivery/provider.h"
#include "http/client.h"

namespace herald::delivery {

/// What an exchange that brought no answer says about the message: `unknown` when the peer may have acted, else
/// `retryable`. Not to be asked about an answer.
SendResult classify_silence(http::ClientOutcome outcome);

SendResult failed(SendResult::Outcome outcome, std::string error);

inline bool is_success(int http_status) {
    return http_status >= 200 && http_status < 300;
}

/// How long a provider that has refused for now asks to be left alone: the header Retry-After, in seconds (a date in
/// its place is not read). Nothing when it does not say.
std::optional<Duration> retry_after(const http::ClientResponse& response);

/// Writes `{provider} request for {id} finished` with its outcome and duration (contract tasks §4.5).
void log_exchange(std::string_view provider, const Uuid& notification_id, const SendResult& result, Duration elapsed);

/// `https://host/path` with `user:password@` put in, percent-encoded; unchanged when both are empty. For receipt URLs
/// that a provider is given (contract providers §2, §3): the result is a secret.
std::string with_credentials(std::string_view url, std::string_view user, std::string_view password);

}  // namespace herald::delivery
