#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "retention/data_retention.h"
#include "services/directory.h"
#include "services/internal_authenticator.h"

namespace herald::retention {

/// `/service/{s}/data-retention…` of the internal API (contract admin-api-services-users §10.2).
class DataRetentionRoutes {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        IdSource& ids;
        const services::InternalAuthenticator& authenticator;
        services::Directory& services;
    };
    explicit DataRetentionRoutes(Parts parts) : parts_(parts) {}

    /// The object must outlive the router.
    void add_to(http::Router& router);

private:
    Task<http::Response> all(const http::Request& request);
    Task<http::Response> one(const http::Request& request);
    Task<http::Response> of_channel(const http::Request& request);
    Task<http::Response> create(const http::Request& request);
    Task<http::Response> change(const http::Request& request);

    Task<std::vector<DataRetention>> read(Uuid service_id);

    Parts parts_;
};

}  // namespace herald::retention
