#pragma once

#include <algorithm>
#include <vector>

#include "base/uuid.h"

namespace herald::services {

/// One of a service's senders, reply-to addresses and the like; null when it has none with that id.
template <class T>
const T* find_by_id(const std::vector<T>& all, const Uuid& id) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.id == id; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace herald::services
