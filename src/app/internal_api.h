#pragma once

#include "balancing/provider_routes.h"
#include "base/settings.h"
#include "contact_lists/contact_list_routes.h"
#include "internal/sender_routes.h"
#include "jobs/file_routes.h"
#include "jobs/job_routes.h"
#include "jobs/upload_routes.h"
#include "notifications/log_routes.h"
#include "retention/data_retention_routes.h"

namespace herald::app {

/// The internal API: what the admin site and other clients of the installation itself ask for (contracts
/// admin-api-services-users and admin-api-messages). The rooms' routes are put together here.
class InternalApi {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        IdSource& ids;
        const crypto::Sealer& sealer;
        services::Directory& services;
        templates::TemplateDirectory& templates;
        objects::ObjectStore& objects;
        BlockingPool& pool;  ///< for what would hold up the loop
        const limits::DailyLimits& daily_limits;
        std::int64_t count_shard;  ///< of what changes in answer to a request
    };
    InternalApi(const Settings& settings, const Parts& parts);

    const services::InternalAuthenticator& authenticator() const { return authenticator_; }

    /// To be called after all others have added their routes: what nobody has built answers 501. The object must
    /// outlive the router.
    void add_to(http::Router& router);

private:
    services::InternalAuthenticator authenticator_;
    jobs::JobRoutes jobs_;
    jobs::FileRoutes files_;
    jobs::UploadRoutes uploads_;
    contact_lists::ContactListRoutes contact_lists_;
    notifications::LogRoutes log_;
    retention::DataRetentionRoutes retention_;
    balancing::ProviderRoutes providers_;
    internal::SenderRoutes senders_;
};

}  // namespace herald::app
