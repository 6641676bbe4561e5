#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "crypto/sealer.h"
#include "db/store.h"

namespace herald::callbacks {

/// What is known of a call to a service's endpoint: one entry per event, of its latest try.
struct LogEntry {
    Uuid id;               ///< of the callback
    Uuid notification_id;  ///< `id` again for what is told about the endpoint itself
    std::string type;
    /// delivered; retrying; failed: retries used up, or refused; suspended: the endpoint is not called any more
    std::string status;
    std::int64_t attempts = 0;
    std::optional<std::int64_t> http_status;
    std::optional<std::string> last_error;
    Timestamp created_at;
    Timestamp attempted_at;
};

/// Newest first. `status` empty: all.
std::vector<LogEntry> read_log(db::Transaction& tx, const Uuid& service_id, const std::string& status,
                               std::size_t limit);

/// Which of a service's calls that were given up are to be made again.
struct Replay {
    std::optional<Uuid> id;  ///< this one; otherwise all
    Timestamp since{};       ///< given up then or later
};
/// Queues them anew, with all their retries, at the address that the service has when the call is made; at most 500 at
/// once. How many.
std::size_t replay(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id, const Replay& which,
                   Timestamp now);

/// How much of the log is kept.
struct LogLimits {
    int days = 7;
    std::size_t entries_max = 100'000;  ///< of one service
};
/// Drops what is beyond the limits, with the calls that were given up before them: one bounded step. `after` is the
/// service that the last step ended with; nothing when no service is left.
struct DropStep {
    std::size_t dropped = 0;
    std::optional<Uuid> service;
};
DropStep drop_old(db::Transaction& tx, const Uuid& after, Timestamp now, const LogLimits& limits);

}  // namespace herald::callbacks
