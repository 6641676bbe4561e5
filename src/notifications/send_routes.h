#pragma once

#include "base/ids.h"
#include "http/router.h"
#include "notifications/intake.h"
#include "notifications/requests.h"
#include "services/authenticator.h"

namespace herald::notifications {

/// `POST /v2/notifications/sms` and `/email` (contract public-api §2): checks in the contract's order, then intake,
/// then 201.
class SendRoutes {
public:
    struct Parts {
        services::Authenticator& authenticator;
        templates::TemplateDirectory& templates;
        Intake& intake;
        IdSource& ids;
        const Clock& clock;
        std::string email_domain;
    };
    explicit SendRoutes(Parts parts) : parts_(std::move(parts)) {}

    void add_to(http::Router& router);

private:
    Task<http::Response> send_sms(const http::Request& request, const services::Caller& caller);
    Task<http::Response> send_email(const http::Request& request, const services::Caller& caller);
    Task<http::Response> refuse_letter(const http::Request& request, const services::Caller& caller);
    Task<http::Response> refuse_unknown_channel(const http::Request& request, const services::Caller& caller);
    Task<http::Response> take(std::shared_ptr<Accepted> accepted, bool simulated, std::string body);
    std::shared_ptr<Accepted> draft(const services::Caller& caller, templates::TemplatePtr source,
                                    Channel channel) const;

    Parts parts_;
};

}  // namespace herald::notifications
