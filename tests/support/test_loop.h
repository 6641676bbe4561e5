#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <stdexcept>

#include "base/loop.h"
#include "base/task_outcome.h"

namespace herald::test {

/// A loop that a test turns by hand: posted work runs on the test's own thread inside `run` or `run_until`, timers by
/// real time. Work may be posted from any thread.
class TestLoop final : public Loop {
public:
    void post(std::function<void()> work) override {
        // Under the lock: the loop may be gone as soon as it has seen the work.
        std::scoped_lock lock(mutex_);
        ready_.push_back(std::move(work));
        changed_.notify_one();
    }
    void after(Duration delay, std::function<void()> work) override {
        std::scoped_lock lock(mutex_);
        timers_.emplace(Steady::now() + delay, std::move(work));
        changed_.notify_one();
    }

    /// Turns until `done()`; throws when that takes longer than `limit`.
    template <class Predicate>
    void run_until(Predicate done, std::chrono::seconds limit = std::chrono::seconds(60)) {
        // What other threads do can make it true without posting anything, so it is looked at again now and then.
        constexpr auto look_again_after = std::chrono::milliseconds(1);
        const auto deadline = Steady::now() + limit;
        while (!done()) {
            if (auto work = next(Steady::now() + look_again_after)) work();
            else if (Steady::now() >= deadline) throw std::runtime_error("the loop waited in vain");
        }
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
    using Steady = std::chrono::steady_clock;

    /// The next work that is due, or null when there is none until the deadline.
    std::function<void()> next(Steady::time_point deadline) {
        std::unique_lock lock(mutex_);
        for (;;) {
            const auto now = Steady::now();
            while (!timers_.empty() && timers_.begin()->first <= now) {
                ready_.push_back(std::move(timers_.begin()->second));
                timers_.erase(timers_.begin());
            }
            if (!ready_.empty()) break;
            if (now >= deadline) return nullptr;
            const auto wake = timers_.empty() ? deadline : std::min(deadline, timers_.begin()->first);
            changed_.wait_until(lock, wake);
        }
        auto work = std::move(ready_.front());
        ready_.pop_front();
        return work;
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> ready_;
    std::multimap<Steady::time_point, std::function<void()>> timers_;
};

}  // namespace herald::test
