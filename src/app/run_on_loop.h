#pragma once

#include <exception>
#include <optional>

#include "base/task.h"
#include "http/server.h"

namespace herald::app {

namespace detail {

template <class T>
Task<void> keep_result(http::AsioLoop& loop, Task<T> task, std::optional<T>& result, std::exception_ptr& failure) {
    try {
        result.emplace(co_await std::move(task));
    } catch (...) {
        failure = std::current_exception();
    }
    loop.stop();
}

}  // namespace detail

/// Runs the loop until the task has ended; its result, or what it threw. For commands, which do one thing.
template <class T>
T run_on_loop(http::AsioLoop& loop, Task<T> task) {
    std::optional<T> result;
    std::exception_ptr failure;
    loop.post([&] { spawn(detail::keep_result(loop, std::move(task), result, failure)); });
    loop.run();
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
}

}  // namespace herald::app
