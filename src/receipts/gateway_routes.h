#pragma once

#include <optional>

#include "http/router.h"
#include "receipts/formats/http_sms.h"
#include "receipts/receipts.h"

namespace herald::receipts {

/// Where providers that an installation brings itself post receipts: `POST /notifications/sms/http-sms`, by a format
/// that is configured, and `POST /notifications/sms/twilio`, signed. A provider that is not configured has no route.
/// Answers after the receipts are durable.
class GatewayRoutes {
public:
    struct Options {
        std::optional<HttpReceiptFormat> http_sms;
        std::string user, password;  ///< for `http-sms`, by HTTP Basic
        std::string twilio_token;    ///< empty: no Twilio
        std::string twilio_url;      ///< the address that Twilio was given, which its signature covers
    };
    GatewayRoutes(Receipts& receipts, Options options) : receipts_(receipts), options_(std::move(options)) {}

    /// The object must outlive the router.
    void add_to(http::Router& router);

private:
    Task<http::Response> take_http_sms(const http::Request& request);
    Task<http::Response> take_twilio(const http::Request& request);

    Receipts& receipts_;
    const Options options_;
};

}  // namespace herald::receipts
