#include "delivery/provider_gate.h"

#include <algorithm>
#include <cmath>

namespace herald::delivery {
namespace {

using Outcome = SendResult::Outcome;

/// A tenth of a second's messages may go at once.
double burst(std::int64_t rate) {
    return std::max(1.0, static_cast<double>(rate) / 10);
}

}  // namespace

double ProviderGate::tokens_at(Timestamp now) const {
    const double full = burst(options_.rate);
    if (!refilled_at_) return full;
    return std::min(full, tokens_ + to_seconds(now - *refilled_at_) * static_cast<double>(options_.rate));
}

ProviderGate::Breaker ProviderGate::breaker(Timestamp now) const {
    if (!open_until_) return Breaker::closed;
    return now < *open_until_ && !probe_under_way_ ? Breaker::open : Breaker::probing;
}

std::size_t ProviderGate::room(Timestamp now) const {
    if (paused_until_ && now < *paused_until_) return 0;
    std::size_t room = unlimited;
    if (open_until_) room = probe_under_way_ || now < *open_until_ ? 0 : 1;
    if (options_.concurrency > 0)
        room = std::min(room, static_cast<std::size_t>(std::max<std::int64_t>(0, options_.concurrency - in_flight_)));
    if (options_.rate > 0) room = std::min(room, static_cast<std::size_t>(tokens_at(now)));
    return room;
}

Timestamp ProviderGate::next_room(Timestamp now) const {
    Timestamp at = now;
    if (paused_until_) at = std::max(at, *paused_until_);
    if (open_until_) at = std::max(at, *open_until_);
    if (options_.rate > 0 && tokens_at(now) < 1) {
        const double missing = (1 - tokens_at(now)) / static_cast<double>(options_.rate);
        at = std::max(at, now + Duration(static_cast<std::int64_t>(std::ceil(missing * 1e6))));
    }
    return at;
}

bool ProviderGate::enter(Timestamp now) {
    ++in_flight_;
    if (options_.rate > 0) {
        tokens_ = tokens_at(now) - 1;
        refilled_at_ = now;
    }
    if (!open_until_) return false;
    probe_under_way_ = true;
    return true;
}

void ProviderGate::leave(const SendResult& result, bool is_probe, Timestamp now) {
    --in_flight_;
    if (result.outcome == Outcome::retryable || result.outcome == Outcome::unknown) {
        failed(is_probe, now);
        return;
    }
    // It has answered, whatever it thinks of the message: a late answer says so as well as a probe.
    failures_in_a_row_ = 0;
    open_until_.reset();
    probe_under_way_ = false;
    if (result.outcome == Outcome::throttled) {
        pause(result, now);
    } else if (!paused_until_ || now >= *paused_until_) {
        paused_until_.reset();
        pause_ = {};
    }
}

void ProviderGate::failed(bool is_probe, Timestamp now) {
    ++failures_in_a_row_;
    if (options_.failures == 0) return;
    if (is_probe && open_until_) {
        probe_under_way_ = false;
        open_for_ = std::min(open_for_ * 2, options_.open_for_max);
        open_until_ = now + open_for_;
    } else if (!open_until_ && failures_in_a_row_ >= options_.failures) {
        open_for_ = options_.open_for;
        open_until_ = now + open_for_;
    }
}

void ProviderGate::pause(const SendResult& result, Timestamp now) {
    // Many answers of one moment are one refusal.
    if (paused_until_ && now < *paused_until_ && !result.retry_after) return;
    pause_ = std::clamp(pause_ * 2, options_.pause_min, options_.pause_max);
    const Timestamp until = now + std::min(result.retry_after.value_or(pause_), std::max(options_.pause_max, pause_));
    paused_until_ = std::max(until, paused_until_.value_or(until));
}

}  // namespace herald::delivery
