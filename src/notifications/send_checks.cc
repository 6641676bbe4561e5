#include "notifications/send_checks.h"

#include <algorithm>

#include "http/api_error.h"

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

http::Response letters_not_built() {
    return http::v2_error(501, "NotImplementedError", "Letters are not available yet");
}

Refused check_placeholders(const templates::StoredTemplate& source, const content::Personalisation& values) {
    const auto missing = content::missing({&source.parsed.subject, &source.parsed.body}, values);
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

bool is_simulated_sms(std::string_view normalised) {
    return normalised == "447700900000" || normalised == "447700900111" || normalised == "447700900222";
}

bool is_simulated_email(std::string_view normalised) {
    return normalised == "simulate-delivered@notifications.service.gov.uk" ||
           normalised == "simulate-delivered-2@notifications.service.gov.uk" ||
           normalised == "simulate-delivered-3@notifications.service.gov.uk";
}

}  // namespace herald::notifications
