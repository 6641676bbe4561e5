#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace herald::db {

/// Names of what is notified.
using Channels = std::set<std::string, std::less<>>;

/// Who wants to be woken when a channel was notified. Safe to use from many threads.
class Wakers {
public:
    void add(std::string channel, std::function<void()> wake);
    void wake(std::string_view channel) const;
    std::vector<std::string> channels() const;

private:
    mutable std::mutex mutex_;
    std::multimap<std::string, std::function<void()>, std::less<>> wakers_;
};

}  // namespace herald::db
