#include "limits/rate_limiter.h"

#include <algorithm>
#include <map>

#include "base/log.h"
#include "limits/rate_limiter_sql.h"

namespace herald::limits {
namespace {

/// Tokens that are taken for later requests: what comes back while they are kept, if that is worth a row's update.
std::int64_t ahead_at(std::int64_t rate) {
    constexpr std::int64_t least = 100;
    constexpr std::int64_t kept_a_minute = Duration(std::chrono::minutes(1)) / SharedRateLimiter::ahead_kept;
    const std::int64_t comes_back = rate / kept_a_minute;
    return comes_back < least ? 0 : std::min(comes_back, TokenBucket::capacity(rate) / 8);
}

/// What a bucket's row held, refilled, before the requests were made in it.
struct RowTaken {
    TokenBucket before;
    std::int64_t ahead = 0;
};

RowTaken take_from_row(db::Transaction& tx, const BucketKey& key, std::int64_t requests, std::int64_t rate,
                       Timestamp now) {
    const auto key_type = services::to_text(key.key_type);
    const std::int64_t capacity = TokenBucket::capacity(rate);
    // A rate of nothing refuses everything, and is nothing to divide by.
    const std::int64_t divisor = std::max<std::int64_t>(rate, 1);
    const std::int64_t full_after = TokenBucket::time_to_fill(rate).count();
    const std::int64_t ahead = ahead_at(rate), plenty = capacity / 2 + requests;
    const db::Params params{key.service_id, key_type, requests,   ahead,     plenty,
                            capacity,       divisor,  full_after, now.micros};
    auto rows = tx.query(sql::take_tokens, params);
    if (rows.empty()) {
        // Another process may be first.
        tx.execute(sql::add_rate_bucket, {key.service_id, key_type, capacity, now.micros});
        rows = tx.query(sql::take_tokens, params);
    }
    const auto tokens = rows[0].get<std::int64_t>(0);
    return {{tokens, now}, tokens >= plenty ? ahead : 0};
}

}  // namespace

Task<bool> RateLimiter::allow(const services::Service& service, services::KeyType key_type, std::int64_t requests) {
    const Ask ask{{service.id, key_type}, service.rate_limit, requests};
    const std::int64_t allowed = co_await take(ask);
    co_return allowed == requests;
}

Task<std::int64_t> LocalRateLimiter::take(Ask ask) {
    const Timestamp now = clock_.now();
    auto [found, is_new] = buckets_.try_emplace(ask.key);
    if (is_new) found->second = TokenBucket::full(ask.rate, now);
    co_return found->second.take(ask.requests, ask.rate, now);
}

SharedRateLimiter::SharedRateLimiter(db::Store& store, Loop& loop, const Clock& clock)
    : clock_(clock),
      batcher_(store, loop, [this](db::Transaction& tx, std::span<const Ask> asks) { return commit(tx, asks); }) {}

Task<std::int64_t> SharedRateLimiter::take(Ask ask) {
    if (take_from_ahead(ask)) co_return ask.requests;
    Taken taken{.allowed = ask.requests};
    try {
        taken = co_await batcher_.submit(ask);
    } catch (const db::StoreError& error) {
        // The limit protects the service from itself; a request is not refused for want of a count (§5.1).
        log::warning("rate_limit_not_counted", "A request could not be counted against its rate limit",
                     {{"error", error.what()}});
    }
    if (taken.ahead > 0) ahead_[ask.key] = {taken.ahead, clock_.now() + ahead_kept};
    co_return taken.allowed;
}

bool SharedRateLimiter::take_from_ahead(const Ask& ask) {
    const auto found = ahead_.find(ask.key);
    if (found == ahead_.end()) return false;
    Ahead& ahead = found->second;
    if (ahead.tokens < ask.requests || ahead.until < clock_.now() || ask.rate <= 0) {
        ahead_.erase(found);
        return false;
    }
    ahead.tokens -= ask.requests;
    return true;
}

std::vector<SharedRateLimiter::Taken> SharedRateLimiter::commit(db::Transaction& tx, std::span<const Ask> asks) const {
    // In an order that is the same for all processes, so that none waits for another in a circle.
    std::map<BucketKey, std::vector<std::size_t>> by_key;
    for (std::size_t i = 0; i < asks.size(); ++i) by_key[asks[i].key].push_back(i);
    const Timestamp now = clock_.now();
    std::vector<Taken> taken(asks.size());
    for (const auto& [key, indexes] : by_key) {
        const std::int64_t rate = asks[indexes.front()].rate;
        std::int64_t requests = 0;
        for (const std::size_t i : indexes) requests += asks[i].requests;
        RowTaken row = take_from_row(tx, key, requests, rate, now);
        for (const std::size_t i : indexes) taken[i].allowed = row.before.take(asks[i].requests, rate, now);
        taken[indexes.back()].ahead = row.ahead;
    }
    return taken;
}

}  // namespace herald::limits
