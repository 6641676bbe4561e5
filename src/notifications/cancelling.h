#pragma once

#include "base/clock.h"
#include "http/router.h"
#include "limits/daily_limits.h"
#include "notifications/counts.h"
#include "notifications/notification_store.h"
#include "services/authenticator.h"
#include "templates/template_directory.h"
#include "unsubscribe/links.h"

namespace herald::notifications {

/// `DELETE /v2/notifications/{id}`, an addition to the contract: a message that still waits is not sent. That is
/// decided on its delivery row, or on a letter's own, in one transaction with its status and its counts, so it holds
/// across processes.
class Cancelling {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        const crypto::Sealer& sealer;
        services::Authenticator& authenticator;
        templates::TemplateDirectory& templates;
        const limits::DailyLimits& daily_limits;
        CountShards shards;
        const unsubscribe::LinkMaker& links;
    };
    explicit Cancelling(Parts parts) : parts_(parts) {}

    void add_to(http::Router& router);

    struct Result {
        std::optional<Notification> message;  ///< as it is now; nothing when the service has no such message
        bool is_cancelled = false;            ///< now or before; false: it is too late
        std::string refusal;                  ///< why not
    };
    Task<Result> cancel(const services::Service& service, const Uuid& id);

private:
    Result cancel_now(db::Transaction& tx, const services::Service& service, const Uuid& id) const;
    Result cancel_letter(db::Transaction& tx, const services::Service& service, Notification letter) const;
    void record(db::Transaction& tx, const services::Service& service, Notification& message) const;
    Task<http::Response> answer(const http::Request& request, const services::Caller& caller);

    Parts parts_;
};

}  // namespace herald::notifications
