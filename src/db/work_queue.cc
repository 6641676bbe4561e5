#include "db/work_queue.h"

namespace herald::db {

void WorkQueue::push(Unit unit) {
    const char* refusal = nullptr;
    {
        std::scoped_lock lock(mutex_);
        if (closed_) refusal = "the store is closed";
        else if (units_.size() >= units_max_) refusal = "the queue to the store is full";
        else units_.push_back(std::move(unit));
    }
    // NOLINTNEXTLINE(bugprone-use-after-move): a refused unit has not been moved.
    if (refusal != nullptr) unit.done(std::make_exception_ptr(StoreUnavailable(refusal)));
    else changed_.notify_one();
}

std::vector<Unit> WorkQueue::take(std::size_t units_max, std::size_t takers) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || !units_.empty(); });
    const std::size_t share = (units_.size() + takers - 1) / takers;
    return take_front(std::min(share, units_max));
}

std::vector<Unit> WorkQueue::take_ready(std::size_t units_max) {
    std::scoped_lock lock(mutex_);
    return take_front(std::min(units_.size(), units_max));
}

std::vector<Unit> WorkQueue::take_front(std::size_t count) {
    const auto end = units_.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Unit> taken(std::make_move_iterator(units_.begin()), std::make_move_iterator(end));
    units_.erase(units_.begin(), end);
    return taken;
}

void WorkQueue::close() {
    {
        std::scoped_lock lock(mutex_);
        closed_ = true;
    }
    changed_.notify_all();
}

std::size_t WorkQueue::size() const {
    std::scoped_lock lock(mutex_);
    return units_.size();
}

void refuse_all(std::vector<Unit>& units, const std::exception_ptr& why) {
    for (auto& unit : units) unit.done(why);
}

}  // namespace herald::db
