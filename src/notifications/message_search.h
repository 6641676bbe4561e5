#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/loop.h"
#include "notifications/log_store.h"
#include "notifications/search_grams.h"

/// The search of a service's messages (contract admin-api-messages §9). Nothing of it is written while messages are
/// accepted: a task makes segments of the index for messages that are some minutes old, and a search looks through
/// those that are younger one by one.
namespace herald::notifications {

/// Most messages that a search shows.
inline constexpr std::size_t search_results_max = 50;

/// What matches `filter.to`, newest first; of the rest of the filter only the statuses, as they are named, and the
/// first channel count. `has_next`: there is more.
LogPage search_messages(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id,
                        const LogFilter& filter);

struct SearchIndexOptions {
    std::size_t block_rows = 256;
    /// Until then messages made side by side have been committed, so that none comes into a segment later.
    Duration settled_after = std::chrono::minutes(5);
};

/// A message's place among its service's.
struct MessagePlace {
    Timestamp created_at;
    Uuid id;
};

/// A segment that is to be stored.
struct NewSegment {
    Uuid service_id;
    MessagePlace after;
    MessagePlace until;
    std::string blocks;
    std::array<std::string, pages_per_segment> pages;
};

/// What is to be done for a service's index: a segment that is complete, or one whose messages are all gone.
struct SearchIndexWork {
    std::optional<NewSegment> next;
    std::optional<Uuid> empty;
};
SearchIndexWork look_for_index_work(db::Transaction& tx, const Uuid& service_id, Timestamp at,
                                    const SearchIndexOptions& options = {});
void store_segment(db::Transaction& tx, const NewSegment& segment);
void remove_segment(db::Transaction& tx, const Uuid& segment_id);

/// All services, in the order of their ids; those after `after`.
std::vector<Uuid> services_to_index(db::Transaction& tx, const Uuid& after, std::size_t services_max);

/// Does all that is to be done for all services at `at`, a segment in a transaction.
struct SearchIndexing {
    std::size_t made = 0, removed = 0;  ///< segments
};
Task<SearchIndexing> index_messages(db::Store& store, Loop& loop, Timestamp at);

}  // namespace herald::notifications
