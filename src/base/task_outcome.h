#pragma once

#include <exception>
#include <optional>
#include <type_traits>

#include "base/task.h"

namespace herald {

/// What a task came to, for somebody outside of coroutines who turns the loop until it has `ended`.
template <class T>
struct TaskOutcome {
    std::optional<std::conditional_t<std::is_void_v<T>, int, T>> value;
    std::exception_ptr failure;
    bool ended = false;

    /// What the task returned, or throws what it threw. Once, after it has ended.
    T take() {
        if (failure) std::rethrow_exception(failure);
        if constexpr (!std::is_void_v<T>) return std::move(*value);
    }
};

/// To be spawned; `outcome` lives until it has ended.
template <class T>
Task<void> keep_outcome(Task<T> task, TaskOutcome<T>& outcome) {
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

}  // namespace herald
