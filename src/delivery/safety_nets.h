#pragma once

#include "callbacks/callback.h"
#include "db/store.h"
#include "notifications/counts.h"

/// The nets under the main path (tasks.md §8): state based, bounded, harmless when run again.
namespace herald::delivery {

struct TimeOutOptions {
    Duration after = std::chrono::hours(72);  ///< of creation; exactly 259,200 s is not yet past
    /// S-093's rule of old: what is still `created` ends as technical-failure, and its delivery with it.
    bool created_too = false;
    bool callback_on_technical_failure = true;
    std::size_t batch_max = 10'000;
};
/// Ends emails and text messages that are still `sending` or `pending` as temporary-failure, with their callbacks, one
/// bounded batch in the caller's transaction; returns how many. To be repeated until it returns 0.
std::size_t time_out_batch(db::Transaction& tx, const crypto::Sealer& sealer, IdSource& ids, Timestamp at,
                           std::int64_t count_shard, const TimeOutOptions& options);

/// Ends emails that were handed to the mail server longer than `options.after` ago, and of which no bounce has come, as
/// delivered (contract providers §19.4), like `time_out_batch`.
std::size_t settle_mail_batch(db::Transaction& tx, const crypto::Sealer& sealer, IdSource& ids, Timestamp at,
                              std::int64_t count_shard, const TimeOutOptions& options);

struct ReplayOptions {
    Duration grace = std::chrono::hours(1);
    Duration look_back = std::chrono::hours(24 * 7);
    std::size_t batch_max = 10'000;
};
/// Gives a delivery to each email or text message that is `created` without one; returns how many there were.
std::size_t replay_created(db::Transaction& tx, Timestamp at, const ReplayOptions& options);

/// Frees deliveries and callbacks whose owner is no worker: rows that were committed just after their worker had been
/// taken for dead. Returns how many.
std::size_t free_claims_of_nobody(db::Transaction& tx);

}  // namespace herald::delivery
