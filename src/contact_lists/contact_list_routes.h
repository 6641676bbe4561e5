#pragma once

#include "base/clock.h"
#include "contact_lists/contact_list.h"
#include "objects/object_store.h"
#include "services/directory.h"
#include "services/internal_authenticator.h"

namespace herald::contact_lists {

/// `/service/{s}/contact-list…` of the internal API (contract admin-api-messages §8.3 to 8.6).
class ContactListRoutes {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        const services::InternalAuthenticator& authenticator;
        services::Directory& services;
        objects::ObjectStore& objects;
    };
    explicit ContactListRoutes(Parts parts) : parts_(parts) {}

    /// The object must outlive the router.
    void add_to(http::Router& router);

private:
    Task<http::Response> all(const http::Request& request);
    Task<http::Response> create(const http::Request& request);
    Task<http::Response> one(const http::Request& request);
    Task<http::Response> archive(const http::Request& request);

    Parts parts_;
};

}  // namespace herald::contact_lists
