#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/ids.h"
#include "crypto/sealer.h"
#include "http/router.h"
#include "notifications/notification_store.h"
#include "services/authenticator.h"

namespace herald::notifications {

/// An attempt to hand a message over that failed.
struct FailedAttempt {
    Uuid service_id;
    Uuid notification_id;
    std::string provider;  ///< empty: none was asked
    std::string reason;    ///< `throttled`: a word of ours, because a provider's text may be personal
    Timestamp at;
};
void add_failed_attempts(db::Transaction& tx, IdSource& ids, std::span<const FailedAttempt> all);

/// A message's life in order of time, `{"events":[{"at":…,"event":…,"detail":{…}}]}`, without personal data; nothing
/// when the service has no such message.
std::optional<std::string> events_json(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id,
                                       const Uuid& id);

/// `GET /v2/notifications/{id}/events`, an addition to the contract. Most of it is read off the message's own row,
/// so that a message without incidents costs nothing more.
class EventRoute {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const crypto::Sealer& sealer;
        services::Authenticator& authenticator;
    };
    explicit EventRoute(Parts parts) : parts_(parts) {}

    void add_to(http::Router& router);

private:
    Task<http::Response> get(const http::Request& request, const services::Caller& caller);

    Parts parts_;
};

}  // namespace herald::notifications
