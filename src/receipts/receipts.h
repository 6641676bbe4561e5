#pragma once

#include <functional>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "callbacks/sender.h"
#include "db/batcher.h"
#include "receipts/applier.h"

namespace herald::receipts {

/// The stage that takes what providers tell and makes it durable before the provider is answered, so that a receipt
/// that was answered 200 is never lost. Status, counters and the service's callback change in one transaction.
class Receipts {
public:
    struct Options {
        log::Level unknown_level = log::Level::info;  ///< `receipts-unknown-level` (S-089)
        ApplierOptions applier;
    };

    /// `callbacks` may be null: then another process makes the calls.
    Receipts(db::Store& store, Loop& loop, const Clock& clock, IdSource& ids, Metrics& metrics,
             const crypto::Sealer& sealer, workers::Lease& lease, callbacks::Sender* callbacks,
             notifications::CountShards shards, Options options);

    /// Resumes when the receipt is durable. Throws StoreUnavailable: the provider should repeat it.
    Task<Applied> accept(Receipt receipt);
    /// Stores a complaint and queues the service's complaint callback. False when no message has that reference.
    Task<bool> accept(Complaint complaint);

    /// Applies parked receipts whose reference has been stored meanwhile by another transaction; returns how many.
    /// Safety net for the moment in which receipt and outcome commit side by side (S-086).
    Task<std::size_t> match_parked();
    /// Drops parked receipts received before `before`.
    Task<std::size_t> drop_parked(Timestamp before);

    /// Forgets parts of long messages that were sent before `before` and never all told about.
    Task<std::size_t> drop_parts(Timestamp before);

    bool idle() const { return batcher_.idle(); }

    /// Writes the named log event of what became of a receipt, with the contract's fields (S-089 to S-092), and counts.
    void report(const Receipt& receipt, const Applied& applied);

private:
    /// Callbacks that a batch made travel with the first result of the batch.
    struct Done {
        Applied applied;
        std::vector<callbacks::Callback> owned;
    };
    std::vector<Done> commit(db::Transaction& tx, std::span<const Receipt> receipts);
    Uuid callback_owner() const;
    bool store_complaint(db::Transaction& tx, const Complaint& complaint);
    struct ProviderMeters {
        Metrics::Histogram* since_sent;
        Metrics::Histogram* age;
    };
    const ProviderMeters& meters_of(const std::string& provider);
    void report_applied(const Receipt& receipt, const Applied& applied);

    db::Store& store_;
    Loop& loop_;
    const Clock& clock_;
    IdSource& ids_;
    const crypto::Sealer& sealer_;
    workers::Lease& lease_;
    callbacks::Sender* callbacks_;
    notifications::CountShards shards_;
    Metrics& metrics_;
    Options options_;
    db::Batcher<Receipt, Done> batcher_;
    std::map<Applied::Result, Metrics::Counter*> counters_;
    std::map<std::string, ProviderMeters> by_provider_;
};

}  // namespace herald::receipts
