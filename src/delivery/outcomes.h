#pragma once

#include <functional>
#include <span>
#include <vector>

#include "callbacks/sender.h"
#include "delivery/work.h"
#include "receipts/receipts.h"

namespace herald::delivery {

/// What is to be recorded about one delivery.
struct Outcome {
    enum class Kind {
        handed_over,   ///< a provider took it: delivery gone, status `sending` (`sent` abroad)
        simulated,     ///< a test key's: status `sending`, the delivery stays for its receipt
        receipt_due,   ///< a test key's made-up receipts are applied, the delivery is gone
        retry,         ///< the delivery stays, due later (or at once, kept by this process)
        given_up,      ///< a final failure of ours: delivery gone, callback to the service
        already_done,  ///< the message was no longer `created`: delivery gone
        postponed      ///< no provider can take it now: the delivery waits in the table, nothing was tried
    };
    Kind kind = Kind::retry;
    Work work;
    notifications::Status status = notifications::Status::sending;  ///< handed_over, given_up
    std::string provider;                                           ///< that took it, or failed to
    std::optional<std::string> reference;
    std::vector<std::string> parts;  ///< handed_over: the provider's ids of several parts
    std::int64_t billable_units = 0;
    Timestamp at;             ///< when the provider answered
    Timestamp due_at;         ///< retry
    bool keep_owned = false;  ///< retry at once, by this process
    std::string error;
    std::string reason;                       ///< retry, given_up: the same as a word, for the service
    bool provider_failed = false;             ///< retry, given_up: it was `provider` that failed, not the message
    bool call_back = false;                   ///< given_up: the service is told (`callbacks-on-technical-failure`)
    std::vector<receipts::Receipt> receipts;  ///< receipt_due; handed_over with a status that acceptance proves
};

/// The deliveries' record, as a batch: rows, counters, callbacks and what is set free of the parked receipts change in
/// one transaction. An outcome of a delivery that this worker no longer owns changes nothing.
class OutcomeStore {
public:
    struct Recorded {
        bool owned = false;                          ///< false: somebody else has the delivery by now
        std::vector<callbacks::Callback> callbacks;  ///< of the whole batch, with its first result
    };

    OutcomeStore(const crypto::Sealer& sealer, IdSource& ids, const Clock& clock, workers::Lease& lease,
                 callbacks::Sender* callbacks, notifications::CountShards shards, receipts::ApplierOptions applier)
        : sealer_(sealer),
          ids_(ids),
          clock_(clock),
          lease_(lease),
          callbacks_(callbacks),
          shards_(shards),
          applier_(applier) {}

    std::vector<Recorded> record(db::Transaction& tx, std::span<const Outcome> outcomes) const;

private:
    struct Batch;
    void settle_deliveries(Batch& batch) const;
    void write_handed_over(Batch& batch) const;
    void write_given_up(Batch& batch) const;
    void write_attempts(Batch& batch) const;
    void write_events(Batch& batch) const;
    void apply_receipts(Batch& batch) const;

    const crypto::Sealer& sealer_;
    IdSource& ids_;
    const Clock& clock_;
    workers::Lease& lease_;
    callbacks::Sender* callbacks_;
    notifications::CountShards shards_;
    receipts::ApplierOptions applier_;
};

}  // namespace herald::delivery
