#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <type_traits>
#include <vector>

#include "base/loop.h"
#include "base/task.h"

namespace herald {

/// A pool has as much to do as it takes: whoever asked should be told to come back later.
class PoolBusy : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A few threads for calls that block (files, sockets of others) or that take long (hashes, scans), which have no place
/// on the loop.
class BlockingPool {
public:
    /// Without threads the work is done at once where it is asked for: for virtual time, which nothing may wait in.
    BlockingPool(std::size_t threads, std::size_t queue_max);
    /// Finishes what is queued.
    ~BlockingPool();
    BlockingPool(const BlockingPool&) = delete;
    BlockingPool& operator=(const BlockingPool&) = delete;

    /// Runs `work` on one of the threads and resumes on the loop with what it returned; throws what it threw, or
    /// PoolBusy. What `work` refers to must live until then.
    template <class F>
    auto run(Loop& loop, F work) -> Task<std::invoke_result_t<F&>>;

    /// Finishes what is queued and ends the threads; later work is refused with PoolBusy.
    void stop();

private:
    /// Throws PoolBusy.
    void submit(std::function<void()> work);
    void serve();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> queue_;
    const std::size_t queue_max_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

template <class F>
auto BlockingPool::run(Loop& loop, F work) -> Task<std::invoke_result_t<F&>> {
    using Result = std::invoke_result_t<F&>;
    struct Nothing {};
    std::optional<std::conditional_t<std::is_void_v<Result>, Nothing, Result>> result;
    Promise<std::exception_ptr> done(loop);
    submit([&work, &result, done] {
        try {
            if constexpr (std::is_void_v<Result>) {
                work();
                result.emplace();
            } else {
                result.emplace(work());
            }
        } catch (...) {
            done.set(std::current_exception());
            return;
        }
        done.set(nullptr);
    });
    if (const auto failure = co_await done.wait()) std::rethrow_exception(failure);
    if constexpr (!std::is_void_v<Result>) co_return std::move(*result);
}

}  // namespace herald
