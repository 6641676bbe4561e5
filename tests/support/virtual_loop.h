#pragma once

#include <deque>
#include <map>
#include <stdexcept>

#include "base/clock.h"
#include "base/loop.h"
#include "base/task.h"

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
        Outcome<T> outcome;
        spawn(keep(std::move(task), outcome));
        run_until([&] { return outcome.ended; });
        if (outcome.failure) std::rethrow_exception(outcome.failure);
        if constexpr (!std::is_void_v<T>) return std::move(*outcome.value);
    }

private:
    template <class T>
    struct Outcome {
        std::optional<std::conditional_t<std::is_void_v<T>, int, T>> value;
        std::exception_ptr failure;
        bool ended = false;
    };

    template <class T>
    static Task<void> keep(Task<T> task, Outcome<T>& outcome) {
        try {
            if constexpr (std::is_void_v<T>) {
                co_await std::move(task);
            } else {
                T value = co_await std::move(task);
                outcome.value.emplace(std::move(value));
            }
        } catch (...) {
            outcome.failure = std::current_exception();
        }
        outcome.ended = true;
    }

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
