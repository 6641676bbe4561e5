#pragma once

#include "receipts/letter_status_routes.h"
#include "receipts/returned_letter_routes.h"

namespace herald::app {

/// What comes back of letters: the printer's word on each, and lists of those that nobody could be given.
class Letters {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        IdSource& ids;
        const crypto::Sealer& sealer;
        Metrics& metrics;
        const crypto::OldSignature* old_signature;  ///< null: no tokens of a former installation are taken
        std::int64_t count_shard = 0;
    };
    explicit Letters(const Parts& parts)
        : statuses_({parts.store, parts.loop, parts.clock, parts.metrics, parts.sealer, parts.old_signature,
                     parts.count_shard}),
          returned_({parts.store, parts.loop, parts.clock, parts.ids, parts.sealer, parts.count_shard}) {}

    /// The object must outlive the router.
    void add_to(http::Router& router, const services::InternalAuthenticator& authenticator) {
        statuses_.add_to(router);
        returned_.add_to(router, authenticator);
    }

private:
    receipts::LetterStatusRoutes statuses_;
    receipts::ReturnedLetterRoutes returned_;
};

}  // namespace herald::app
