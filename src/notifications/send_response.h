#pragma once

#include <string>
#include <vector>

#include "http/message.h"
#include "notifications/intake.h"

namespace herald::notifications {

/// What `sanitise_content_for` changed (contract public-api §2.11), for `sanitised_content`.
struct Sanitised {
    std::string key;  ///< as sent
    std::string unsanitised;
    std::string sanitised;
};

/// The bodies of 201 (contract public-api §2.5).
std::string sms_created_json(const http::Request& request, const Accepted& accepted, std::string_view body);
std::string email_created_json(const http::Request& request, const Accepted& accepted, std::string_view subject,
                               std::string_view body, std::string_view email_domain,
                               const std::vector<Sanitised>& sanitised);
/// `subject` is escaped for HTML, as the contract shows it.
std::string letter_created_json(const http::Request& request, const Accepted& accepted, std::string_view subject,
                                std::string_view body);
std::string precompiled_letter_created_json(const Notification& message);

}  // namespace herald::notifications
