#pragma once

#include <span>
#include <string>
#include <vector>

#include "balancing/delivery_times.h"
#include "callbacks/callback.h"
#include "notifications/counts.h"
#include "receipts/rules.h"

namespace herald::receipts {

/// What became of one receipt, for the log and for who sent it.
struct Applied {
    enum class Result {
        applied,
        duplicate,
        ignored,
        parked,
        unknown,
        part  ///< one of several parts has been told about: the message waits for the others
    } result = Result::unknown;
    std::optional<notifications::Notification> message;  ///< as it was before the receipt; null when unknown
    notifications::Status new_status = notifications::Status::technical_failure;
    bool archived = false;
};

struct ApplierOptions {
    /// A receipt for an unknown reference is parked while the mail is younger than this (S-086,
    /// `receipts.early_window`).
    Duration early_window = std::chrono::minutes(5);
    /// Delivery time from which on a text message counts as slow (S-081, `sms-slow-after-seconds`).
    Duration slow_after = std::chrono::minutes(5);
};

/// Applies receipts inside a transaction: status (live row, else history), counters, the services' callbacks, and the
/// parking of what is not known yet, all or nothing. Used by the receipts' own stage, and by delivery for the receipts
/// that a stored reference sets free or that a test key's simulation makes.
class Applier {
public:
    /// `shard`: where this writer counts delivery times.
    Applier(db::Transaction& tx, callbacks::Outbox& outbox, notifications::CountChanges& counts, IdSource& ids,
            Timestamp now, ApplierOptions options, std::int64_t shard)
        : tx_(tx),
          outbox_(outbox),
          counts_(counts),
          ids_(ids),
          now_(now),
          options_(options),
          times_(options.slow_after),
          shard_(shard) {}

    std::vector<Applied> apply(std::span<const Receipt> receipts);
    /// Applies what was parked under references that have just been stored. Costs one look when nothing is parked.
    std::vector<Applied> apply_parked(std::span<const std::string> references);

private:
    using Message = notifications::Notification;

    std::vector<std::optional<Message>> find_live(std::span<const Receipt> receipts);
    void find_by_own_id(std::vector<Receipt>& receipts, std::vector<std::optional<Message>>& found);
    /// References that are parts' become their messages' ids; what they were stays in the result.
    std::vector<std::string> resolve_parts(std::vector<Receipt>& receipts);
    std::optional<Message> find_archived(const Receipt& receipt);
    Applied apply_to(Receipt receipt, const std::string& part, Message& message, bool archived);
    Applied judge_and_change(const Receipt& receipt, Message& message, bool archived);
    Applied not_found(const Receipt& receipt);
    void count_time(const Message& message);
    void write_changes();

    struct Change {
        Uuid id;
        notifications::Status from, to;
        std::string provider;
        bool archived;
    };

    db::Transaction& tx_;
    callbacks::Outbox& outbox_;
    notifications::CountChanges& counts_;
    IdSource& ids_;
    Timestamp now_;
    ApplierOptions options_;
    balancing::DeliveryTimes times_;
    std::int64_t shard_;
    std::vector<Change> changes_;
};

}  // namespace herald::receipts
