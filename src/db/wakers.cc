#include "db/wakers.h"

#include <set>

namespace herald::db {

void Wakers::add(std::string channel, std::function<void()> wake) {
    std::scoped_lock lock(mutex_);
    wakers_.emplace(std::move(channel), std::move(wake));
}

// The callbacks only post to a loop, so holding the lock while they run costs nobody anything.
void Wakers::wake(std::string_view channel) const {
    std::scoped_lock lock(mutex_);
    const auto [first, last] = wakers_.equal_range(channel);
    for (auto at = first; at != last; ++at) at->second();
}

std::vector<std::string> Wakers::channels() const {
    std::scoped_lock lock(mutex_);
    std::set<std::string> names;
    for (const auto& [channel, wake] : wakers_) names.insert(channel);
    return {names.begin(), names.end()};
}

}  // namespace herald::db
