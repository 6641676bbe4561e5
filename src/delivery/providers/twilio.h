#pragma once

#include "delivery/provider.h"
#include "http/client.h"

namespace herald::delivery {

struct TwilioSettings {
    std::string url = "https://api.twilio.com";
    std::string account;            ///< `AC…`
    std::string token;              ///< signs the callbacks too
    std::string messaging_service;  ///< `MG…`, which chooses the sender; empty: each message's own
    std::string callback_url;       ///< where it is asked to post what becomes of a message; empty: nowhere
    Duration timeout = std::chrono::seconds(10);
};

/// Twilio's Messages resource, or one like it. Its SID of the message is the reference.
class TwilioProvider final : public SmsProvider {
public:
    TwilioProvider(http::Client& client, TwilioSettings settings) : client_(client), settings_(std::move(settings)) {}
    std::string_view identifier() const override { return "twilio"; }
    Task<SendResult> send(const OutgoingSms& message) override;

    /// The two pure halves of `send`.
    static http::ClientRequest request_for(const OutgoingSms& message, const TwilioSettings& settings);
    static SendResult classify(const http::ClientResponse& response);

private:
    http::Client& client_;
    const TwilioSettings settings_;
};

}  // namespace herald::delivery
