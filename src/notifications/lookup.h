#pragma once

#include <vector>

#include "base/loop_value.h"
#include "notifications/notification_store.h"

namespace herald::notifications {

/// Reads single messages in batches: what is asked for while the last read is under way goes into the next, so that
/// many readers cost the store's thread one wake-up. Lives on the loop.
class LookupBatcher {
public:
    LookupBatcher(db::Store& store, Loop& loop, const crypto::Sealer& sealer)
        : store_(store), loop_(loop), sealer_(sealer) {}

    /// Nothing when the service has no such message.
    Task<std::optional<Notification>> find(Lookup wanted);

private:
    struct Answer {
        std::optional<Notification> message;
        std::exception_ptr failure;
    };
    struct Waiting {
        Lookup wanted;
        LoopValue<Answer>* answer;  ///< in the frame of find()
    };
    Task<void> read_until_empty();

    db::Store& store_;
    Loop& loop_;
    const crypto::Sealer& sealer_;
    std::vector<Waiting> waiting_;
    bool reading_ = false;
};

}  // namespace herald::notifications
