#pragma once

#include <optional>

#include "content/render.h"
#include "http/message.h"
#include "notifications/notification.h"
#include "recipients/phone_number.h"
#include "recipients/postal_address.h"
#include "templates/stored_template.h"

/// The business rules of POST /v2/notifications/sms, /email and /letter, one function each, to be asked in the order of
/// contract public-api §2.4. Each gives the finished response of a refusal, or nothing. Pure.
namespace herald::notifications {

using Refused = std::optional<http::Response>;

/// Step 6.
Refused check_channel(const services::Service& service, Channel channel);
/// Steps 8 to 10; `source` is null when the service has no such template.
Refused check_template(const templates::StoredTemplate* source, Channel channel);
/// Step 12.
Refused check_placeholders(const templates::StoredTemplate& source, const content::Personalisation& values);
/// Step 16 (§5.4): `normalised` as in `Service::allowed_recipients`.
Refused check_recipient(const services::Service& service, services::KeyType key_type, std::string_view normalised);
/// Step 17 (§5.5).
Refused check_number(const services::Service& service, const recipients::PhoneNumber& number);

/// Letters: step 11, the first QR code that holds too much.
Refused check_qr_codes(const templates::StoredTemplate& source, const content::Personalisation& values);
/// Letters: who may send any, 403.
Refused check_may_post(const services::Service& service, services::KeyType key_type);
/// Letters: the address (§2.10).
Refused check_address(const services::Service& service, const recipients::PostalAddress& address);

/// The fixed recipients of smoke tests (§5.7): everything is checked, nothing is stored or sent.
bool is_simulated_sms(std::string_view normalised);
bool is_simulated_email(std::string_view normalised);

}  // namespace herald::notifications
