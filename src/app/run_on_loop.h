#pragma once

#include "base/task_outcome.h"
#include "http/server.h"

namespace herald::app {

namespace detail {

template <class T>
Task<void> keep_and_stop(http::AsioLoop& loop, Task<T> task, TaskOutcome<T>& outcome) {
    co_await keep_outcome(std::move(task), outcome);
    loop.stop();
}

}  // namespace detail

/// Runs the loop until the task has ended; its result, or what it threw. For commands, which do one thing.
template <class T>
T run_on_loop(http::AsioLoop& loop, Task<T> task) {
    TaskOutcome<T> outcome;
    loop.post([&] { spawn(detail::keep_and_stop(loop, std::move(task), outcome)); });
    loop.run();
    return outcome.take();
}

}  // namespace herald::app
