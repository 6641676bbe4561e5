#pragma once

#include <string>

#include "delivery/provider.h"
#include "http/client.h"

namespace herald::delivery {

struct MmgSettings {
    std::string url = "https://api.mmg.co.uk/jsonv2a/api.php";
    std::string api_key;      ///< sent verbatim after `Basic `: it is the encoded part already
    std::string receipt_url;  ///< may hold credentials, so it is never logged; empty: the one set in MMG's console
    Duration timeout = std::chrono::seconds(10);
};

/// MMG's JSON interface (contract providers §2). It knows no permanent error: what is not acceptance is tried again.
class MmgProvider final : public SmsProvider {
public:
    MmgProvider(http::Client& client, MmgSettings settings);
    std::string_view identifier() const override { return "mmg"; }
    Task<SendResult> send(const OutgoingSms& message) override;

    /// The two pure halves of `send`.
    static http::ClientRequest request_for(const OutgoingSms& message, const MmgSettings& settings);
    static SendResult classify(const http::ClientResponse& response);

private:
    http::Client& client_;
    const MmgSettings settings_;
};

}  // namespace herald::delivery
