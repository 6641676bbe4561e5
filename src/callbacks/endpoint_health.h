#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "base/uuid.h"

namespace herald::callbacks {

/// Where one type of a service's callbacks goes: each has its own queue, its own bound of calls under way, its own
/// breaker.
struct Endpoint {
    Uuid service_id;
    std::string type;

    /// What stands for it where work is sorted by group.
    Uuid group() const;
};

/// What the store knows of an endpoint that does not answer.
struct FailingEndpoint {
    Endpoint endpoint;
    Timestamp failing_since;
    bool is_suspended = false;
};

/// How endpoints are doing, as one process sees it. One that fails `failures_max` times in a row is called once in a
/// `probe_interval` until it answers (tasks.md §7); one that the store calls suspended is not called at all. Pure.
class EndpointHealth {
public:
    struct Options {
        int failures_max = 20;
        Duration probe_interval = std::chrono::minutes(1);
    };
    explicit EndpointHealth(Options options) : options_(options) {}

    Duration probe_interval() const { return options_.probe_interval; }

    /// Whether a call may be begun now.
    bool may_call(const Uuid& group, Timestamp now) const;
    /// Held back: only probes are made.
    bool is_open(const Uuid& group) const;
    bool is_suspended(const Uuid& group) const;
    /// A call is being made: of an endpoint that is held back, the one probe for this while.
    void began(const Uuid& group, Timestamp now);

    /// It has answered. True when that ends a time of being held back, which the store should know.
    bool succeeded(const Uuid& group);
    enum class Failed { once_more, opens, probe };
    /// It has not: one failure more; the one that makes it held back; or one of a probe.
    Failed failed(const Uuid& group, Timestamp now);
    /// When the failures in a row began; nothing while it answers.
    std::optional<Timestamp> failing_since(const Uuid& group) const;

    /// The store knows now that it is held back.
    void confirm(const Uuid& group);
    /// Its failures say nothing about it: they were of an address that is no longer its own, or could not be stored.
    void forget(const Uuid& group) { states_.erase(group); }

    /// What other processes, and this one before it was started anew, have found out: all that fail. What is not among
    /// them any more answers again, or an operator says so.
    void learn(const std::vector<FailingEndpoint>& failing, Timestamp now);

private:
    struct State {
        int failures = 0;
        Timestamp failing_since;
        Timestamp probe_at;
        bool is_known = false;  ///< the store has it
        bool is_suspended = false;
    };
    bool is_open(const State& state) const { return state.failures >= options_.failures_max; }
    const State* find(const Uuid& group) const;

    Options options_;
    std::unordered_map<Uuid, State> states_;  ///< of those that fail
};

}  // namespace herald::callbacks
