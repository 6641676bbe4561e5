#pragma once

#include <condition_variable>
#include <deque>
#include <limits>
#include <mutex>
#include <vector>

#include "db/store.h"

namespace herald::db {

/// A queued unit of work.
struct Unit {
    Store::Work work;
    Store::Done done;
};

/// The bounded queue between those who submit units and the store's threads.
class WorkQueue {
public:
    explicit WorkQueue(std::size_t units_max) : units_max_(units_max) {}

    /// Queues a unit, or calls its `done` with StoreUnavailable when the queue is full or closed.
    void push(Unit unit);
    /// Waits for work and takes up to `units_max` of it, leaving their share to `takers - 1` other threads.
    /// Empty when the queue is closed and has nothing left.
    std::vector<Unit> take(std::size_t units_max, std::size_t takers = 1);
    /// Refuses what comes later; what is queued can still be taken.
    void close();
    /// Takes up to `units_max` of what is queued, without waiting.
    std::vector<Unit> take_ready(std::size_t units_max = std::numeric_limits<std::size_t>::max());
    std::size_t size() const;

private:
    std::vector<Unit> take_front(std::size_t count);

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Unit> units_;
    std::size_t units_max_;
    bool closed_ = false;
};

/// Calls the `done` of each with the same failure.
void refuse_all(std::vector<Unit>& units, const std::exception_ptr& why);

}  // namespace herald::db
