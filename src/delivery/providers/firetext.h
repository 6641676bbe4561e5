#pragma once

#include <string>

#include "delivery/provider.h"
#include "http/client.h"

namespace herald::delivery {

struct FiretextSettings {
    std::string url = "https://www.firetext.co.uk/api/sendsms/json";
    std::string api_key;
    std::string international_api_key;  ///< for recipients abroad
    std::string receipt_url;            ///< may hold credentials, so it is never logged; empty: Firetext's own setting
    Duration timeout = std::chrono::seconds(10);
};

/// Firetext's form interface (contract providers §3). Acceptance is `code` 0; anything else is tried again.
class FiretextProvider final : public SmsProvider {
public:
    FiretextProvider(http::Client& client, FiretextSettings settings);
    std::string_view identifier() const override { return "firetext"; }
    Task<SendResult> send(const OutgoingSms& message) override;

    /// The two pure halves of `send`.
    static http::ClientRequest request_for(const OutgoingSms& message, const FiretextSettings& settings);
    static SendResult classify(const http::ClientResponse& response);

private:
    http::Client& client_;
    const FiretextSettings settings_;
};

}  // namespace herald::delivery
