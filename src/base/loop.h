#pragma once

#include <chrono>
#include <coroutine>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "base/time.h"

namespace herald {

/// The thread on which every coroutine of the process runs. Nothing may block it.
class Loop {
public:
    virtual ~Loop() = default;
    /// Runs `work` on the loop's thread, soon. May be called from any thread.
    virtual void post(std::function<void()> work) = 0;
    /// Runs `work` on the loop's thread after `delay` of real time. May be called from any thread.
    virtual void after(Duration delay, std::function<void()> work) = 0;
};

/// `co_await sleep(loop, 5s)`: resumes on the loop's thread.
inline auto sleep(Loop& loop, Duration delay) {
    struct Awaiter {
        Loop& loop;
        Duration delay;
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> waiting) const { loop.after(delay, waiting); }
        void await_resume() const noexcept {}
    };
    return Awaiter{loop, delay};
}

/// A value that is delivered later, by callback, from any thread; the awaiting coroutine resumes on the loop.
/// Usage: `Promise<int> p(loop); start([p] { p.set(7); }); int x = co_await p.wait();`
template <class T>
class Promise {
public:
    explicit Promise(Loop& loop) : state_(std::make_shared<State>(loop)) {}

    /// To be called once.
    void set(T value) const {
        std::coroutine_handle<> waiting;
        {
            std::scoped_lock lock(state_->mutex);
            state_->value.emplace(std::move(value));
            waiting = std::exchange(state_->waiting, {});
        }
        // The posted work keeps the state alive: the coroutine that owns the other reference may end in it.
        if (waiting) state_->loop.post([waiting, state = state_] { waiting.resume(); });
    }

    auto wait() const {
        struct Awaiter {
            std::shared_ptr<State> state;
            bool await_ready() const noexcept { return false; }
            bool await_suspend(std::coroutine_handle<> awaiting) const {
                std::scoped_lock lock(state->mutex);
                if (state->value) return false;
                state->waiting = awaiting;
                return true;
            }
            T await_resume() const { return std::move(*state->value); }
        };
        return Awaiter{state_};
    }

private:
    struct State {
        explicit State(Loop& l) : loop(l) {}
        Loop& loop;
        std::mutex mutex;
        std::optional<T> value;
        std::coroutine_handle<> waiting;
    };
    std::shared_ptr<State> state_;
};

}  // namespace herald
