#pragma once

#include "base/blocking_pool.h"
#include "base/clock.h"
#include "contact_lists/contact_list.h"
#include "objects/object_store.h"
#include "services/directory.h"
#include "services/internal_authenticator.h"

namespace herald::contact_lists {

/// `/service/{s}/contact-list…` of the internal API (contract admin-api-messages §8.3 to 8.6), and `PUT
/// …/contact-list/{id}?file_name=…`, an addition for those who do not write into the object store themselves: takes the
/// list's file in any form that is read, checks it and stores it with the site's metadata. A list that is there already
/// keeps its file.
class ContactListRoutes {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        const services::InternalAuthenticator& authenticator;
        services::Directory& services;
        objects::ObjectStore& objects;
        BlockingPool& pool;  ///< reads and checks the files
    };
    explicit ContactListRoutes(Parts parts) : parts_(parts) {}

    /// The object must outlive the router.
    void add_to(http::Router& router);

private:
    Task<http::Response> all(const http::Request& request);
    Task<http::Response> create(const http::Request& request);
    Task<http::Response> one(const http::Request& request);
    Task<http::Response> archive(const http::Request& request);
    Task<http::Response> put_file(const http::Request& request);

    Parts parts_;
};

}  // namespace herald::contact_lists
