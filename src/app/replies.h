#pragma once

#include "base/settings.h"
#include "inbound/inbound_routes.h"
#include "inbound/received_text_routes.h"
#include "unsubscribe/unsubscribe_routes.h"

namespace herald::app {

/// The way back: what people send to services, by text message or by a link in an email.
class Replies {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        IdSource& ids;
        const crypto::Sealer& sealer;
        Metrics& metrics;
        workers::Lease& lease;
        callbacks::Sender* callbacks;  ///< null: another process makes the calls
        services::Authenticator& authenticator;
        const crypto::OldSignature* old_signature;  ///< null: no tokens of a former installation are taken
    };
    Replies(const Settings& settings, const Parts& parts);

    /// The object must outlive the router.
    void add_to(http::Router& router);
    bool idle() const { return texts_.idle(); }
    inbound::InboundTexts& texts() { return texts_; }

private:
    inbound::InboundTexts texts_;
    inbound::InboundRoutes inbound_routes_;
    inbound::ReceivedTextRoutes list_routes_;
    unsubscribe::UnsubscribeRoutes unsubscribe_routes_;
};

}  // namespace herald::app
