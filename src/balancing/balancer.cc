#include "balancing/balancer.h"

#include "balancing/delivery_times_sql.h"
#include "base/log.h"

namespace herald::balancing {
namespace {

constexpr double alarm_ratio = 0.1;
constexpr std::int64_t alarm_minutes = 10;
constexpr std::size_t five_minutes = 1;  // in `reported_minutes`

/// Over all providers together; 0 when nothing was sent.
double share_over_five_minutes(const TimesByProvider& times) {
    ProviderTimes all;
    for (const auto& [provider, one] : times) {
        all.slowness.messages += one.slowness.messages;
        all.over[five_minutes] += one.over[five_minutes];
    }
    return all.ratio_over(five_minutes);
}

/// What one run of the report sees and does in the store.
struct Report {
    TimesByProvider times;
    std::vector<Provider> providers;
    std::int64_t slow_minutes = 0;  ///< 0 too when this minute was counted before
    std::size_t removed = 0;
};

Report read_report(db::Transaction& tx, const BalanceRules& rules, Timestamp at) {
    Report report;
    report.times = read_times(tx, rules, at);
    report.providers = all_providers(tx);
    if (share_over_five_minutes(report.times) >= alarm_ratio) {
        const auto counted = tx.query(sql::count_slow_minute, {at});
        if (!counted.empty()) report.slow_minutes = counted[0].get<std::int64_t>(0);
    } else {
        tx.execute(sql::end_slow_minutes, {});
    }
    report.removed = remove_old_counts(tx, rules, at);
    return report;
}

void raise_alarm(const TimesByProvider& times) {
    for (const auto& [provider, one] : times)
        log::error("sms_delivery_slow",
                   "Over 10% of text messages sent in the last 25 minutes have taken over 5 minutes to deliver.",
                   {{"provider", provider},
                    {"messages", one.slowness.messages},
                    {"slow", one.over[five_minutes]},
                    {"ratio", one.ratio_over(five_minutes)}});
}

}  // namespace

Task<Decision> Balancer::decide(const Judge& judge, Timestamp at) {
    Decision decision = co_await parts_.store.write(parts_.loop, [&](db::Transaction& tx) {
        LockedProviders providers(tx);
        Decision made = judge(tx, providers.active());
        providers.apply(made, at);
        return made;
    });
    log(decision);
    co_return decision;
}

void Balancer::log(const Decision& decision) const {
    if (decision.kind == Decision::Kind::quiet && !decision.blamed.empty())
        log::info("providers_not_adjusted", "A provider is not reduced because one was changed a moment ago",
                  {{"provider", *decision.blamed.begin()}});
    if (decision.kind == Decision::Kind::alone)
        log::info("providers_not_adjusted", "A provider is not reduced because there is no other",
                  {{"provider", *decision.blamed.begin()}});
    for (const auto& change : decision.changes)
        log::warning(
            "provider_priority_changed", "The priority of a provider was adjusted",
            {{"provider", change.identifier}, {"from", change.from}, {"to", change.to}, {"reason", change.reason}});
}

void Balancer::noted_error(const std::string& provider) {
    if (!looking_.insert(provider).second) return;
    ++looks_;
    spawn(look_at_errors(provider));
}

Task<void> Balancer::look_at_errors(std::string provider) {
    constexpr Duration between_looks = std::chrono::seconds(1);
    co_await look_now(provider);
    co_await sleep(parts_.loop, between_looks);
    looking_.erase(provider);
    // Errors of the meantime were not looked at: they may have been the last for now.
    co_await look_now(provider);
    --looks_;
}

Task<void> Balancer::look_now(std::string provider) {
    const Timestamp now = parts_.clock.now();
    try {
        const std::int64_t failed = co_await parts_.store.read(
            parts_.loop, [&](db::Transaction& tx) { return read_errors(tx, rules_, provider, now); });
        if (failed <= rules_.errors_max) co_return;
        const Judge judge = [&, failed](db::Transaction&, const std::vector<ActiveProvider>& active) {
            return judge_errors(rules_, active, provider, failed, now);
        };
        const Decision decision = co_await decide(judge, now);
        if (decision.kind == Decision::Kind::change)
            log::warning("provider_errors", "Error threshold exceeded for provider",
                         {{"provider", provider}, {"errors", failed}});
    } catch (const db::StoreError& error) {
        log::warning("providers_not_balanced", "The errors of a provider could not be looked at",
                     {{"provider", provider}, {"error", error.what()}});
    }
}

Task<std::size_t> Balancer::switch_on_slow_delivery(Timestamp at) {
    const Judge judge = [&](db::Transaction& tx, const std::vector<ActiveProvider>& active) {
        return judge_slowness(rules_, active, slowness_of(read_times(tx, rules_, at)), at);
    };
    const Decision decision = co_await decide(judge, at);
    for (const auto& provider : decision.blamed)
        log::warning("provider_slow", "Slow delivery notifications detected for provider", {{"provider", provider}});
    co_return decision.changes.size();
}

Task<std::size_t> Balancer::tend_back(Timestamp at) {
    const Judge judge = [&](db::Transaction&, const std::vector<ActiveProvider>& active) {
        return drift_back(rules_, active, at);
    };
    const Decision decision = co_await decide(judge, at);
    co_return decision.changes.size();
}

Task<std::size_t> Balancer::report(Timestamp at) {
    const Report report =
        co_await parts_.store.write(parts_.loop, [&](db::Transaction& tx) { return read_report(tx, rules_, at); });
    show(report.times, report.providers);
    if (report.slow_minutes == alarm_minutes) raise_alarm(report.times);
    co_return report.removed;
}

void Balancer::show(const TimesByProvider& times, const std::vector<Provider>& providers) {
    Metrics& metrics = parts_.metrics;
    for (const auto& provider : providers) {
        const Metrics::Labels labels{{"provider", provider.identifier}, {"type", provider.channel}};
        metrics.gauge("herald_provider_priority", "The provider's weight in the choice", labels)
            .set(static_cast<double>(provider.priority));
        metrics.gauge("herald_provider_active", "1 when the provider may be chosen", labels)
            .set(provider.active ? 1 : 0);
        metrics
            .gauge("herald_provider_updated_seconds", "When its settings were last changed, seconds since 1970", labels)
            .set(provider.updated_at ? static_cast<double>(provider.updated_at->micros) / 1e6 : 0);
        if (provider.channel != "sms") continue;
        const auto found = times.find(provider.identifier);
        for (std::size_t i = 0; i < reported_minutes.size(); ++i)
            metrics
                .gauge("herald_sms_slow_ratio",
                       "Share of the provider's latest text messages not delivered within that many minutes",
                       {{"provider", provider.identifier}, {"minutes", std::to_string(reported_minutes[i])}})
                .set(found == times.end() ? 0 : found->second.ratio_over(i));
    }
}

}  // namespace herald::balancing
