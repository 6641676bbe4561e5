#pragma once

#include "base/clock.h"
#include "base/metrics.h"
#include "callbacks/sender.h"
#include "db/batcher.h"
#include "inbound/inbound_store.h"

namespace herald::inbound {

/// The stage that makes received texts durable before the provider is answered: the text and the service's callback in
/// one transaction, many texts together. Lives on the loop.
class InboundTexts {
public:
    /// `callbacks` may be null: then another process makes the calls.
    InboundTexts(db::Store& store, Loop& loop, const Clock& clock, IdSource& ids, Metrics& metrics,
                 const crypto::Sealer& sealer, workers::Lease& lease, callbacks::Sender* callbacks);

    /// Resumes when it is durable. Throws StoreUnavailable: the provider should repeat it.
    Task<Outcome> accept(InboundText text);
    bool idle() const { return batcher_.idle(); }

private:
    /// Callbacks that a batch made travel with the first result of the batch.
    struct Done {
        Outcome outcome;
        std::vector<callbacks::Callback> owned;
    };
    std::vector<Done> commit(db::Transaction& tx, std::span<const InboundText> texts);

    const Clock& clock_;
    IdSource& ids_;
    Metrics& metrics_;
    const crypto::Sealer& sealer_;
    workers::Lease& lease_;
    callbacks::Sender* callbacks_;
    db::Batcher<InboundText, Done> batcher_;
};

}  // namespace herald::inbound
