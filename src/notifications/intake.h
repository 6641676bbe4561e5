#pragma once

#include <functional>
#include <memory>

#include "base/clock.h"
#include "base/metrics.h"
#include "content/personalisation.h"
#include "db/batcher.h"
#include "limits/daily_limits.h"
#include "notifications/answered_requests.h"
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
    /// The lease under which the deliveries of `count` messages may be inserted; nil when there is no room. On the
    /// loop.
    virtual Uuid reserve(std::size_t count) = 0;
    /// Takes over a message whose delivery row has been committed under `owner`.
    virtual void take(AcceptedPtr accepted, const Uuid& owner) = 0;
    /// A row may have been committed under the reserved lease or not; it is not taken over.
    virtual void lose_track() = 0;
};

/// For each message of a submission the daily limit that refuses it, or nothing.
using Refusals = std::vector<std::optional<limits::DailyKind>>;

/// Messages of one request: those that the daily limits allow become durable together.
struct Submission {
    std::vector<AcceptedPtr> messages;
    std::size_t simulated = 0;  ///< accepted recipients besides, to whom nothing is sent (§5.7)
    std::optional<IdempotencyKey> key;
    /// The body of the answer, to be kept under `key`; called on a thread of the store. Needed when there is a key.
    std::function<std::string(const Refusals&)> answer;
};

/// What became of a submission.
struct Verdict {
    Refusals refusals;
    std::optional<EarlierUse> earlier;  ///< the key has been used before: nothing was accepted
};

/// What a job has to say to the transaction that stores some of its rows. Called on a thread of the store, possibly
/// again for the same rows.
class RowKeeper {
public:
    virtual ~RowKeeper() = default;
    /// First: whether the rows may be stored. If not, nothing is.
    virtual bool begin(db::Transaction& tx) = 0;
    /// After the rows, and before any counter. `is_new`: for each message whether it was not there yet.
    virtual void end(db::Transaction& tx, const std::vector<bool>& is_new) = 0;
};

/// Rows of a job that become messages together. No limit is asked: the job has reserved what it needs.
struct RowSubmission {
    std::vector<AcceptedPtr> messages;
    std::shared_ptr<RowKeeper> keeper;
};

/// Makes messages durable: what arrives while the last commit is under way goes into the next transaction together.
/// A message's row, its delivery, its counters and the answer under its idempotency key commit together, so an id that
/// a client holds is one that will be delivered, and a repeated request makes no second message.
class Intake {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        const crypto::Sealer& sealer;
        Metrics& metrics;
        limits::DailyLimits& daily_limits;
        AnsweredRequests& answered;
        CountShards shards;
    };
    struct Limits {
        std::size_t batch_max = 500;
        std::size_t queue_max = 20'000;
    };

    Intake(Parts parts, Limits limits);

    void hand_off_to(HandOff* next) { next_ = next; }

    /// Resumes when the messages are durable. Throws StoreUnavailable when the store takes nothing: nothing was
    /// accepted then, or (a connection lost during the commit) it cannot be known.
    Task<Verdict> submit(Submission submission);
    /// The same for rows of a job, in a transaction of their own; false when the keeper did not let them be stored.
    Task<bool> submit_rows(RowSubmission submission);
    bool idle() const { return batcher_.idle() && large_.idle() && rows_committing_ == 0; }

private:
    struct Item {
        std::shared_ptr<const Submission> submission;
        Uuid owner;
    };
    /// Which of the rows are new; nothing when they may not be stored.
    using RowVerdict = std::optional<std::vector<bool>>;
    RowVerdict commit_rows(db::Transaction& tx, const RowSubmission& rows, const Uuid& owner) const;
    std::vector<Verdict> commit(db::Transaction& tx, std::span<const Item> items);
    void look_up_keys(db::Transaction& tx, std::span<const Item> items, std::vector<Verdict>& verdicts) const;
    void admit(db::Transaction& tx, std::span<const Item> items, std::vector<Verdict>& verdicts) const;
    void keep_answers(db::Transaction& tx, std::span<const Item> items, std::span<const Verdict> verdicts) const;
    void insert(db::Transaction& tx, std::span<const Item> items, std::span<const Verdict> verdicts) const;

    Parts parts_;
    HandOff* next_ = nullptr;
    db::Batcher<Item, Verdict> batcher_;
    db::Batcher<Item, Verdict> large_;  ///< of many messages each: one by one
    std::size_t rows_committing_ = 0;   ///< chunks of jobs
    Metrics::Counter& accepted_;
};

}  // namespace herald::notifications
