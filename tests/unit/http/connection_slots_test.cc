#include "http/connection_slots.h"

#include <gtest/gtest.h>

#include "http/mail_transfer.h"

namespace herald::http {
namespace {

class ConnectionSlotsTest : public ::testing::Test {
protected:
    ConnectionSlotsTest() {
        for (int i = 0; i < 5; ++i) transfers.push_back(std::make_unique<MailTransfer>(Client::Mail{}, options));
    }
    Transfer& transfer(std::size_t i) { return *transfers[i]; }

    const Client::Options options;
    std::vector<std::unique_ptr<Transfer>> transfers;
};

TEST_F(ConnectionSlotsTest, ServesTheWaitersOfAnOriginInTheirOrder) {
    ConnectionSlots slots(1, 10);
    EXPECT_TRUE(slots.enter(transfer(0), "a"));
    EXPECT_FALSE(slots.enter(transfer(1), "a"));
    EXPECT_FALSE(slots.enter(transfer(2), "a"));
    EXPECT_TRUE(slots.enter(transfer(3), "b"));
    EXPECT_EQ(slots.next(), nullptr);
    slots.leave("a");
    EXPECT_EQ(slots.next(), &transfer(1));
    EXPECT_EQ(slots.next(), nullptr);
    slots.leave("b");
    EXPECT_EQ(slots.next(), nullptr);
    slots.leave("a");
    EXPECT_EQ(slots.next(), &transfer(2));
}

TEST_F(ConnectionSlotsTest, GivesASlotToAnyOriginWhenTheTotalWasReached) {
    ConnectionSlots slots(2, 2);
    EXPECT_TRUE(slots.enter(transfer(0), "a"));
    EXPECT_TRUE(slots.enter(transfer(1), "a"));
    EXPECT_FALSE(slots.enter(transfer(2), "a"));
    EXPECT_FALSE(slots.enter(transfer(3), "b"));
    EXPECT_FALSE(slots.enter(transfer(4), "c"));
    slots.leave("a");
    EXPECT_EQ(slots.next(), &transfer(3));
    EXPECT_EQ(slots.next(), nullptr);
    slots.leave("a");
    EXPECT_EQ(slots.next(), &transfer(4));
    slots.leave("b");
    slots.leave("c");
    EXPECT_EQ(slots.next(), &transfer(2));
    EXPECT_EQ(slots.next(), nullptr);
}

TEST_F(ConnectionSlotsTest, ForgetsThoseThatGaveUp) {
    ConnectionSlots slots(1, 10);
    EXPECT_TRUE(slots.enter(transfer(0), "a"));
    EXPECT_FALSE(slots.enter(transfer(1), "a"));
    EXPECT_FALSE(slots.enter(transfer(2), "a"));
    slots.give_up(transfer(1), "a");
    slots.leave("a");
    EXPECT_EQ(slots.next(), &transfer(2));
    slots.leave("a");
    EXPECT_TRUE(slots.enter(transfer(3), "a"));
}

TEST(OriginTest, IsTheUrlUpToItsPath) {
    EXPECT_EQ(origin_of("https://host:1/path?x"), "https://host:1");
    EXPECT_EQ(origin_of("http://host"), "http://host");
    EXPECT_EQ(origin_of("http://host?x=/"), "http://host");
    EXPECT_EQ(origin_of("nonsense/x"), "nonsense");
}

}  // namespace
}  // namespace herald::http
