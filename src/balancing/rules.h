#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

/// When and how the providers of text messages gain and lose priority (contract tasks.md §10, seeds S-076 to S-083).
/// Everything here is pure: what is there and what time it is come in, what is to change goes out.
namespace herald::balancing {

/// `weighted`: shared out by chance, a higher priority gets more. `primary`: all go to the lowest priority (S-078).
enum class Strategy { weighted, primary };

struct BalanceRules {
    Strategy strategy = Strategy::weighted;
    std::int64_t step = 10;
    double slow_ratio = 0.15;
    Duration slow_after = std::chrono::minutes(5);
    Duration slow_window = std::chrono::minutes(15);
    Duration slow_quiet = std::chrono::minutes(5);
    std::int64_t errors_max = 50;
    Duration errors_window = std::chrono::minutes(1);
    Duration errors_quiet = std::chrono::minutes(1);
    std::map<std::string, std::int64_t> resting_points{{"firetext", 49}, {"mmg", 51}};
    Duration rest_after = std::chrono::minutes(15);
};

/// An active provider of text messages. The functions below are given all of them and none that is switched off.
struct ActiveProvider {
    std::string identifier;
    std::int64_t priority = 0;
    std::optional<Timestamp> updated_at;  ///< of the last change by anybody
};

/// How many of a provider's latest messages were slow.
struct Slowness {
    std::int64_t messages = 0;
    std::int64_t slow = 0;
    /// No messages: 0.
    double ratio() const { return messages == 0 ? 0 : static_cast<double>(slow) / static_cast<double>(messages); }
};
using SlownessByProvider = std::map<std::string, Slowness, std::less<>>;

struct PriorityChange {
    std::string identifier;
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::string_view reason;  ///< as it is stored with the change

    bool operator==(const PriorityChange&) const = default;
};

/// What is to be done, or in one word why nothing is.
struct Decision {
    enum class Kind {
        change,
        nothing,  ///< there is no cause
        quiet,    ///< somebody has changed something too lately (S-077)
        alone     ///< there is no other provider to take over
    };
    Kind kind = Kind::nothing;
    std::vector<PriorityChange> changes;  ///< empty unless `change`
    std::set<std::string> blamed;         ///< the providers that gave cause
};

inline constexpr std::string_view reason_reduced = "Reduced due to reduced reliability";
inline constexpr std::string_view reason_increased = "Increased due to reduced reliability in other provider";
inline constexpr std::string_view reason_rest = "Adjusted back to resting point";

/// `failed` within `errors_window`, of one provider: more than `errors_max` cost it priority.
Decision judge_errors(const BalanceRules& rules, std::span<const ActiveProvider> providers, std::string_view provider,
                      std::int64_t failed, Timestamp now);
/// Weighted: only where some providers are slow and some are not. Primary: where the current one is.
Decision judge_slowness(const BalanceRules& rules, std::span<const ActiveProvider> providers,
                        const SlownessByProvider& slowness, Timestamp now);
/// Back towards the resting points, where nothing was changed for `rest_after`. Weighted only.
Decision drift_back(const BalanceRules& rules, std::span<const ActiveProvider> providers, Timestamp now);

}  // namespace herald::balancing
