#pragma once

#include "http/router.h"
#include "notifications/lookup.h"
#include "notifications/requests.h"
#include "services/authenticator.h"
#include "templates/template_directory.h"
#include "unsubscribe/links.h"

namespace herald::notifications {

/// `GET /v2/notifications/{id}` and `GET /v2/notifications` (contract public-api §3.1, §3.2).
class ReadRoutes {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        const crypto::Sealer& sealer;
        services::Authenticator& authenticator;
        templates::TemplateDirectory& templates;
        LookupBatcher& lookups;
        const unsubscribe::LinkMaker& links;
    };
    explicit ReadRoutes(Parts parts) : parts_(parts) {}

    void add_to(http::Router& router);

private:
    Task<http::Response> get_one(const http::Request& request, const services::Caller& caller);
    Task<http::Response> get_list(const http::Request& request, const services::Caller& caller);
    Task<templates::TemplatePtr> source_of(const Notification& message);

    Parts parts_;
};

}  // namespace herald::notifications
