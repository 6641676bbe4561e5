#include "base/blocking_pool.h"

#include <gtest/gtest.h>

#include <future>

#include "support/test_loop.h"

namespace herald {
namespace {

Task<int> doubled(BlockingPool& pool, Loop& loop, int number) {
    co_return co_await pool.run(loop, [number] { return 2 * number; });
}

Task<void> failing(BlockingPool& pool, Loop& loop) {
    co_await pool.run(loop, [] { throw std::domain_error("no"); });
}

Task<bool> runs_elsewhere(BlockingPool& pool, Loop& loop) {
    const auto here = std::this_thread::get_id();
    const auto there = co_await pool.run(loop, [] { return std::this_thread::get_id(); });
    co_return there != here&& std::this_thread::get_id() == here;
}

TEST(BlockingPool, ReturnsWhatTheWorkReturnedAndThrowsWhatItThrew) {
    test::TestLoop loop;
    BlockingPool pool(2, 10);
    EXPECT_EQ(loop.run(doubled(pool, loop, 21)), 42);
    EXPECT_THROW(loop.run(failing(pool, loop)), std::domain_error);
}

TEST(BlockingPool, RunsOnAThreadOfItsOwnAndResumesOnTheLoop) {
    test::TestLoop loop;
    BlockingPool pool(1, 10);
    EXPECT_TRUE(loop.run(runs_elsewhere(pool, loop)));
}

TEST(BlockingPool, RefusesWhatDoesNotFitIntoItsQueueAndWhatComesAfterItsEnd) {
    test::TestLoop loop;
    BlockingPool pool(1, 1);
    std::promise<void> begun, finish;
    auto wait = [](BlockingPool& where, Loop& on, std::promise<void>& started, std::promise<void>& end) -> Task<int> {
        co_return co_await where.run(on, [&] {
            started.set_value();
            end.get_future().wait();
            return 1;
        });
    };
    TaskOutcome<int> first, second;
    spawn(keep_outcome(wait(pool, loop, begun, finish), first));
    begun.get_future().wait();
    spawn(keep_outcome(doubled(pool, loop, 1), second));
    EXPECT_THROW(loop.run(doubled(pool, loop, 2)), PoolBusy);
    finish.set_value();
    loop.run_until([&] { return first.ended && second.ended; });
    EXPECT_EQ(second.take(), 2);
    pool.stop();
    EXPECT_THROW(loop.run(doubled(pool, loop, 3)), PoolBusy);
}

}  // namespace
}  // namespace herald
