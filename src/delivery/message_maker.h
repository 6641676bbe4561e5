#pragma once

#include <string>

#include "delivery/provider.h"
#include "notifications/intake.h"

namespace herald::delivery {

/// What a provider is given, made from an accepted message. Pure.
struct MadeSms {
    OutgoingSms message;
    std::int64_t fragments = 0;  ///< billable units, the prefix counted
};
MadeSms make_sms(const notifications::Accepted& accepted);

struct Installation {
    std::string name;                ///< shown in the banner of emails
    std::string email_domain;        ///< `local-part@` this
    std::string colour = "#1d70b8";  ///< of that banner
};
OutgoingEmail make_email(const notifications::Accepted& accepted, const Installation& installation);

/// The receipts that a test key's message gets, by its recipient as typed (contract public-api §5.6): one, or for a
/// temporary failure by Firetext `pending` and then the failure.
std::vector<notifications::Status> simulated_statuses(const notifications::Notification& message,
                                                      std::string_view provider);

}  // namespace herald::delivery
