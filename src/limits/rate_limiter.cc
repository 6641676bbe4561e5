#include "limits/rate_limiter.h"

#include <map>

#include "base/log.h"
#include "limits/rate_limiter_sql.h"

namespace herald::limits {
namespace {

/// A bucket's row, locked until the transaction ends.
TokenBucket lock_bucket(db::Transaction& tx, const BucketKey& key, std::int64_t rate, Timestamp now) {
    const auto key_type = services::to_text(key.key_type);
    auto rows = tx.query(sql::lock_rate_bucket, {key.service_id, key_type});
    if (rows.empty()) {
        const TokenBucket full = TokenBucket::full(rate, now);
        tx.execute(sql::add_rate_bucket, {key.service_id, key_type, full.tokens, full.refilled_at});
        // Another process may have been first.
        rows = tx.query(sql::lock_rate_bucket, {key.service_id, key_type});
    }
    return {rows[0].get<std::int64_t>(0), rows[0].get<Timestamp>(1)};
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
    const std::int64_t requests = ask.requests;
    std::optional<std::int64_t> allowed;
    try {
        allowed = co_await batcher_.submit(ask);
    } catch (const db::StoreError& error) {
        // The limit protects the service from itself; a request is not refused for want of a count (§5.1).
        log::warning("rate_limit_not_counted", "A request could not be counted against its rate limit",
                     {{"error", error.what()}});
    }
    co_return allowed.value_or(requests);
}

std::vector<std::int64_t> SharedRateLimiter::commit(db::Transaction& tx, std::span<const Ask> asks) const {
    // A crash may give back the tokens of its last moments, which hurts nobody; waiting for the disk would.
    tx.query(sql::commit_without_waiting, {});
    // In an order that is the same for all processes, so that none waits for another in a circle.
    std::map<BucketKey, std::vector<std::size_t>> by_key;
    for (std::size_t i = 0; i < asks.size(); ++i) by_key[asks[i].key].push_back(i);
    const Timestamp now = clock_.now();
    std::vector<std::int64_t> allowed(asks.size());
    for (const auto& [key, indexes] : by_key) {
        TokenBucket bucket = lock_bucket(tx, key, asks[indexes.front()].rate, now);
        for (const std::size_t i : indexes) allowed[i] = bucket.take(asks[i].requests, asks[i].rate, now);
        tx.execute(sql::save_rate_bucket,
                   {key.service_id, services::to_text(key.key_type), bucket.tokens, bucket.refilled_at});
    }
    return allowed;
}

}  // namespace herald::limits
