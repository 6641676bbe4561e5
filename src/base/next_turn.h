#pragma once

#include <coroutine>

#include "base/loop.h"

namespace herald {

/// `co_await next_turn(loop)`: lets everything that is ready on the loop now go first. What collects a batch waits so
/// for those who are about to join it, at no cost in time when there is nobody.
inline auto next_turn(Loop& loop) {
    struct Awaiter {
        Loop& loop;
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> waiting) const { loop.post(waiting); }
        void await_resume() const noexcept {}
    };
    return Awaiter{loop};
}

}  // namespace herald
