#include "receipts/gateway_routes.h"

#include "base/log.h"
#include "http/api_error.h"
#include "receipts/formats/twilio.h"
#include "receipts/receipt_authorisation.h"

namespace herald::receipts {
namespace {

http::Response success() {
    return {200, R"({"result":"success"})"};
}

}  // namespace

void GatewayRoutes::add_to(http::Router& router) {
    using http::Method;
    if (options_.http_sms)
        router.add(Method::post, "/notifications/sms/http-sms",
                   [this](const http::Request& request) { return take_http_sms(request); });
    if (!options_.twilio_token.empty())
        router.add(Method::post, "/notifications/sms/twilio",
                   [this](const http::Request& request) { return take_twilio(request); });
}

Task<http::Response> GatewayRoutes::take_http_sms(const http::Request& request) {
    if (auto refused = refuse_unauthorised(request, options_.user, options_.password)) co_return std::move(*refused);
    auto parsed = parse_http_receipts(request.body, *options_.http_sms);
    if (const auto* error = std::get_if<FormatError>(&parsed)) co_return http::Response{error->status, error->body};
    for (Receipt& receipt : std::get<std::vector<Receipt>>(parsed)) co_await receipts_.accept(std::move(receipt));
    co_return success();
}

Task<http::Response> GatewayRoutes::take_twilio(const http::Request& request) {
    const std::string_view signature = request.header("X-Twilio-Signature");
    if (!is_twilio_signature(signature, options_.twilio_url, request.body, options_.twilio_token)) {
        log::warning("twilio_signature_refused", "A receipt's signature is not that of our Twilio account");
        co_return http::old_error(403, "Forbidden: the signature does not match");
    }
    auto parsed = parse_twilio_receipt(request.body);
    if (const auto* error = std::get_if<FormatError>(&parsed)) co_return http::Response{error->status, error->body};
    if (auto* receipt = std::get_if<Receipt>(&parsed)) co_await receipts_.accept(std::move(*receipt));
    co_return success();
}

}  // namespace herald::receipts
