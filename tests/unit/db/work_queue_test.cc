// The queue to a store's threads.

#include "db/work_queue.h"

#include <gtest/gtest.h>

namespace herald::db {
namespace {

/// Pushes a unit that counts its refusals.
void push(WorkQueue& queue, int& refused) {
    queue.push({[](Transaction&) {}, [&refused](std::exception_ptr failure) { refused += failure != nullptr; }});
}

TEST(WorkQueues, AreBounded) {
    WorkQueue queue(3);
    int refused = 0;
    for (int i = 0; i < 5; ++i) push(queue, refused);
    EXPECT_EQ(refused, 2);
    EXPECT_EQ(queue.size(), 3U);
}

TEST(WorkQueues, GiveUpToABound) {
    WorkQueue queue(10);
    int refused = 0;
    for (int i = 0; i < 5; ++i) push(queue, refused);
    EXPECT_EQ(queue.take(2).size(), 2U);
    EXPECT_EQ(queue.take(100).size(), 3U);
}

TEST(WorkQueues, LeaveOtherTakersTheirShare) {
    WorkQueue queue(10);
    int refused = 0;
    for (int i = 0; i < 5; ++i) push(queue, refused);
    EXPECT_EQ(queue.take(100, 2).size(), 3U);
    EXPECT_EQ(queue.take(100, 2).size(), 1U);
    EXPECT_EQ(queue.take(100, 2).size(), 1U);
}

TEST(WorkQueues, ThatAreClosedGiveTheRestAndRefuseMore) {
    WorkQueue queue(10);
    int refused = 0;
    push(queue, refused);
    queue.close();
    push(queue, refused);
    EXPECT_EQ(refused, 1);
    EXPECT_EQ(queue.take(10).size(), 1U);
    EXPECT_TRUE(queue.take(10).empty());
}

}  // namespace
}  // namespace herald::db
