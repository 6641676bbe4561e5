// The life of a message as its service can read it.

#include <gmock/gmock.h>

#include "notifications/cancelling.h"
#include "notifications/events.h"
#include "support/pipeline.h"

namespace herald::delivery {
namespace {

using namespace std::chrono_literals;
using notifications::Status;
using testing::ElementsAre;

class MessageEvents : public test::PipelineTest {
protected:
    /// Each as its name and what its detail says, in order; the times must not go back.
    std::vector<std::string> events(const Uuid& id) {
        const auto body = store().read_now(
            [&](db::Transaction& tx) { return notifications::events_json(tx, sealer_, service_.id, id); });
        std::vector<std::string> lines;
        if (!body) return lines;
        const auto json = JsonDocument::parse(*body);
        const JsonValue all = json->root()["events"];
        std::string last;
        for (std::size_t i = 0; i < all.size(); ++i) {
            EXPECT_LE(last, all[i]["at"].text());
            last = all[i]["at"].text();
            std::string line(all[i]["event"].text());
            for (std::size_t m = 0; m < all[i]["detail"].size(); ++m)
                line += " " + std::string(all[i]["detail"].member_value(m).text());
            lines.push_back(line);
        }
        return lines;
    }
    void answer(SendResult::Outcome outcome) {
        provider_.answer = [outcome](const auto&) {
            return SendResult{.outcome = outcome, .error = "the number 07900900123 is not here"};
        };
    }
};
HERALD_ON_BOTH_STORES(MessageEvents);

TEST_P(MessageEvents, OfAnOrdinaryMessageCostNoRowOfTheirOwn) {
    const auto sent = send();
    EXPECT_THAT(events(sent->message.id), ElementsAre("accepted sms"));
    loop_.run_for(1s);
    const std::string handed_over = "handed-over " + *stored(sent->message.id).sent_by;
    EXPECT_THAT(events(sent->message.id), ElementsAre("accepted sms", handed_over));
    receive(receipt_by_id(sent->message.id, Status::delivered));
    EXPECT_THAT(events(sent->message.id), ElementsAre("accepted sms", handed_over, "status delivered"));
    EXPECT_EQ(count("notification_events"), 0);
}

TEST_P(MessageEvents, TellOfEveryFailedAttemptButNotWhatTheProviderSaid) {
    answer(SendResult::Outcome::throttled);
    const auto sent = send({.channel = notifications::Channel::email});
    loop_.run_for(1s);
    EXPECT_THAT(events(sent->message.id),
                ElementsAre("accepted email", "attempt-failed 1 ses throttled", "next-attempt"));
    answer(SendResult::Outcome::unknown);
    loop_.run_for(6min);
    answer(SendResult::Outcome::accepted);
    loop_.run_for(6min);
    EXPECT_THAT(events(sent->message.id), ElementsAre("accepted email", "attempt-failed 1 ses throttled",
                                                      "attempt-failed 2 ses unknown", "handed-over ses"));
}

TEST_P(MessageEvents, EndWithTheFailureThatWasFinal) {
    answer(SendResult::Outcome::rejected);
    const auto sent = send({.channel = notifications::Channel::email});
    loop_.run_for(1s);
    EXPECT_THAT(events(sent->message.id), ElementsAre("accepted email", "attempt-failed 1 ses rejected",
                                                      "status technical-failure", "callback delivered 1 200"));
}

TEST_P(MessageEvents, SayThatNobodyWasThereToBeAsked) {
    execute("UPDATE providers SET active = FALSE WHERE notification_type = 'email'");
    const auto sent = send({.channel = notifications::Channel::email});
    loop_.run_for(1s);
    EXPECT_THAT(events(sent->message.id),
                ElementsAre("accepted email", "attempt-failed 1  no-provider", "next-attempt"));
}

TEST_P(MessageEvents, TellOfScheduleAndCancellation) {
    auto accepted = test::make_message(service_, ids(), clock().now());
    accepted->message.scheduled_for = clock().now() + 1h;
    loop_.run(test::accept(stages().intake, accepted));
    const std::string scheduled = "scheduled " + accepted->message.scheduled_for->to_iso();
    EXPECT_THAT(events(accepted->message.id), ElementsAre("accepted sms", scheduled));
    services::Authenticator authenticator(stages().services, clock());
    auto& all = stages();
    notifications::Cancelling cancelling(
        {inline_, loop_, clock(), sealer_, authenticator, all.templates, all.daily_limits, {}, all.links});
    clock().advance(1min);
    ASSERT_TRUE(loop_.run(cancelling.cancel(*service_.service, accepted->message.id)).is_cancelled);
    EXPECT_THAT(events(accepted->message.id), ElementsAre("accepted sms", scheduled, "cancelled"));
}

TEST_P(MessageEvents, TellHowTheServiceWasCalled) {
    endpoint_ = [](const auto&) { return answered(503); };
    const auto sent = send();
    loop_.run_for(1s);
    receive(receipt_by_id(sent->message.id, Status::permanent_failure));
    loop_.run_for(1s);
    EXPECT_EQ(events(sent->message.id).back(), "callback retrying 1 503");
    endpoint_ = [](const auto&) { return answered(204); };
    loop_.run_for(10min);
    EXPECT_EQ(events(sent->message.id).back(), "callback delivered 2 204");
}

TEST_P(MessageEvents, AreNotForOtherServices) {
    const auto other = test::make_sample_service(store(), clock(), ids(), sealer_, {.name = "Other"});
    EXPECT_TRUE(events(send(other)->message.id).empty());
    EXPECT_TRUE(events(ids().next_random()).empty());
}

}  // namespace
}  // namespace herald::delivery
