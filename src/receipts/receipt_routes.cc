#include "receipts/receipt_routes.h"

#include "base/json.h"
#include "base/log.h"
#include "http/api_error.h"
#include "receipts/formats/firetext.h"
#include "receipts/formats/mmg.h"
#include "receipts/formats/ses.h"
#include "receipts/receipt_authorisation.h"

namespace herald::receipts {
namespace {

http::Response success() {
    return {200, R"({"result":"success"})"};
}

http::Response from(const FormatError& error) {
    return {error.status, error.body};
}

}  // namespace

ReceiptRoutes::ReceiptRoutes(Receipts& receipts, http::Client& client, const Clock& clock, Options options)
    : receipts_(receipts), client_(client), clock_(clock), options_(std::move(options)) {}

void ReceiptRoutes::add_to(http::Router& router) {
    using http::Method;
    const auto add_sms = [&](const char* path, SmsFormat format) {
        router.add(Method::post, path,
                   [this, format](const http::Request& request) { return take_sms(request, format); });
    };
    add_sms("/notifications/sms/mmg", {"MMG", parse_mmg_receipt, is_known_mmg_status});
    add_sms("/notifications/sms/firetext", {"Firetext", parse_firetext_receipt, is_known_firetext_status});
    router.add(Method::post, "/notifications/email/ses", [this](const http::Request& request) { return ses(request); });
}

Task<http::Response> ReceiptRoutes::take_sms(const http::Request& request, SmsFormat format) {
    if (auto refused = refuse_unauthorised(request, options_.user, options_.password)) co_return std::move(*refused);
    auto parsed = format.parse(request.body);
    if (const auto* error = std::get_if<FormatError>(&parsed)) co_return from(*error);
    auto& receipt = std::get<Receipt>(parsed);
    if (!format.is_known_status(receipt.status_code))
        log::error("receipt_status_unknown", format.provider_name + " sent a status that is not in its table",
                   {{"reference", receipt.reference}, {"status_code", receipt.status_code}});
    co_await receipts_.accept(std::move(receipt));
    co_return success();
}

Task<http::Response> ReceiptRoutes::ses(const http::Request& request) {
    auto envelope = crypto::parse_sns_envelope(request.body);
    if (!envelope) co_return http::old_error(400, "The body is not an SNS message");
    if (options_.verify_sns) {
        auto refused = co_await refuse_unverified(*envelope);
        if (refused) co_return std::move(*refused);
    }
    if (envelope->type == "Notification") co_return co_await take_ses(envelope->message);
    if (envelope->type == "SubscriptionConfirmation") co_return co_await confirm(*envelope);
    log::info("sns_unsubscribed", "SNS says that this endpoint was unsubscribed", {{"topic", envelope->topic_arn}});
    co_return success();
}

Task<http::Response> ReceiptRoutes::take_ses(std::string message) {
    auto event = parse_ses_message(message);
    if (auto* receipt = std::get_if<Receipt>(&event)) {
        co_await receipts_.accept(std::move(*receipt));
    } else if (auto* complaint = std::get_if<Complaint>(&event)) {
        co_await receipts_.accept(std::move(*complaint));
    } else if (const auto* error = std::get_if<FormatError>(&event)) {
        co_return from(*error);
    } else {
        log::warning("ses_event_ignored", "SES told of something that changes nothing",
                     {{"type", std::get<IgnoredEvent>(event).type}});
    }
    co_return success();
}

Task<std::optional<http::Response>> ReceiptRoutes::refuse_unverified(const crypto::SnsEnvelope& envelope) {
    using Refused = std::optional<http::Response>;
    if (!options_.topics.empty() && !options_.topics.contains(envelope.topic_arn))
        co_return Refused(http::old_error(403, "This topic is not expected here"));
    const auto sent_at = Timestamp::parse_iso(envelope.timestamp);
    if (!sent_at || clock_.now() - *sent_at > options_.message_age_max)
        co_return Refused(http::old_error(403, "The message is older than one hour"));
    if (!crypto::is_sns_certificate_url(envelope.signing_certificate_url))
        co_return Refused(http::old_error(403, "The signing certificate is not from SNS"));
    const auto signer = co_await certificate(envelope.signing_certificate_url);
    if (!signer) co_return Refused(http::old_error(503, "The signing certificate could not be fetched"));
    if (signer->trust(clock_.now(), options_.authority_file) != crypto::SnsCertificate::Trust::trusted ||
        !signer->verifies(envelope)) {
        log::warning("sns_signature_refused", "An SNS message's signature does not hold",
                     {{"topic", envelope.topic_arn}});
        co_return Refused(http::old_error(403, "The signature does not match"));
    }
    co_return Refused();
}

Task<std::shared_ptr<const crypto::SnsCertificate>> ReceiptRoutes::certificate(std::string url) {
    using Certificate = std::shared_ptr<const crypto::SnsCertificate>;
    if (const auto known = certificates_.find(url); known != certificates_.end()) co_return known->second;
    http::ClientRequest request;
    request.method = http::Method::get;
    request.url = url;
    const auto response = co_await client_.send("sns", std::move(request));
    if (response.outcome != http::ClientOutcome::answered || response.status != 200) co_return Certificate();
    auto parsed = crypto::SnsCertificate::parse(response.body);
    if (!parsed) co_return Certificate();
    // Amazon changes its certificate about once a year; the bound is for somebody who makes URLs up.
    constexpr std::size_t certificates_max = 16;
    if (certificates_.size() >= certificates_max) certificates_.clear();
    auto kept = std::make_shared<const crypto::SnsCertificate>(std::move(*parsed));
    certificates_[url] = kept;
    co_return Certificate(kept);
}

Task<http::Response> ReceiptRoutes::confirm(crypto::SnsEnvelope envelope) {
    if (!crypto::is_sns_url(envelope.subscribe_url))
        co_return http::old_error(403, "The confirmation's address is not SNS's");
    http::ClientRequest request;
    request.method = http::Method::get;
    request.url = envelope.subscribe_url;
    const auto response = co_await client_.send("sns", std::move(request));
    const bool confirmed = response.outcome == http::ClientOutcome::answered && response.status < 300;
    log::write(confirmed ? log::Level::info : log::Level::error, confirmed ? "sns_subscribed" : "sns_not_subscribed",
               confirmed ? "The SNS subscription is confirmed" : "SNS did not take the confirmation",
               {{"topic", envelope.topic_arn}, {"status", response.status}});
    if (!confirmed) co_return http::old_error(503, "The subscription could not be confirmed");
    co_return success();
}

}  // namespace herald::receipts
