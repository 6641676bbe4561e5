#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "base/loop.h"
#include "sandbox/tick_wheel.h"

namespace herald::sandbox {

/// Hands each item over after its delay, in steps of 10 ms, with one timer of the loop for all of them. On the loop's
/// thread only. What is still waiting when the timer goes is dropped.
template <class Item>
class WheelTimer {
public:
    using OnDue = std::function<void(Item)>;
    static constexpr Duration tick = std::chrono::milliseconds(10);

    WheelTimer(Loop& loop, OnDue on_due) : state_(std::make_shared<State>(loop, std::move(on_due))) {}

    void add(Duration delay, Item item) {
        state_->wheel.add(static_cast<std::uint64_t>((delay + tick - Duration(1)) / tick), std::move(item));
        if (!std::exchange(state_->running, true)) arm(state_);
    }
    /// Hands over at once what is waiting.
    void flush() {
        const std::shared_ptr<State> state = state_;
        while (!state->wheel.empty()) state->wheel.advance([&](Item item) { state->on_due(std::move(item)); });
    }
    std::size_t size() const { return state_->wheel.size(); }

private:
    struct State {
        State(Loop& l, OnDue f) : loop(l), on_due(std::move(f)) {}
        Loop& loop;
        OnDue on_due;
        TickWheel<Item> wheel{1024};
        bool running = false;
    };
    static void arm(const std::shared_ptr<State>& state) {
        state->loop.after(tick, [weak = std::weak_ptr<State>(state)] {
            if (const std::shared_ptr<State> living = weak.lock()) step(living);
        });
    }
    static void step(const std::shared_ptr<State>& state) {
        state->wheel.advance([&](Item item) { state->on_due(std::move(item)); });
        if (state->wheel.empty()) state->running = false;
        else arm(state);
    }

    std::shared_ptr<State> state_;
};

}  // namespace herald::sandbox
