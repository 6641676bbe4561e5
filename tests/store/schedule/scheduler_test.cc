#include "schedule/scheduler.h"

#include <gtest/gtest.h>

#include "support/database.h"
#include "support/inline_store.h"
#include "support/virtual_loop.h"

namespace herald::schedule {
namespace {

using namespace std::chrono_literals;

class Scheduling : public test::StoreTest {
protected:
    Task<std::string> run(std::string name, Timestamp at) {
        runs_.push_back(name + " " + at.to_iso().substr(11, 5));
        co_await sleep(loop_, run_time_);
        if (fails_) throw std::runtime_error("the task fails");
        co_return "done";
    }
    void add(const std::string& name, std::string_view cron) {
        registry_.add(name, "A task of the test", cron, [this, name](Timestamp at) { return run(name, at); });
    }
    void look() { loop_.run(scheduler_.run_due()); }
    void set(const char* time) { clock().set(*Timestamp::parse_iso("2026-11-02T" + std::string(time) + "Z")); }

    test::VirtualLoop loop_{clock()};
    test::InlineStore inline_{store()};
    Registry registry_;
    Scheduler scheduler_{inline_, loop_, clock(), metrics(), registry_, {}};
    std::vector<std::string> runs_;
    Duration run_time_{};
    bool fails_ = false;
};
HERALD_ON_BOTH_STORES(Scheduling);

using Runs = std::vector<std::string>;

TEST_P(Scheduling, RunsNothingAtFirstAndThenWhatBecomesDue) {
    add("hourly", "0 * * * *");
    set("10:30:00");
    look();
    EXPECT_TRUE(runs_.empty());
    set("10:59:59");
    look();
    EXPECT_TRUE(runs_.empty());
    set("11:00:03");
    look();
    look();
    EXPECT_EQ(runs_, (Runs{"hourly 11:00"}));
}

// Tasks §1.10: catch-up is limited to the last missed instant.
TEST_P(Scheduling, CatchesUpOnceAfterDowntime) {
    add("hourly", "0 * * * *");
    set("00:10:00");
    look();
    set("09:30:00");
    look();
    look();
    EXPECT_EQ(runs_, (Runs{"hourly 09:00"}));
    set("10:00:00");
    look();
    EXPECT_EQ(runs_, (Runs{"hourly 09:00", "hourly 10:00"}));
}

TEST_P(Scheduling, OfTwoProcessesRunsADueInstantOnce) {
    add("hourly", "0 * * * *");
    test::InlineStore other_store(store());
    Scheduler other(other_store, loop_, clock(), metrics(), registry_, {});
    set("10:30:00");
    look();
    loop_.run(other.run_due());
    run_time_ = 10min;
    set("11:00:00");
    spawn([](Scheduler& scheduler) -> Task<void> { co_await scheduler.run_due(); }(scheduler_));
    EXPECT_EQ(loop_.run(other.run_due()), 0u);
    loop_.run_for(20min);
    EXPECT_EQ(runs_, (Runs{"hourly 11:00"}));
}

TEST_P(Scheduling, RunsAgainWhatWasBegunAndNeverFinished) {
    add("daily", "0 0 * * *");
    add("other", "0 0 * * *");
    set("00:00:30");
    look();
    clock().advance(24h);
    fails_ = true;
    look();
    fails_ = false;
    EXPECT_EQ(runs_, (Runs{"daily 00:00", "other 00:00"}));
    clock().advance(1h);
    look();
    EXPECT_EQ(runs_.size(), 2u);
    clock().advance(1s);
    look();
    EXPECT_EQ(runs_, (Runs{"daily 00:00", "other 00:00", "daily 00:00", "other 00:00"}));
    clock().advance(2h);
    look();
    EXPECT_EQ(runs_.size(), 4u);
}

TEST_P(Scheduling, LooksByItselfUntilItIsStopped) {
    add("minutely", "* * * * *");
    scheduler_.start();
    loop_.run_for(10min);
    EXPECT_EQ(runs_.size(), 10u);
    scheduler_.stop();
    loop_.run_for(10min);
    EXPECT_EQ(runs_.size(), 10u);
    EXPECT_TRUE(scheduler_.idle());
}

}  // namespace
}  // namespace herald::schedule
