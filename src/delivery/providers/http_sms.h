#pragma once

#include "delivery/providers/http_sms_adapter.h"

namespace herald::delivery {

struct HttpSmsSettings {
    HttpSmsAdapter adapter;
    std::string user;
    std::string secret;
    Duration timeout = std::chrono::seconds(10);
};

/// A provider whose HTTP interface is described by configuration (contract providers §21).
class HttpSmsProvider final : public SmsProvider {
public:
    HttpSmsProvider(http::Client& client, HttpSmsSettings settings) : client_(client), settings_(std::move(settings)) {}
    std::string_view identifier() const override { return "http-sms"; }
    Task<SendResult> send(const OutgoingSms& message) override;

    /// The two pure halves of `send`.
    static http::ClientRequest request_for(const OutgoingSms& message, const HttpSmsSettings& settings);
    static SendResult classify(const http::ClientResponse& response, const HttpSmsAdapter& adapter);

private:
    http::Client& client_;
    const HttpSmsSettings settings_;
};

}  // namespace herald::delivery
