#include "base/task.h"

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <memory>
#include <stdexcept>
#include <thread>

#include "base/loop.h"

namespace herald {
namespace {

/// Runs what is posted when the test says so.
class ManualLoop final : public Loop {
public:
    void post(std::function<void()> work) override {
        std::scoped_lock lock(mutex_);
        works_.push_back(std::move(work));
    }
    void after(Duration, std::function<void()> work) override { post(std::move(work)); }
    std::size_t run() {
        std::size_t count = 0;
        while (auto work = take()) {
            work();
            ++count;
        }
        return count;
    }

private:
    std::function<void()> take() {
        std::scoped_lock lock(mutex_);
        if (works_.empty()) return {};
        auto work = std::move(works_.front());
        works_.pop_front();
        return work;
    }
    std::mutex mutex_;
    std::deque<std::function<void()>> works_;
};

Task<int> value_of(int value) {
    co_return value;
}
Task<std::unique_ptr<int>> owned(int value) {
    co_return std::make_unique<int>(value);
}
Task<int> failing() {
    throw std::runtime_error("failed");
    co_return 0;
}

Task<int> sum(int depth) {
    if (depth == 0) co_return 0;
    const int rest = co_await sum(depth - 1);
    co_return rest + depth;
}

Task<void> store_sum(int depth, int& result) {
    result = co_await sum(depth);
}

TEST(TaskTest, RunsWhenAwaitedAndReturnsItsValue) {
    int result = 0;
    spawn(store_sum(100, result));
    EXPECT_EQ(result, 5050);
}

Task<void> count_to(int count, int& result) {
    for (int i = 0; i < count; ++i) result += co_await value_of(1);
}

TEST(TaskTest, AwaitsManyInALoop) {
    int result = 0;
    spawn(count_to(1000, result));
    EXPECT_EQ(result, 1000);
}

Task<void> take_owned(int& result) {
    const std::unique_ptr<int> value = co_await owned(7);
    result = *value;
}

TEST(TaskTest, MovesValuesThatCannotBeCopied) {
    int result = 0;
    spawn(take_owned(result));
    EXPECT_EQ(result, 7);
}

Task<void> catch_failure(std::string& message) {
    try {
        co_await failing();
    } catch (const std::runtime_error& error) {
        message = error.what();
    }
}

TEST(TaskTest, HandsFailuresToWhoeverAwaits) {
    std::string message;
    spawn(catch_failure(message));
    EXPECT_EQ(message, "failed");
}

TEST(TaskTest, DoesNothingWhenNobodyAwaitsIt) {
    int result = 0;
    { const Task<void> task = store_sum(3, result); }
    EXPECT_EQ(result, 0);
}

Task<void> store_promised(Promise<int> promise, int& result) {
    result = co_await promise.wait();
}

TEST(PromiseTest, ResumesItsWaiterOnTheLoop) {
    ManualLoop loop;
    const Promise<int> promise(loop);
    int result = 0;
    spawn(store_promised(promise, result));
    EXPECT_EQ(result, 0);
    std::thread([promise] { promise.set(3); }).join();
    EXPECT_EQ(result, 0);  // set on another thread, but not resumed there
    EXPECT_EQ(loop.run(), 1U);
    EXPECT_EQ(result, 3);
}

TEST(PromiseTest, GoesOnAtOnceWhenItWasKeptBefore) {
    ManualLoop loop;
    const Promise<int> promise(loop);
    promise.set(4);
    int result = 0;
    spawn(store_promised(promise, result));
    EXPECT_EQ(result, 4);
    EXPECT_EQ(loop.run(), 0U);
}

Task<void> sleep_and_set(Loop& loop, bool& awake) {
    co_await sleep(loop, std::chrono::hours(1));
    awake = true;
}

TEST(SleepTest, ResumesFromTheLoop) {
    ManualLoop loop;
    bool awake = false;
    spawn(sleep_and_set(loop, awake));
    EXPECT_FALSE(awake);
    loop.run();
    EXPECT_TRUE(awake);
}

}  // namespace
}  // namespace herald
