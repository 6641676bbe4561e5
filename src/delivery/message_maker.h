#pragma once

#include <string>

#include "delivery/provider.h"
#include "notifications/intake.h"
#include "unsubscribe/links.h"

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
/// `links` when the template asks for a link to unsubscribe: one in the body, to a page, and one for mail programs,
/// unless the caller has given its own (content.md §3.8).
OutgoingEmail make_email(const notifications::Accepted& accepted, const Installation& installation,
                         const std::optional<unsubscribe::Links>& links = std::nullopt);

/// The receipts that a test key's message gets, by its recipient as typed (contract public-api §5.6): one, or for a
/// temporary failure by Firetext `pending` and then the failure.
std::vector<notifications::Status> simulated_statuses(const notifications::Notification& message,
                                                      std::string_view provider);

}  // namespace herald::delivery
