#include "app/tasks.h"

#include <gtest/gtest.h>

#include <set>

#include "app/invariants/invariant.h"
#include "schedule/scheduler.h"
#include "support/memory_objects.h"
#include "support/pipeline.h"

namespace herald::app {
namespace {

using namespace std::chrono_literals;
using notifications::Status;
using Statuses = std::vector<std::string>;

class ScheduledTasks : public test::PipelineTest {
protected:
    void SetUp() override {
        parts_.emplace(TaskParts{inline_,
                                 loop_,
                                 sealer_,
                                 ids(),
                                 metrics(),
                                 stages().receipts,
                                 objects_,
                                 1,
                                 {},
                                 stages().balancer,
                                 {},
                                 {},
                                 {},
                                 15min,
                                 {"Herald", "HERALD"}});
        add_all_tasks(registry_, *parts_);
    }
    std::string run(const char* name, Timestamp at) {
        return loop_.run(schedule::run_task(*registry_.find(name), at, clock(), metrics()));
    }
    double counter(const char* name) { return metrics().counter(name, "").value(); }

    test::MemoryObjects objects_;
    std::optional<TaskParts> parts_;
    schedule::Registry registry_;
};
HERALD_ON_BOTH_STORES(ScheduledTasks);

// S-067, S-037: every entry is a task with a name of its own, and there is no trigger for the letters.
TEST_P(ScheduledTasks, AreTheOnesOfTheContract) {
    std::set<std::string> names;
    for (const auto& task : registry_.all()) names.insert(task.name);
    EXPECT_TRUE(names.contains("timeout-sending-notifications"));
    EXPECT_TRUE(names.contains("replay-created-notifications"));
    EXPECT_TRUE(names.contains("delete-expired-documents"));
    EXPECT_FALSE(names.contains("trigger-letter-pdfs-for-day"));
    EXPECT_EQ(registry_.find("timeout-sending-notifications")->due.text(), "5 0 * * *");
}

// S-105: at one instant the second run of every task changes nothing.
TEST_P(ScheduledTasks, DoNothingWhenTheyRunAgainAtTheSameInstant) {
    send();
    loop_.run_for(1s);
    const Timestamp at = clock().now() + 80h;
    for (const auto& task : registry_.all()) run(task.name.c_str(), at);
    const auto callbacks = count("callbacks");
    EXPECT_EQ(count("notifications", "status = 'temporary-failure'"), 1);
    for (const auto& task : registry_.all()) EXPECT_EQ(run(task.name.c_str(), at).substr(0, 2), "0 ") << task.name;
    EXPECT_EQ(count("callbacks"), callbacks);
}

// S-095.
TEST_P(ScheduledTasks, TimeOutByTheScheduleInTheNightAfterThreeDays) {
    const auto sent = send();
    schedule::Scheduler scheduler(inline_, loop_, clock(), metrics(), registry_, {.look_interval = 1min});
    scheduler.start();
    loop_.run_for(2min);
    // The task runs for the instant that was missed last, at which the message was not yet old enough.
    clock().advance(3 * 24h + 13h + 50min);
    loop_.run_for(10min);
    EXPECT_EQ(status_of(sent->message.id), "sending");
    loop_.run_for(10min);
    EXPECT_EQ(status_of(sent->message.id), "temporary-failure");
    EXPECT_EQ(told(sent->message.id), Statuses{"temporary-failure"});
    scheduler.stop();
    loop_.run_for(2min);
}

// S-107: finding something is an event: it is counted.
TEST_P(ScheduledTasks, CountTheDeliveriesThatTheyRevive) {
    insert_unclaimed({test::make_message(service_, ids(), clock().now() - 2h)});
    EXPECT_EQ(run("replay-created-notifications", clock().now()), "0 queued again");
    execute("DELETE FROM deliveries");
    EXPECT_EQ(run("replay-created-notifications", clock().now()), "1 queued again");
    EXPECT_EQ(counter("herald_deliveries_revived_total"), 1);
    loop_.run_for(5s);
    EXPECT_EQ(count("notifications", "status = 'sending'"), 1);
}

TEST_P(ScheduledTasks, FreeClaimsOfWorkersThatAreGone) {
    insert_unclaimed({test::make_message(service_, ids(), clock().now())});
    execute("UPDATE deliveries SET owner = notification_id");
    loop_.run_for(5s);
    EXPECT_TRUE(provider_.sent.empty());
    run("replay-created-notifications", clock().now());
    loop_.run_for(5s);
    EXPECT_EQ(provider_.sent.size(), 1u);
}

// S-105: a second run at one instant finds nothing to do.
TEST_P(ScheduledTasks, IndexMessagesForTheSearchOnce) {
    constexpr int segment_messages = 64 * 256;
    std::vector<std::shared_ptr<notifications::Accepted>> all;
    for (int i = 0; i < segment_messages; ++i)
        all.push_back(test::make_message(service_, ids(), clock().now() - 1h, {.key_type = services::KeyType::test}));
    insert_unclaimed(all);
    const Timestamp at = clock().now();
    EXPECT_EQ(run("index-messages-for-search", at - 1h), "0 segments made and 0 removed") << "they are too young";
    EXPECT_EQ(run("index-messages-for-search", at), "1 segments made and 0 removed");
    EXPECT_EQ(run("index-messages-for-search", at), "0 segments made and 0 removed");
}

// S-086, S-088.
TEST_P(ScheduledTasks, MatchParkedReceiptsAndDropTheOldOnes) {
    receive(receipt_by_reference("known", Status::delivered, clock().now()));
    receive(receipt_by_reference("unknown", Status::delivered, clock().now()));
    const auto sent = send({.channel = notifications::Channel::email});
    loop_.run_for(1s);
    execute("UPDATE notifications SET reference = 'known'");
    EXPECT_EQ(run("match-parked-receipts", clock().now()), "1 matched");
    EXPECT_EQ(status_of(sent->message.id), "delivered");
    EXPECT_EQ(run("drop-parked-receipts", clock().now() + 59min), "0 dropped and 0 parts of messages");
    EXPECT_EQ(run("drop-parked-receipts", clock().now() + 1h), "1 dropped and 0 parts of messages");
}

}  // namespace
}  // namespace herald::app
