#pragma once

#include "base/clock.h"
#include "crypto/sealer.h"
#include "notifications/log_filter.h"
#include "notifications/lookup.h"
#include "services/directory.h"
#include "services/internal_authenticator.h"
#include "templates/template_directory.h"

namespace herald::notifications {

/// A service's messages for the internal API (contract admin-api-messages §7.1 to 7.5, §9).
class LogRoutes {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        const crypto::Sealer& sealer;
        const services::InternalAuthenticator& authenticator;
        services::Directory& services;
        templates::TemplateDirectory& templates;
    };
    explicit LogRoutes(Parts parts) : parts_(parts) {}

    /// The object must outlive the router.
    void add_to(http::Router& router);

private:
    Task<http::Response> list(const http::Request& request);
    Task<http::Response> search(const http::Request& request);
    Task<http::Response> download(const http::Request& request);
    Task<http::Response> count(const http::Request& request);
    Task<http::Response> one(const http::Request& request);

    Task<http::Response> show_page(Uuid service_id, LogFilter filter);
    /// What a search by recipient or reference finds: always one page (§9.4).
    Task<http::Response> show_found(Uuid service_id, LogFilter filter);

    Parts parts_;
};

}  // namespace herald::notifications
