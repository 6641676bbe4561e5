#pragma once

#include <array>
#include <map>
#include <string>
#include <utility>

#include "balancing/rules.h"
#include "db/store.h"

namespace herald::balancing {

/// Text messages that became delivered in one transaction, counted by provider and time of creation (S-080, S-081).
/// Not to be told of messages of test keys.
class DeliveryTimes {
public:
    explicit DeliveryTimes(Duration slow_after) : slow_after_(slow_after) {}

    /// `took`: from being sent to being delivered; a receipt that was faster than our own record: 0.
    void delivered(const std::string& provider, Timestamp created_at, Duration took);
    /// Writes the sums, in an order that is the same for all writers. `shard` spreads writers over rows.
    void flush(db::Transaction& tx, std::int64_t shard);

private:
    struct Sums {
        std::int64_t delivered = 0, slow = 0;
        std::array<std::int64_t, 3> over{};
    };
    Duration slow_after_;
    std::map<std::pair<Timestamp, std::string>, Sums> sums_;
};

/// Times that the metrics tell of; the slowness that moves weight has a setting of its own.
inline constexpr std::array<int, 3> reported_minutes{1, 5, 10};

/// What there is to say of one provider's messages of the window: those delivered and those still under way. Failures
/// do not count at all (S-080).
struct ProviderTimes {
    Slowness slowness;
    std::array<std::int64_t, reported_minutes.size()> over{};  ///< not delivered within that time

    double ratio_over(std::size_t i) const {
        return slowness.messages == 0 ? 0 : static_cast<double>(over[i]) / static_cast<double>(slowness.messages);
    }
};
using TimesByProvider = std::map<std::string, ProviderTimes, std::less<>>;

/// Messages created since `now` - `slow_window`, those that are delivered to within ten seconds of it. The cost depends
/// on the window and on what is under way, never on history.
TimesByProvider read_times(db::Transaction& tx, const BalanceRules& rules, Timestamp now);
SlownessByProvider slowness_of(const TimesByProvider& times);

/// Failed requests to providers in one transaction.
class ErrorCounts {
public:
    void failed(const std::string& provider, Timestamp at);
    void flush(db::Transaction& tx, std::int64_t shard);
    bool empty() const { return sums_.empty(); }

private:
    std::map<std::pair<Timestamp, std::string>, std::int64_t> sums_;
};
/// Of all processes, in the window before `now`, to within a second.
std::int64_t read_errors(db::Transaction& tx, const BalanceRules& rules, std::string_view provider, Timestamp now);

/// Drops what no window reaches any more; returns the number of rows.
std::size_t remove_old_counts(db::Transaction& tx, const BalanceRules& rules, Timestamp now);

}  // namespace herald::balancing
