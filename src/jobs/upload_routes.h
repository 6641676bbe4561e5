#pragma once

#include "base/clock.h"
#include "jobs/job_store.h"
#include "services/internal_authenticator.h"

namespace herald::jobs {

/// `GET /service/{s}/upload`: what a service has sent from files (contract admin-api-messages §8.1).
class UploadRoutes {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        const services::InternalAuthenticator& authenticator;
    };
    explicit UploadRoutes(Parts parts) : parts_(parts) {}

    /// The object must outlive the router.
    void add_to(http::Router& router);

private:
    Task<http::Response> list(const http::Request& request);

    Parts parts_;
};

}  // namespace herald::jobs
