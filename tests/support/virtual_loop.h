#pragma once

#include <deque>
#include <map>
#include <stdexcept>

#include "base/clock.h"
#include "base/loop.h"
#include "base/task_outcome.h"

namespace herald::test {

/// A loop whose timers fire by virtual time, in the order of their instants: when nothing is ready, the clock jumps to
/// the next timer. One thread, so the same work gives the same order every time; nothing ever waits.
class VirtualLoop final : public Loop {
public:
    explicit VirtualLoop(VirtualClock& clock) : clock_(clock) {}

    void post(std::function<void()> work) override { ready_.push_back(std::move(work)); }
    void after(Duration delay, std::function<void()> work) override {
        timers_.emplace(clock_.now() + delay, std::move(work));
    }

    /// Runs everything that is due within `duration` from now, and leaves the clock at its end.
    void run_for(Duration duration) {
        const Timestamp end = clock_.now() + duration;
        while (turn(end)) {
        }
        clock_.set(end);
    }

    /// Runs until `done()`; throws when that takes longer than `limit` of virtual time.
    template <class Predicate>
    void run_until(Predicate done, Duration limit = std::chrono::hours(24)) {
        const Timestamp end = clock_.now() + limit;
        while (!done())
            if (!turn(end)) throw std::runtime_error("the virtual loop waited in vain");
    }

    /// Runs a task to its end and returns what it returns, or throws what it throws.
    template <class T>
    T run(Task<T> task) {
        TaskOutcome<T> outcome;
        spawn(keep_outcome(std::move(task), outcome));
        run_until([&] { return outcome.ended; });
        return outcome.take();
    }

private:
    /// One piece of work; false when there is none until `end`.
    bool turn(Timestamp end) {
        if (ready_.empty()) {
            if (timers_.empty() || timers_.begin()->first > end) return false;
            const auto first = timers_.begin();
            if (clock_.now() < first->first) clock_.set(first->first);
            ready_.push_back(std::move(first->second));
            timers_.erase(first);
        }
        const auto work = std::move(ready_.front());
        ready_.pop_front();
        work();
        return true;
    }

    VirtualClock& clock_;
    std::deque<std::function<void()>> ready_;
    std::multimap<Timestamp, std::function<void()>> timers_;
};

}  // namespace herald::test
