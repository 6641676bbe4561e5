#pragma once

#include <memory>

#include "base/settings.h"
#include "notifications/cancelling.h"
#include "notifications/send_routes.h"

namespace herald::app {

/// Everything that takes messages in, and back: the limits, the checks, the intake and its routes. The server and the
/// command line put it together in the same way.
class Sending {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        IdSource& ids;
        const crypto::Sealer& sealer;
        Metrics& metrics;
        services::Authenticator& authenticator;
        templates::TemplateDirectory& templates;
        documents::Uploader& uploader;
        objects::ObjectStore& objects;
        const unsubscribe::LinkMaker& links;
        notifications::CountShards shards;
    };
    Sending(const Settings& settings, const Parts& parts);

    notifications::Intake& intake() { return intake_; }
    const limits::DailyLimits& daily_limits() const { return daily_limits_; }
    void add_to(http::Router& router) {
        routes_.add_to(router);
        cancelling_.add_to(router);
    }

private:
    std::unique_ptr<limits::RateLimiter> rate_limiter_;
    limits::DailyLimits daily_limits_;
    notifications::AnsweredRequests answered_;
    notifications::Drafter drafter_;
    notifications::LetterDrafter letters_;
    notifications::Intake intake_;
    notifications::BulkSender bulk_;
    notifications::SendRoutes routes_;
    notifications::Cancelling cancelling_;
};

}  // namespace herald::app
