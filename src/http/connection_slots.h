#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>

namespace herald::http {

class Transfer;

/// Decides which transfers may have a connection now and which wait: so many to one origin, so many in all. The queues
/// are per origin, so that one that does not answer holds up nobody but itself. (libcurl has limits too, but wakes its
/// waiters one at a time whoever has left, and does not time them out.)
class ConnectionSlots {
public:
    ConnectionSlots(std::size_t per_origin_max, std::size_t total_max)
        : per_origin_max_(per_origin_max), total_max_(total_max) {}

    /// True when the transfer has a slot. Otherwise it waits, and comes out of `next` later.
    bool enter(Transfer& transfer, const std::string& origin);
    /// The transfer no longer waits.
    void give_up(Transfer& transfer, const std::string& origin);
    /// A transfer with a slot has ended.
    void leave(const std::string& origin);
    /// A transfer that has waited and has a slot now; null when there is none. To be called until then after `leave`.
    Transfer* next();

private:
    struct Origin {
        std::size_t active = 0;
        std::deque<Transfer*> waiting;
    };
    using Origins = std::map<std::string, Origin>;

    bool has_room(const Origin& origin) const { return origin.active < per_origin_max_; }
    void drop_if_unused(Origins::iterator origin);

    const std::size_t per_origin_max_;
    const std::size_t total_max_;
    std::size_t active_ = 0;
    Origins origins_;
    /// Origins that may have room for one of their waiters; each has its turn.
    std::deque<std::string> turns_;
};

/// `https://host:port` of a URL.
std::string origin_of(const std::string& url);

}  // namespace herald::http
