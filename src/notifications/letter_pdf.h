#pragma once

#include "http/router.h"
#include "notifications/lookup.h"
#include "objects/object_store.h"
#include "services/authenticator.h"

namespace herald::notifications {

/// `GET /v2/notifications/{id}/pdf` (contract public-api §3.3).
class LetterPdfRoute {
public:
    struct Parts {
        services::Authenticator& authenticator;
        LookupBatcher& lookups;
        objects::ObjectStore& objects;
    };
    explicit LetterPdfRoute(Parts parts) : parts_(parts) {}

    void add_to(http::Router& router);

private:
    Task<http::Response> get(const http::Request& request, const services::Caller& caller);

    Parts parts_;
};

/// Where the PDF of a letter lies, if it has been made (tasks.md §17.3).
std::string pdf_object(const Notification& letter);

/// Rows 3 to 6 of §3.3: why there is nothing to show of a message; nothing for a letter whose PDF is to be looked for.
std::optional<http::Response> refuse_pdf(const Notification& message);

}  // namespace herald::notifications
