#pragma once

#include <coroutine>
#include <optional>
#include <utility>

namespace herald {

/// A value for one coroutine of the loop, set by another one: no lock, no allocation, no turn of the loop in between.
/// Lives in the frame of the coroutine that waits. A `Promise` (base/loop.h) is for values from other threads.
template <class T>
class LoopValue {
public:
    LoopValue() = default;
    LoopValue(const LoopValue&) = delete;
    LoopValue& operator=(const LoopValue&) = delete;

    /// To be called once, on the loop. The waiting coroutine goes on at once, and may end with this object in it before
    /// the call returns.
    void set(T value) {
        value_.emplace(std::move(value));
        if (const auto waiting = std::exchange(waiting_, {})) waiting.resume();
    }

    auto wait() {
        struct Awaiter {
            LoopValue& value;
            bool await_ready() const noexcept { return value.value_.has_value(); }
            void await_suspend(std::coroutine_handle<> waiting) const noexcept { value.waiting_ = waiting; }
            T await_resume() const { return std::move(*value.value_); }
        };
        return Awaiter{*this};
    }

private:
    std::optional<T> value_;
    std::coroutine_handle<> waiting_;
};

}  // namespace herald
