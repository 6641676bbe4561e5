#include "callbacks/endpoint_health.h"

#include <unordered_set>

#include "services/service_store.h"

namespace herald::callbacks {

Uuid Endpoint::group() const {
    Uuid group = service_id;
    group.bytes.back() ^= static_cast<std::uint8_t>(services::callback_type_from_text(type).value());
    return group;
}

const EndpointHealth::State* EndpointHealth::find(const Uuid& group) const {
    const auto entry = states_.find(group);
    return entry == states_.end() ? nullptr : &entry->second;
}

bool EndpointHealth::may_call(const Uuid& group, Timestamp now) const {
    const State* state = find(group);
    return state == nullptr || !is_open(*state) || state->probe_at <= now;
}

bool EndpointHealth::is_open(const Uuid& group) const {
    const State* state = find(group);
    return state != nullptr && is_open(*state);
}

bool EndpointHealth::is_suspended(const Uuid& group) const {
    const State* state = find(group);
    return state != nullptr && state->is_suspended;
}

void EndpointHealth::began(const Uuid& group, Timestamp now) {
    const auto entry = states_.find(group);
    if (entry != states_.end() && is_open(entry->second)) entry->second.probe_at = now + options_.probe_interval;
}

bool EndpointHealth::succeeded(const Uuid& group) {
    const auto entry = states_.find(group);
    if (entry == states_.end()) return false;
    const bool was_held_back = is_open(entry->second);
    states_.erase(entry);
    return was_held_back;
}

EndpointHealth::Failed EndpointHealth::failed(const Uuid& group, Timestamp now) {
    State& state = states_[group];
    const bool was_open = is_open(state);
    if (state.failures == 0) state.failing_since = now;
    ++state.failures;
    if (!is_open(state)) return Failed::once_more;
    state.probe_at = now + options_.probe_interval;
    return was_open ? Failed::probe : Failed::opens;
}

std::optional<Timestamp> EndpointHealth::failing_since(const Uuid& group) const {
    const State* state = find(group);
    return state == nullptr ? std::nullopt : std::optional(state->failing_since);
}

void EndpointHealth::confirm(const Uuid& group) {
    const auto entry = states_.find(group);
    if (entry != states_.end()) entry->second.is_known = true;
}

void EndpointHealth::learn(const std::vector<FailingEndpoint>& failing, Timestamp now) {
    std::unordered_set<Uuid> known;
    for (const auto& one : failing) {
        const Uuid group = one.endpoint.group();
        known.insert(group);
        State& state = states_[group];
        if (!is_open(state)) {
            state.failures = options_.failures_max;
            state.probe_at = now;
        }
        state.failing_since = one.failing_since;
        state.is_suspended = one.is_suspended;
        state.is_known = true;
    }
    std::erase_if(states_, [&](const auto& entry) { return entry.second.is_known && !known.contains(entry.first); });
}

}  // namespace herald::callbacks
