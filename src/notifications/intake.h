#pragma once

#include <functional>
#include <memory>

#include "base/metrics.h"
#include "content/personalisation.h"
#include "db/batcher.h"
#include "notifications/counts.h"
#include "notifications/notification_store.h"
#include "templates/template_directory.h"

namespace herald::notifications {

/// An accepted message with what its delivery needs, so that a process that delivers its own has not to read it again.
struct Accepted {
    Notification message;
    services::ServicePtr service;
    templates::TemplatePtr source;
    content::Personalisation values;
};
using AcceptedPtr = std::shared_ptr<const Accepted>;

/// Where accepted messages go on. Implemented by the delivery stage; absent in a process without that role.
class HandOff {
public:
    virtual ~HandOff() = default;
    /// The lease under which the next deliveries may be inserted; nil when there is no room. On the loop.
    virtual Uuid reserve() = 0;
    /// Takes over a message whose delivery row has been committed under `owner`.
    virtual void take(AcceptedPtr accepted, const Uuid& owner) = 0;
    /// A row may have been committed under the reserved lease or not; it is not taken over.
    virtual void lose_track() = 0;
};

/// Makes messages durable: what arrives while the last commit is under way goes into the next transaction together.
/// A message's row, its delivery and its counters commit together, so an id that a client holds is one that will be
/// delivered.
class Intake {
public:
    struct Limits {
        std::size_t batch_max = 500;
        std::size_t queue_max = 20'000;
    };

    Intake(db::Store& store, Loop& loop, const crypto::Sealer& sealer, Metrics& metrics, CountShards shards,
           Limits limits);

    void hand_off_to(HandOff* next) { next_ = next; }

    /// Resumes when the message is durable. Throws StoreUnavailable when the store takes nothing: nothing was accepted
    /// then, or (a connection lost during the commit) it cannot be known.
    Task<void> accept(AcceptedPtr accepted);
    bool idle() const { return batcher_.idle(); }

private:
    struct Item {
        AcceptedPtr accepted;
        Uuid owner;
    };
    std::vector<char> commit(db::Transaction& tx, std::span<const Item> items);

    const crypto::Sealer& sealer_;
    CountShards shards_;
    HandOff* next_ = nullptr;
    db::Batcher<Item, char> batcher_;
    Metrics::Counter& accepted_;
};

}  // namespace herald::notifications
