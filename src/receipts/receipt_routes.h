#pragma once

#include <map>
#include <memory>
#include <set>

#include "crypto/sns_signature.h"
#include "http/client.h"
#include "http/router.h"
#include "receipts/formats/format_error.h"
#include "receipts/receipts.h"

namespace herald::receipts {

/// `POST /notifications/sms/{mmg,firetext}` (contract public-api §6.1) and `POST /notifications/email/ses`
/// (providers §7.2). Answers after the receipt is durable.
class ReceiptRoutes {
public:
    struct Options {
        /// When set, SMS receipts need these by HTTP Basic (providers §4): 401 without, 403 when wrong.
        std::string user, password;
        /// Off only where the sandbox plays SES.
        bool verify_sns = true;
        std::set<std::string> topics;  ///< SNS topics that are taken; empty: any whose signature holds
        std::string authority_file;    ///< trusted for SNS certificates; empty: the system's
        Duration message_age_max = std::chrono::hours(1);
    };

    ReceiptRoutes(Receipts& receipts, http::Client& client, const Clock& clock, Options options);

    void add_to(http::Router& router);

private:
    /// How an SMS provider words its receipts.
    struct SmsFormat {
        std::string provider_name;
        std::variant<Receipt, FormatError> (*parse)(std::string_view body);
        bool (*is_known_status)(std::string_view status);
    };
    Task<http::Response> take_sms(const http::Request& request, SmsFormat format);
    Task<http::Response> ses(const http::Request& request);
    Task<http::Response> take_ses(std::string message);
    Task<http::Response> confirm(crypto::SnsEnvelope envelope);
    Task<std::optional<http::Response>> refuse_unverified(const crypto::SnsEnvelope& envelope);
    Task<std::shared_ptr<const crypto::SnsCertificate>> certificate(std::string url);

    Receipts& receipts_;
    http::Client& client_;
    const Clock& clock_;
    Options options_;
    std::map<std::string, std::shared_ptr<const crypto::SnsCertificate>> certificates_;
};

}  // namespace herald::receipts
