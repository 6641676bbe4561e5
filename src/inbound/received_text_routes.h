#pragma once

#include "http/router.h"
#include "inbound/inbound_store.h"
#include "services/authenticator.h"

namespace herald::inbound {

/// `GET /v2/received-text-messages` (contract public-api §3.6).
class ReceivedTextRoutes {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        const crypto::Sealer& sealer;
        services::Authenticator& authenticator;
    };
    explicit ReceivedTextRoutes(Parts parts) : parts_(parts) {}

    /// The object must outlive the router.
    void add_to(http::Router& router);

private:
    Task<http::Response> get_list(const http::Request& request, const services::Caller& caller);

    Parts parts_;
};

}  // namespace herald::inbound
