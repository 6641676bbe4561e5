#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "delivery/provider.h"

namespace herald::delivery {

/// How much one provider is given at a time, and when it is left alone.
struct GateOptions {
    std::int64_t concurrency = 0;                  ///< calls under way at once; 0: as many as there are
    std::int64_t rate = 0;                         ///< messages a second; 0: as many as there are
    std::int64_t failures = 60;                    ///< in a row, after which it is left alone; 0: never
    Duration open_for = std::chrono::seconds(10);  ///< at first; twice that at each failed probe
    Duration open_for_max = std::chrono::minutes(1);
    Duration pause_min = std::chrono::seconds(1);  ///< after a refusal for being too fast; twice that at the next
    Duration pause_max = std::chrono::minutes(1);
};

/// Stands before one provider of one process. Its circuit breaker opens when requests fail in a row, lets one message
/// through as a probe when its time is over, and closes when the provider acts again. A provider that says it is given
/// too much is paused. Pure but for its own state: time is passed in.
class ProviderGate {
public:
    enum class Breaker { closed, open, probing };

    explicit ProviderGate(const GateOptions& options) : options_(options) {}

    /// How many more messages may go now; `unlimited` when nothing limits them.
    static constexpr std::size_t unlimited = static_cast<std::size_t>(-1);
    std::size_t room(Timestamp now) const;
    /// When there may be room, as far as time alone makes it: now if there is.
    Timestamp next_room(Timestamp now) const;
    /// Whether the breaker keeps messages back, so that it is not worth waiting in memory.
    bool is_shut(Timestamp now) const { return breaker(now) != Breaker::closed && room(now) == 0; }
    Breaker breaker(Timestamp now) const;

    /// A message goes; to be called when there is room. True for a probe.
    bool enter(Timestamp now);
    /// What became of it.
    void leave(const SendResult& result, bool is_probe, Timestamp now);

private:
    bool is_breaker_open() const { return open_until_.has_value(); }
    double tokens_at(Timestamp now) const;
    void failed(bool is_probe, Timestamp now);
    void pause(const SendResult& result, Timestamp now);

    GateOptions options_;
    std::int64_t in_flight_ = 0;
    std::int64_t failures_in_a_row_ = 0;
    std::optional<Timestamp> open_until_;  ///< set while the breaker is open or probing
    bool probe_under_way_ = false;
    Duration open_for_{};
    std::optional<Timestamp> paused_until_;
    Duration pause_{};
    double tokens_ = 0;
    std::optional<Timestamp> refilled_at_;
};

}  // namespace herald::delivery
