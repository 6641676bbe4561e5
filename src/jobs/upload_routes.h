#pragma once

#include "base/clock.h"
#include "crypto/sealer.h"
#include "db/store.h"
#include "services/directory.h"
#include "services/internal_authenticator.h"
#include "templates/template_directory.h"

namespace herald::jobs {

/// `GET /service/{s}/upload`: what a service has sent from files, and `/upload/uploaded-letters/{date}`, the letters of
/// one day that people have uploaded (contract admin-api-messages §8.1, §8.2).
class UploadRoutes {
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
    explicit UploadRoutes(Parts parts) : parts_(parts) {}

    /// The object must outlive the router.
    void add_to(http::Router& router);

private:
    Task<http::Response> list(const http::Request& request);
    Task<http::Response> letters(const http::Request& request);

    Parts parts_;
};

}  // namespace herald::jobs
