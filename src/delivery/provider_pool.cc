#include "delivery/provider_pool.h"

#include <numeric>

#include "base/log.h"
#include "delivery/deliveries_sql.h"

namespace herald::delivery {

ProviderPool::ProviderPool(db::Store& store, Loop& loop, const Clock& clock, std::uint64_t seed)
    : store_(store), loop_(loop), clock_(clock), random_(seed) {}

const ProviderPool::Weight* ProviderPool::weight_of(std::string_view identifier) const {
    for (const auto& weight : weights_)
        if (weight.identifier == identifier) return &weight;
    return nullptr;
}

std::size_t ProviderPool::draw(const std::vector<std::int64_t>& priorities) {
    const std::int64_t sum = std::accumulate(priorities.begin(), priorities.end(), std::int64_t{0});
    // All weights 0 must not stop sending (tasks.md §4.4): then each is as good as the other.
    if (sum == 0) return std::uniform_int_distribution<std::size_t>(0, priorities.size() - 1)(random_);
    return std::discrete_distribution<std::size_t>(priorities.begin(), priorities.end())(random_);
}

SmsProvider* ProviderPool::choose_sms(bool international, std::string_view not_this) {
    std::vector<SmsProvider*> candidates;
    std::vector<std::int64_t> priorities;
    SmsProvider* last_resort = nullptr;
    for (const auto& provider : sms_) {
        const Weight* weight = weight_of(provider->identifier());
        if (weight == nullptr || (international && !weight->international)) continue;
        if (provider->identifier() == not_this) {
            last_resort = provider.get();
            continue;
        }
        candidates.push_back(provider.get());
        priorities.push_back(weight->priority);
    }
    return candidates.empty() ? last_resort : candidates[draw(priorities)];
}

EmailProvider* ProviderPool::choose_email() {
    if (only_email_) return only_email_.get();
    std::vector<EmailProvider*> candidates;
    std::vector<std::int64_t> priorities;
    for (const auto& provider : email_) {
        const Weight* weight = weight_of(provider->identifier());
        if (weight == nullptr) continue;
        candidates.push_back(provider.get());
        priorities.push_back(weight->priority);
    }
    return candidates.empty() ? nullptr : candidates[draw(priorities)];
}

Task<void> ProviderPool::refresh() {
    constexpr Duration age_max = std::chrono::seconds(10);
    const bool fresh = read_at_ && clock_.now() - *read_at_ < age_max;
    // While one reads, the others go on with the copy; only the very first has to wait.
    if (fresh || (reading_ && read_at_)) co_return;
    reading_ = true;
    try {
        auto weights = co_await store_.read(loop_, [](db::Transaction& tx) {
            std::vector<Weight> read;
            for (const auto row : tx.query(sql::active_providers, {}))
                read.push_back(
                    {row.get<std::string>(0), row.get<std::string>(1), row.get<std::int64_t>(2), row.get<bool>(3)});
            return read;
        });
        weights_ = std::move(weights);
        read_at_ = clock_.now();
    } catch (const db::StoreError& error) {
        log::warning("providers_not_read", "The providers' settings could not be read; going on with the last ones",
                     {{"error", error.what()}});
    }
    reading_ = false;
}

}  // namespace herald::delivery
