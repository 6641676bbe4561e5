#pragma once

#include "base/clock.h"
#include "crypto/sealer.h"
#include "jobs/job_store.h"
#include "limits/daily_limits.h"
#include "notifications/log_filter.h"
#include "objects/object_store.h"
#include "services/directory.h"
#include "services/internal_authenticator.h"
#include "templates/template_directory.h"

namespace herald::jobs {

/// `/service/{s}/job…` of the internal API (contract admin-api-messages §6).
class JobRoutes {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        const crypto::Sealer& sealer;
        const services::InternalAuthenticator& authenticator;
        services::Directory& services;
        templates::TemplateDirectory& templates;
        objects::ObjectStore& objects;
        const limits::DailyLimits& daily_limits;
        std::int64_t count_shard;  ///< of the counters that cancelling changes
    };
    explicit JobRoutes(Parts parts) : parts_(parts) {}

    /// The object must outlive the router.
    void add_to(http::Router& router);

private:
    Task<http::Response> create(const http::Request& request);
    Task<http::Response> list(const http::Request& request);
    Task<http::Response> one(const http::Request& request);
    Task<http::Response> rows(const http::Request& request);
    Task<http::Response> row_count(const http::Request& request);
    Task<http::Response> cancel(const http::Request& request);
    Task<http::Response> cancel_letters(const http::Request& request);
    Task<http::Response> scheduled(const http::Request& request);

    /// `{"data": Job}` with the statistics of now; N404 when the service has no such job.
    Task<http::Response> show(Uuid service_id, Uuid job_id);

    Parts parts_;
};

}  // namespace herald::jobs
