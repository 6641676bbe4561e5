#include "balancing/rules.h"

#include <algorithm>

namespace herald::balancing {
namespace {

constexpr std::int64_t priority_min = 0, priority_max = 100;

using Providers = std::span<const ActiveProvider>;
using Kind = Decision::Kind;

bool is_quiet(Providers providers, Duration quiet, Timestamp now) {
    return std::any_of(providers.begin(), providers.end(), [&](const ActiveProvider& provider) {
        return provider.updated_at && now - *provider.updated_at < quiet;
    });
}

void change(Decision& decision, const ActiveProvider& provider, std::int64_t by, std::string_view reason) {
    const std::int64_t to = std::clamp(provider.priority + by, priority_min, priority_max);
    if (to != provider.priority) decision.changes.push_back({provider.identifier, provider.priority, to, reason});
}

/// Each one that is blamed loses a step; the others get as much between them.
void shift_weight(const BalanceRules& rules, Providers providers, Decision& decision) {
    const auto others = static_cast<std::int64_t>(providers.size() - decision.blamed.size());
    const std::int64_t gained = rules.step * static_cast<std::int64_t>(decision.blamed.size());
    std::int64_t rest = gained % others;
    for (const auto& provider : providers) {
        if (decision.blamed.contains(provider.identifier)) {
            change(decision, provider, -rules.step, reason_reduced);
        } else {
            change(decision, provider, gained / others + (rest > 0 ? 1 : 0), reason_increased);
            if (rest > 0) --rest;
        }
    }
}

const ActiveProvider& first_of(Providers providers) {
    return *std::min_element(providers.begin(), providers.end(),
                             [](const auto& a, const auto& b) { return a.priority < b.priority; });
}

/// The current one and the next swap their numbers; where they are equal, the current one gets a step more (S-078).
void swap_first(const BalanceRules& rules, Providers providers, Decision& decision) {
    const ActiveProvider& current = first_of(providers);
    std::vector<ActiveProvider> others;
    for (const auto& provider : providers)
        if (&provider != &current) others.push_back(provider);
    const ActiveProvider& next = first_of(others);
    if (next.priority == current.priority) {
        change(decision, current, rules.step, reason_reduced);
        return;
    }
    change(decision, current, next.priority - current.priority, reason_reduced);
    change(decision, next, current.priority - next.priority, reason_increased);
}

/// What follows when `blamed` gave cause.
Decision take_from(const BalanceRules& rules, Providers providers, std::set<std::string> blamed, Duration quiet,
                   Timestamp now) {
    Decision decision;
    decision.blamed = std::move(blamed);
    if (decision.blamed.empty()) return decision;
    if (is_quiet(providers, quiet, now)) {
        decision.kind = Kind::quiet;
        return decision;
    }
    if (providers.size() < 2) {
        decision.kind = Kind::alone;
        return decision;
    }
    if (rules.strategy == Strategy::primary) swap_first(rules, providers, decision);
    else shift_weight(rules, providers, decision);
    if (!decision.changes.empty()) decision.kind = Kind::change;
    return decision;
}

bool is_slow(const BalanceRules& rules, const SlownessByProvider& slowness, const std::string& provider) {
    const auto found = slowness.find(provider);
    return found != slowness.end() && found->second.messages > 0 && found->second.ratio() >= rules.slow_ratio;
}

}  // namespace

Decision judge_errors(const BalanceRules& rules, Providers providers, std::string_view provider, std::int64_t failed,
                      Timestamp now) {
    const bool is_active = std::any_of(providers.begin(), providers.end(),
                                       [&](const ActiveProvider& one) { return one.identifier == provider; });
    if (!is_active || failed <= rules.errors_max) return {};
    if (rules.strategy == Strategy::primary && first_of(providers).identifier != provider) return {};
    return take_from(rules, providers, {std::string(provider)}, rules.errors_quiet, now);
}

Decision judge_slowness(const BalanceRules& rules, Providers providers, const SlownessByProvider& slowness,
                        Timestamp now) {
    if (providers.empty()) return {};
    std::set<std::string> slow;
    if (rules.strategy == Strategy::primary) {
        const std::string& current = first_of(providers).identifier;
        if (is_slow(rules, slowness, current)) slow.insert(current);
        return take_from(rules, providers, std::move(slow), rules.slow_quiet, now);
    }
    for (const auto& provider : providers)
        if (is_slow(rules, slowness, provider.identifier)) slow.insert(provider.identifier);
    if (slow.size() == providers.size()) return {};
    return take_from(rules, providers, std::move(slow), rules.slow_quiet, now);
}

Decision drift_back(const BalanceRules& rules, Providers providers, Timestamp now) {
    Decision decision;
    if (rules.strategy == Strategy::primary) return decision;
    if (is_quiet(providers, rules.rest_after, now)) {
        decision.kind = Kind::quiet;
        return decision;
    }
    for (const auto& provider : providers) {
        const auto rest = rules.resting_points.find(provider.identifier);
        if (rest == rules.resting_points.end()) continue;
        change(decision, provider, std::clamp(rest->second - provider.priority, -rules.step, rules.step), reason_rest);
    }
    if (!decision.changes.empty()) decision.kind = Kind::change;
    return decision;
}

}  // namespace herald::balancing
