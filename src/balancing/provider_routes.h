#pragma once

#include "balancing/provider_store.h"
#include "base/clock.h"
#include "services/internal_authenticator.h"

namespace herald::balancing {

/// `/provider-details`: the providers as the admin site sees and changes them (contract admin-api-messages §15.2).
class ProviderRoutes {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        const services::InternalAuthenticator& authenticator;
    };
    explicit ProviderRoutes(Parts parts) : parts_(parts) {}

    void add_to(http::Router& router);

private:
    Task<http::Response> list(const http::Request& request);
    Task<http::Response> get(const http::Request& request);
    Task<http::Response> versions(const http::Request& request);
    Task<http::Response> change(const http::Request& request);
    Task<std::optional<Provider>> find(Uuid id);

    Parts parts_;
};

}  // namespace herald::balancing
