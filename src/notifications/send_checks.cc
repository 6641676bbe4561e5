#include "notifications/send_checks.h"

#include <algorithm>

#include "base/json_writer.h"
#include "content/letter.h"
#include "http/api_error.h"
#include "recipients/postal_address_check.h"

namespace herald::notifications {
namespace {

std::string_view plural(Channel channel) {
    switch (channel) {
        case Channel::sms:
            return "text messages";
        case Channel::email:
            return "emails";
        case Channel::letter:
            return "letters";
    }
    return {};
}

}  // namespace

Refused check_channel(const services::Service& service, Channel channel) {
    if (service.may(services::to_text(channel))) return std::nullopt;
    return http::bad_request("Service is not allowed to send " + std::string(plural(channel)));
}

Refused check_template(const templates::StoredTemplate* source, Channel channel) {
    if (source == nullptr || source->hidden) return http::bad_request("Template not found");
    if (source->type != channel)
        return http::bad_request(std::string(to_text(source->type)) + " template is not suitable for " +
                                 std::string(services::to_text(channel)) + " notification");
    if (source->archived) return http::bad_request("Template has been deleted");
    return std::nullopt;
}

Refused check_placeholders(const templates::StoredTemplate& source, const content::Personalisation& values) {
    const auto missing =
        content::missing({&source.letter_contact, &source.parsed.subject, &source.parsed.body}, values);
    if (missing.empty()) return std::nullopt;
    return http::bad_request(content::missing_message(missing));
}

Refused check_recipient(const services::Service& service, services::KeyType key_type, std::string_view normalised) {
    using services::KeyType;
    if (key_type == KeyType::test || (key_type == KeyType::normal && !service.restricted)) return std::nullopt;
    if (service.allowed_recipients.contains(normalised)) return std::nullopt;
    if (key_type == KeyType::team) return http::bad_request("Can’t send to this recipient using a team-only API key");
    return http::bad_request(
        "Can’t send to this recipient when service is in trial mode – see "
        "https://www.notifications.service.gov.uk/trial-mode");
}

Refused check_number(const services::Service& service, const recipients::PhoneNumber& number) {
    if (number.is_abroad() && !service.may("international_sms"))
        return http::bad_request(recipients::international_numbers_refused);
    if (number.is_uk_landline && !service.may("sms_to_uk_landlines"))
        return http::v2_error(400, "InvalidPhoneError", "Not a UK mobile number");
    return std::nullopt;
}

Refused check_qr_codes(const templates::StoredTemplate& source, const content::Personalisation& values) {
    const auto too_long = content::render_letter_body(source.parsed.body_html, values).qr_too_long;
    if (!too_long) return std::nullopt;
    http::Response refusal{400, {}};
    JsonWriter json(refusal.body);
    json.begin_object().member("status_code", 400).key("errors").begin_array().begin_object();
    json.member("error", "ValidationError").member("message", content::qr_too_long_message);
    json.member("data", too_long->data).member("num_bytes", too_long->bytes);
    json.member("max_bytes", content::qr_bytes_max).end_object().end_array().end_object();
    return refusal;
}

Refused check_may_post(const services::Service& service, services::KeyType key_type) {
    using services::KeyType;
    const auto refuse = [](std::string_view message) { return http::v2_error(403, "BadRequestError", message); };
    if (key_type == KeyType::team) return refuse("Cannot send letters with a team api key");
    if (service.restricted && key_type != KeyType::test)
        return refuse("Cannot send letters when service is in trial mode");
    return std::nullopt;
}

Refused check_address(const services::Service& service, const recipients::PostalAddress& address) {
    const auto error = recipients::check_address(address, service.may("international_letters"));
    if (!error) return std::nullopt;
    return http::validation_error(recipients::api_message(*error));
}

bool is_simulated_sms(std::string_view normalised) {
    return normalised == "447700900000" || normalised == "447700900111" || normalised == "447700900222";
}

bool is_simulated_email(std::string_view normalised) {
    return normalised == "simulate-delivered@notifications.service.gov.uk" ||
           normalised == "simulate-delivered-2@notifications.service.gov.uk" ||
           normalised == "simulate-delivered-3@notifications.service.gov.uk";
}

}  // namespace herald::notifications
