#include "balancing/delivery_times.h"

#include <algorithm>

#include "balancing/delivery_times_sql.h"

namespace herald::balancing {
namespace {

constexpr Duration bucket = std::chrono::seconds(10);
constexpr Duration kept = std::chrono::hours(1);

Timestamp start_of(Timestamp instant, Duration length) {
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(length).count();
    return Timestamp{instant.micros - instant.micros % micros};
}

void add(ProviderTimes& times, const db::Row& row) {
    times.slowness.messages += row.get<std::int64_t>(1);
    times.slowness.slow += row.get<std::int64_t>(2);
    for (std::size_t i = 0; i < times.over.size(); ++i) times.over[i] += row.get<std::int64_t>(3 + i);
}

}  // namespace

void DeliveryTimes::delivered(const std::string& provider, Timestamp created_at, Duration took) {
    Sums& sums = sums_[{start_of(created_at, bucket), provider}];
    ++sums.delivered;
    if (took >= slow_after_) ++sums.slow;
    for (std::size_t i = 0; i < sums.over.size(); ++i)
        if (took >= std::chrono::minutes(reported_minutes[i])) ++sums.over[i];
}

void DeliveryTimes::flush(db::Transaction& tx, std::int64_t shard) {
    if (sums_.empty()) return;
    std::vector<db::Params> rows;
    rows.reserve(sums_.size());
    for (const auto& [key, sums] : sums_)
        rows.push_back(
            {key.first, key.second, shard, sums.delivered, sums.slow, sums.over[0], sums.over[1], sums.over[2]});
    tx.post_many(sql::add_delivery_times, rows);
    sums_.clear();
}

TimesByProvider read_times(db::Transaction& tx, const BalanceRules& rules, Timestamp now) {
    TimesByProvider times;
    const Timestamp since = now - rules.slow_window;
    for (const auto row : tx.query(sql::delivered_since, {since})) add(times[row.get<std::string>(0)], row);
    const auto before = [&](std::size_t i) { return now - std::chrono::minutes(reported_minutes[i]); };
    for (const auto row :
         tx.query(sql::under_way_since, {since, now - rules.slow_after, before(0), before(1), before(2)}))
        add(times[row.get<std::string>(0)], row);
    return times;
}

SlownessByProvider slowness_of(const TimesByProvider& times) {
    SlownessByProvider all;
    for (const auto& [provider, one] : times) all[provider] = one.slowness;
    return all;
}

void ErrorCounts::failed(const std::string& provider, Timestamp at) {
    ++sums_[{start_of(at, std::chrono::seconds(1)), provider}];
}

void ErrorCounts::flush(db::Transaction& tx, std::int64_t shard) {
    if (sums_.empty()) return;
    std::vector<db::Params> rows;
    for (const auto& [key, errors] : sums_) rows.push_back({key.first, key.second, shard, errors});
    tx.post_many(sql::add_provider_errors, rows);
    sums_.clear();
}

std::int64_t read_errors(db::Transaction& tx, const BalanceRules& rules, std::string_view provider, Timestamp now) {
    return tx.query(sql::provider_errors_since, {provider, now - rules.errors_window})[0].get<std::int64_t>(0);
}

std::size_t remove_old_counts(db::Transaction& tx, const BalanceRules& rules, Timestamp now) {
    const Timestamp before = now - std::max({kept, rules.slow_window, rules.errors_window});
    return static_cast<std::size_t>(tx.execute(sql::remove_delivery_times, {before}) +
                                    tx.execute(sql::remove_provider_errors, {before}));
}

}  // namespace herald::balancing
