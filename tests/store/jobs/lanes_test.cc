#include <gtest/gtest.h>

#include "delivery/safety_nets.h"
#include "store/jobs/jobs_test.h"

namespace herald::jobs {
namespace {

using namespace std::chrono_literals;

/// Rows of a job and single messages on their way to a slow provider.
class LanesOfDelivery : public test::JobsTest {
protected:
    LanesOfDelivery() {
        options_.delivery.in_flight_max = 4;
        job_options_.chunk_rows = 10;
        provider_.latency = [] { return Duration(1s); };
    }
    bool is_sent(const Uuid& id) const { return provider_.times(id) > 0; }
};
HERALD_ON_BOTH_STORES(LanesOfDelivery);

TEST_P(LanesOfDelivery, LetASingleMessageOvertakeAJob) {
    const Uuid id = upload(texts(100));
    process(5s);
    ASSERT_EQ(job(id).status, JobStatus::all_created);
    const auto urgent = send();
    loop_.run_for(3s);
    EXPECT_TRUE(is_sent(urgent->message.id));
    EXPECT_LT(provider_.sent.size(), 50u);
}

TEST_P(LanesOfDelivery, SendEveryRowHoweverLittleRoomThereIs) {
    const Uuid id = upload(texts(100));
    process(2min);
    EXPECT_EQ(provider_.sent.size(), 100u);
    EXPECT_EQ(statistics(id), "sending=100");
}

TEST_P(LanesOfDelivery, GiveJobsATurnHoweverManySingleMessagesThereAre) {
    std::vector<std::shared_ptr<notifications::Accepted>> singles;
    for (int i = 0; i < 200; ++i) singles.push_back(test::make_message(service_, ids(), clock().now()));
    insert_unclaimed(singles);
    const Uuid id = upload(texts(3));
    process(20s);
    EXPECT_EQ(statistics(id), "sending=3");
    EXPECT_LT(provider_.sent.size(), 150u);
}

TEST_P(LanesOfDelivery, FindLostRowsAgain) {
    const Uuid id = upload(texts(5));
    options_.delivery.in_flight_max = 1;
    provider_.latency = [] { return Duration(1h); };
    process(2s);
    execute("DELETE FROM deliveries");
    const std::size_t revived =
        store().write_now([&](db::Transaction& tx) { return delivery::replay_created(tx, clock().now() + 2h, {}); });
    EXPECT_EQ(revived, 5u);
    EXPECT_EQ(messages_of(id), 5);
}

}  // namespace
}  // namespace herald::jobs
