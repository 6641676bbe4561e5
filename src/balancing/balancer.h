#pragma once

#include <functional>
#include <set>

#include "balancing/delivery_times.h"
#include "balancing/provider_store.h"
#include "base/clock.h"
#include "base/metrics.h"

namespace herald::balancing {

/// Moves weight between the providers of text messages by the rules, with a record of every change, whichever process
/// sees the cause first (contract tasks.md §10). Lives on the loop.
class Balancer {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        Metrics& metrics;
    };
    Balancer(Parts parts, BalanceRules rules) : parts_(parts), rules_(std::move(rules)) {}

    /// A request to a provider has failed and the count of it is committed. Looks at the window soon, at most once a
    /// second for each provider.
    void noted_error(const std::string& provider);
    bool idle() const { return looks_ == 0; }

    /// The scheduled tasks, each for the instant it is run for; they return how many priorities they changed.
    Task<std::size_t> switch_on_slow_delivery(Timestamp at);
    Task<std::size_t> tend_back(Timestamp at);
    /// Sets the gauges of delivery times and priorities, raises the alarm when all providers together have been slow
    /// for ten minutes, and drops old counts: returns how many rows.
    Task<std::size_t> report(Timestamp at);

    const BalanceRules& rules() const { return rules_; }

private:
    Task<void> look_at_errors(std::string provider);
    Task<void> look_now(std::string provider);
    /// Made in the transaction that locks the providers; the active ones are given.
    using Judge = std::function<Decision(db::Transaction&, const std::vector<ActiveProvider>&)>;
    Task<Decision> decide(const Judge& judge, Timestamp at);
    void log(const Decision& decision) const;
    void show(const TimesByProvider& times, const std::vector<Provider>& providers);

    Parts parts_;
    BalanceRules rules_;
    std::set<std::string, std::less<>> looking_;
    std::size_t looks_ = 0;
};

}  // namespace herald::balancing
