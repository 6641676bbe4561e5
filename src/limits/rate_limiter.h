#pragma once

#include <unordered_map>

#include "base/clock.h"
#include "db/batcher.h"
#include "limits/token_bucket.h"
#include "services/service.h"

namespace herald::limits {

/// Whose bucket: every service has one for each type of key.
struct BucketKey {
    Uuid service_id;
    services::KeyType key_type = services::KeyType::normal;

    auto operator<=>(const BucketKey&) const = default;
};

/// Counts requests against their service's rate (contract public-api §5.1). Lives on the loop.
class RateLimiter {
public:
    virtual ~RateLimiter() = default;

    /// Makes one request, or for a templated letter two at once; false: it is refused.
    Task<bool> allow(const services::Service& service, services::KeyType key_type, std::int64_t requests = 1);

protected:
    struct Ask {
        BucketKey key;
        std::int64_t rate = 0;
        std::int64_t requests = 1;
    };
    struct KeyHash {
        std::size_t operator()(const BucketKey& key) const noexcept {
            return std::hash<Uuid>{}(key.service_id) + static_cast<std::size_t>(key.key_type);
        }
    };
    /// How many of the requests may go on.
    virtual Task<std::int64_t> take(Ask ask) = 0;
};

/// The buckets of a process that is alone with its store.
class LocalRateLimiter final : public RateLimiter {
public:
    explicit LocalRateLimiter(const Clock& clock) : clock_(clock) {}

private:
    Task<std::int64_t> take(Ask ask) override;

    const Clock& clock_;
    std::unordered_map<BucketKey, TokenBucket, KeyHash> buckets_;
};

/// The buckets of several processes: rows of the store, so that the sum over all of them is exact at the boundary. What
/// asks while the last transaction is under way shares the next one. A store that does not answer refuses nobody.
///
/// A service that may make thousands of requests a second would have a row that is always being written. From its
/// bucket, while that is at least half full, a process takes more than it is asked for, for the requests of the next
/// moment: no more than comes back in that moment. Near the limit it, too, takes one by one.
class SharedRateLimiter final : public RateLimiter {
public:
    static constexpr Duration ahead_kept = std::chrono::milliseconds(100);

    SharedRateLimiter(db::Store& store, Loop& loop, const Clock& clock);

private:
    struct Taken {
        std::int64_t allowed = 0;
        std::int64_t ahead = 0;
    };
    struct Ahead {
        std::int64_t tokens = 0;
        Timestamp until;
    };
    Task<std::int64_t> take(Ask ask) override;
    bool take_from_ahead(const Ask& ask);
    std::vector<Taken> commit(db::Transaction& tx, std::span<const Ask> asks) const;

    const Clock& clock_;
    db::Batcher<Ask, Taken> batcher_;
    std::unordered_map<BucketKey, Ahead, KeyHash> ahead_;
};

}  // namespace herald::limits
