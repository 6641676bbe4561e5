#pragma once

#include "base/loop.h"
#include "db/store.h"
#include "services/internal_authenticator.h"

namespace herald::internal {

/// `GET /protected-sender-id/check` (contract admin-api-services-users §10).
class SenderRoutes {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const services::InternalAuthenticator& authenticator;
    };
    explicit SenderRoutes(Parts parts) : parts_(parts) {}

    /// The object must outlive the router.
    void add_to(http::Router& router);

private:
    Task<http::Response> check(const http::Request& request);

    Parts parts_;
};

}  // namespace herald::internal
