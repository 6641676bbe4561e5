#pragma once

#include <string>

#include "base/clock.h"
#include "delivery/provider.h"
#include "http/client.h"

namespace herald::delivery {

struct SesSettings {
    std::string region = "eu-west-1";
    std::string endpoint;  ///< scheme and host; empty: `https://email.<region>.amazonaws.com`
    std::string access_key_id;
    std::string secret_access_key;
    std::string session_token;      ///< of temporary credentials; empty otherwise
    std::string configuration_set;  ///< for event publishing; empty: none
    Duration timeout = std::chrono::seconds(60);
};

/// Amazon SES v2, SendEmail, signed with Signature Version 4 (contract providers §6). The notification's id goes along
/// as a header and as a tag, so that feedback can be matched without the provider's reference (seeds S-084).
class SesProvider final : public EmailProvider {
public:
    static constexpr std::string_view id_header = "X-Herald-Notification-Id";
    static constexpr std::string_view id_tag = "notification_id";

    SesProvider(http::Client& client, const Clock& clock, SesSettings settings);
    std::string_view identifier() const override { return "ses"; }
    Task<SendResult> send(const OutgoingEmail& message) override;

    /// The two pure halves of `send`.
    static http::ClientRequest request_for(const OutgoingEmail& message, const SesSettings& settings, Timestamp now);
    static SendResult classify(const http::ClientResponse& response);

private:
    http::Client& client_;
    const Clock& clock_;
    const SesSettings settings_;
};

}  // namespace herald::delivery
