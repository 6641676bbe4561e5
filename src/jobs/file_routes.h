#pragma once

#include "base/blocking_pool.h"
#include "base/clock.h"
#include "jobs/file_check.h"
#include "objects/object_store.h"
#include "services/directory.h"
#include "services/internal_authenticator.h"

namespace herald::jobs {

/// `PUT /service/{s}/upload/{id}?template_id=…&file_name=…[&sender_id=…]`, an addition to the contract, for those who
/// do not write into the object store themselves: takes a file of recipients in any form that is read, checks it
/// against a template and stores it with the metadata that a job is made from. With `contact_list_id` instead of a body
/// the file is a copy of that list's.
///
/// 200 with what was found, also for a file that cannot be sent: it is kept, so that what was found can be looked at,
/// but no job can be made of it. 400 for what is no file of recipients, or when the id is a job's already.
class FileRoutes {
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
    explicit FileRoutes(Parts parts) : parts_(parts) {}

    /// The object must outlive the router.
    void add_to(http::Router& router);

private:
    struct Asked;
    Task<http::Response> put(const http::Request& request);
    Task<http::Response> put_for(const http::Request& request, const Asked& asked);
    Task<http::Response> store(const Asked& asked, const FileRules& rules, CheckedFile file);

    Parts parts_;
};

}  // namespace herald::jobs
