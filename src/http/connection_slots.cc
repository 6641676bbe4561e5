#include "http/connection_slots.h"

#include <algorithm>

namespace herald::http {

bool ConnectionSlots::enter(Transfer& transfer, const std::string& name) {
    Origin& origin = origins_[name];
    // Whoever comes later does not overtake those that wait.
    if (origin.waiting.empty() && has_room(origin) && active_ < total_max_) {
        ++origin.active;
        ++active_;
        return true;
    }
    origin.waiting.push_back(&transfer);
    // With a slot of its own, the origin's next turn comes when that ends; without, it has to be asked for here.
    if (has_room(origin)) turns_.push_back(name);
    return false;
}

void ConnectionSlots::give_up(Transfer& transfer, const std::string& name) {
    const auto origin = origins_.find(name);
    if (origin == origins_.end()) return;
    auto& waiting = origin->second.waiting;
    const auto found = std::find(waiting.begin(), waiting.end(), &transfer);
    if (found != waiting.end()) waiting.erase(found);
    drop_if_unused(origin);
}

void ConnectionSlots::leave(const std::string& name) {
    const auto origin = origins_.find(name);
    --origin->second.active;
    --active_;
    if (!origin->second.waiting.empty()) turns_.push_back(name);
    drop_if_unused(origin);
}

Transfer* ConnectionSlots::next() {
    while (active_ < total_max_ && !turns_.empty()) {
        const auto found = origins_.find(turns_.front());
        turns_.pop_front();
        if (found == origins_.end()) continue;
        Origin& origin = found->second;
        if (origin.waiting.empty() || !has_room(origin)) continue;
        Transfer* transfer = origin.waiting.front();
        origin.waiting.pop_front();
        ++origin.active;
        ++active_;
        return transfer;
    }
    return nullptr;
}

void ConnectionSlots::drop_if_unused(Origins::iterator origin) {
    if (origin->second.active == 0 && origin->second.waiting.empty()) origins_.erase(origin);
}

std::string origin_of(const std::string& url) {
    const std::size_t scheme = url.find("://");
    const std::size_t from = scheme == std::string::npos ? 0 : scheme + 3;
    return url.substr(0, url.find_first_of("/?#", from));
}

}  // namespace herald::http
