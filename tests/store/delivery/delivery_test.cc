// Messages on their way to a provider: outcomes, retries, ends.

#include <gtest/gtest.h>

#include "support/pipeline.h"

namespace herald::delivery {
namespace {

using namespace std::chrono_literals;
using notifications::Channel;
using services::KeyType;
using Result = SendResult;

class DeliveryStage : public test::PipelineTest {
protected:
    /// How the provider answers from now on.
    void answer(Result::Outcome outcome) {
        provider_.answer = [outcome](const auto&) { return Result{.outcome = outcome, .error = "as the test wants"}; };
    }
    /// Attempts recorded in the message's delivery row; nothing when it has none.
    std::optional<std::int64_t> attempts(const Uuid& id) {
        const auto text = test::ad_hoc("SELECT attempts FROM deliveries WHERE notification_id = ?1",
                                       "SELECT attempts FROM deliveries WHERE notification_id = $1", 1);
        return store().read_now([&](db::Transaction& tx) -> std::optional<std::int64_t> {
            const auto rows = tx.query(text, {id});
            if (rows.empty()) return std::nullopt;
            return rows[0].get<std::int64_t>(0);
        });
    }
    struct SampleRow {
        Channel channel;
        const char* recipient;
    };
    /// A test key's message as a process leaves it that dies between the two steps.
    Uuid make_left_simulation() {
        const auto accepted =
            test::make_message(service_, ids(), clock().now(), {.recipient = "07700900002", .key_type = KeyType::test});
        insert_unclaimed({accepted});
        execute("UPDATE deliveries SET step = 'simulate'");
        execute("UPDATE notifications SET status = 'sending', sent_by = 'mmg'");
        stages();
        return accepted->message.id;
    }
};
HERALD_ON_BOTH_STORES(DeliveryStage);

// S-011: one home. The row is written once, live; nothing goes to the history while it is under way.
TEST_P(DeliveryStage, HandsAMessageOverAndRecordsWhoTookIt) {
    const auto sent = send();
    loop_.run_for(1s);
    const auto message = stored(sent->message.id);
    EXPECT_EQ(to_text(message.status), "sending");
    EXPECT_EQ(message.sent_by, provider_.sent.at(0).provider);
    EXPECT_EQ(message.billable_units, 1);
    EXPECT_TRUE(message.sent_at.has_value());
    EXPECT_EQ(provider_.sent.at(0).text, "Hello Ada");
    EXPECT_EQ(count("deliveries"), 0);
    EXPECT_EQ(count("notification_history"), 0);
    EXPECT_TRUE(told(sent->message.id).empty());
}

TEST_P(DeliveryStage, MarksAMessageAbroadAsSent) {
    const auto sent = send({.international = true, .phone_prefix = "1"});
    loop_.run_for(1s);
    EXPECT_EQ(status_of(sent->message.id), "sent");
}

TEST_P(DeliveryStage, KeepsTheProvidersReferenceOfAnEmail) {
    provider_.answer = [](const auto&) { return Result{.outcome = Result::Outcome::accepted, .reference = "ses-1"}; };
    const auto sent = send({.channel = Channel::email});
    loop_.run_for(1s);
    EXPECT_EQ(stored(sent->message.id).reference, "ses-1");
    EXPECT_EQ(stored(sent->message.id).billable_units, 0);
}

TEST_P(DeliveryStage, RepeatsATextMessageAtOnceByAnotherProvider) {
    answer(Result::Outcome::retryable);
    const auto sent = send();
    loop_.run_for(1s);
    ASSERT_EQ(provider_.sent.size(), 2u);
    EXPECT_NE(provider_.sent[0].provider, provider_.sent[1].provider);
    EXPECT_EQ(attempts(sent->message.id), 2);
    EXPECT_EQ(status_of(sent->message.id), "created");
    // Public-api §4.3: the first attempt, even a failed one, settles the cost.
    EXPECT_EQ(stored(sent->message.id).billable_units, 1);
}

TEST_P(DeliveryStage, RepeatsAnEmailAfterFiveMinutesGiveOrTakeATenth) {
    answer(Result::Outcome::retryable);
    send({.channel = Channel::email});
    loop_.run_for(1s);
    EXPECT_EQ(provider_.sent.size(), 1u);
    loop_.run_for(268s);
    EXPECT_EQ(provider_.sent.size(), 1u);
    loop_.run_for(64s);
    EXPECT_EQ(provider_.sent.size(), 2u);
}

// Tasks §4.2: 48 retries, then technical-failure, and the service is told.
TEST_P(DeliveryStage, GivesUpAfterFortyEightRetriesAndTellsTheService) {
    options_.look_every(10s);
    answer(Result::Outcome::unknown);
    const auto sent = send();
    loop_.run_for(47 * 270s);
    EXPECT_EQ(status_of(sent->message.id), "created");
    loop_.run_for(4h);
    EXPECT_EQ(provider_.sent.size(), 49u);
    EXPECT_EQ(status_of(sent->message.id), "technical-failure");
    EXPECT_EQ(told(sent->message.id), std::vector<std::string>{"technical-failure"});
    EXPECT_EQ(count("deliveries"), 0);
    loop_.run_for(1h);
    EXPECT_EQ(provider_.sent.size(), 49u);
}

TEST_P(DeliveryStage, TellsNobodyOfATechnicalFailureWhereThatIsSwitchedOff) {
    options_.delivery.callback_on_technical_failure = false;
    answer(Result::Outcome::rejected);
    const auto sent = send();
    loop_.run_for(1s);
    EXPECT_EQ(status_of(sent->message.id), "technical-failure");
    EXPECT_EQ(provider_.sent.size(), 1u);
    EXPECT_TRUE(told(sent->message.id).empty());
}

TEST_P(DeliveryStage, EndsWhatAProviderSaysCannotBeDelivered) {
    answer(Result::Outcome::undeliverable);
    const auto sent = send({.channel = Channel::email});
    loop_.run_for(1s);
    EXPECT_EQ(status_of(sent->message.id), "permanent-failure");
    EXPECT_EQ(told(sent->message.id), std::vector<std::string>{"permanent-failure"});
}

TEST_P(DeliveryStage, TakesAStatusThatAcceptanceProves) {
    provider_.answer = [](const auto&) {
        return Result{.outcome = Result::Outcome::accepted, .status_on_acceptance = notifications::Status::delivered};
    };
    const auto sent = send({.channel = Channel::email});
    loop_.run_for(1s);
    EXPECT_EQ(status_of(sent->message.id), "delivered");
    EXPECT_EQ(told(sent->message.id), std::vector<std::string>{"delivered"});
}

TEST_P(DeliveryStage, SendsNothingOfAnInactiveService) {
    execute("UPDATE services SET active = FALSE, change_number = change_number + 1");
    service_.service = store().write_now(
        [&](db::Transaction& tx) { return services::load_service(tx, sealer_, service_.id, clock().now()); });
    const auto sent = send();
    loop_.run_for(1s);
    EXPECT_TRUE(provider_.sent.empty());
    EXPECT_EQ(status_of(sent->message.id), "technical-failure");
    EXPECT_EQ(told(sent->message.id), std::vector<std::string>{"technical-failure"});
}

TEST_P(DeliveryStage, WaitsWhileNoProviderIsActive) {
    execute("UPDATE providers SET active = FALSE");
    const auto sent = send();
    loop_.run_for(1min);
    EXPECT_TRUE(provider_.sent.empty());
    EXPECT_EQ(status_of(sent->message.id), "created");
    execute("UPDATE providers SET active = TRUE WHERE identifier = 'mmg'");
    loop_.run_for(10min);
    EXPECT_EQ(status_of(sent->message.id), "sending");
}

// Tasks §4.2 step 6: a receipt that overtakes the outcome's commit keeps its status; who sent it and when is added.
TEST_P(DeliveryStage, KeepsTheStatusOfAReceiptThatOvertookTheOutcome) {
    provider_.latency = [] { return Duration(5s); };
    const auto sent = send();
    loop_.run_for(1s);
    EXPECT_EQ(receive(receipt_by_id(sent->message.id, notifications::Status::delivered)).result,
              receipts::Applied::Result::applied);
    EXPECT_EQ(stored(sent->message.id).sent_at, std::nullopt);
    loop_.run_for(10s);
    const auto message = stored(sent->message.id);
    EXPECT_EQ(to_text(message.status), "delivered");
    EXPECT_TRUE(message.sent_at.has_value());
    EXPECT_TRUE(message.sent_by.has_value());
    EXPECT_EQ(message.billable_units, 1);
    EXPECT_EQ(count("deliveries"), 0);
    EXPECT_EQ(told(sent->message.id), std::vector<std::string>{"delivered"});
}

// A claim finds that a receipt has come meanwhile: the message does not go out again.
TEST_P(DeliveryStage, DoesNotRepeatAMessageThatHasItsReceipt) {
    answer(Result::Outcome::unknown);
    const auto sent = send({.channel = Channel::sms});
    loop_.run_for(1s);
    const std::size_t tries = provider_.sent.size();
    receive(receipt_by_id(sent->message.id, notifications::Status::delivered));
    loop_.run_for(1h);
    EXPECT_EQ(provider_.sent.size(), tries);
    EXPECT_EQ(status_of(sent->message.id), "delivered");
    EXPECT_EQ(count("deliveries"), 0);
}

TEST_P(DeliveryStage, SimulatesTheMessagesOfATestKey) {
    execute("UPDATE providers SET active = FALSE WHERE identifier = 'mmg'");
    const std::pair<SampleRow, const char*> rows[] = {
        {{Channel::sms, "07700900003"}, "temporary-failure"},
        {{Channel::sms, "07700900002"}, "permanent-failure"},
        {{Channel::sms, "07700900001"}, "delivered"},
        {{Channel::email, "temp-fail@simulator.notify"}, "temporary-failure"},
        {{Channel::email, "ada@example.com"}, "delivered"},
    };
    for (const auto& [row, status] : rows) {
        const auto sent = send({.channel = row.channel, .recipient = row.recipient, .key_type = KeyType::test});
        EXPECT_EQ(status_of(sent->message.id), "created");
        loop_.run_for(1s);
        const auto message = stored(sent->message.id);
        EXPECT_EQ(to_text(message.status), std::string(status)) << row.recipient;
        EXPECT_EQ(told(sent->message.id), std::vector<std::string>{status}) << row.recipient;
        EXPECT_EQ(message.billable_units, row.channel == Channel::sms ? 1 : 0);
        EXPECT_EQ(message.sent_by, row.channel == Channel::sms ? "firetext" : "ses");
    }
    EXPECT_TRUE(provider_.sent.empty());
    EXPECT_EQ(count("deliveries"), 0);
}

TEST_P(DeliveryStage, FinishesASimulationThatAProcessHasLeft) {
    const auto sent = make_left_simulation();
    loop_.run_for(5s);
    EXPECT_EQ(status_of(sent), "permanent-failure");
    EXPECT_EQ(told(sent), std::vector<std::string>{"permanent-failure"});
}

TEST_P(DeliveryStage, DropsADeliveryWhoseMessageIsGone) {
    insert_unclaimed({test::make_message(service_, ids(), clock().now())});
    execute("DELETE FROM notifications");
    stages();
    loop_.run_for(2s);
    EXPECT_TRUE(provider_.sent.empty());
    EXPECT_EQ(count("deliveries"), 0);
}

// A store that is gone for a moment: what a provider has taken is not given to it again.
TEST_P(DeliveryStage, OffersAnOutcomeAgainUntilTheStoreTakesIt) {
    const auto sent = send();
    inline_.fail_when([] { return test::InlineStore::Fault::refused; });
    loop_.run_for(20s);
    inline_.fail_when(nullptr);
    loop_.run_for(5min);
    EXPECT_EQ(provider_.times(sent->message.id), 1u);
    EXPECT_EQ(status_of(sent->message.id), "sending");
    EXPECT_EQ(count("deliveries"), 0);
}

// A commit whose answer is lost leaves nothing lying about that only looks claimed.
TEST_P(DeliveryStage, FindsAgainWhatWasCommittedWithoutItsKnowledge) {
    stages();
    bool lost = false;
    inline_.fail_when([&] {
        return std::exchange(lost, true) ? test::InlineStore::Fault::none : test::InlineStore::Fault::answer_lost;
    });
    const auto accepted = test::make_message(service_, ids(), clock().now());
    EXPECT_THROW(loop_.run(test::accept(stages().intake, accepted)), db::CommitUnknown);
    EXPECT_EQ(status_of(accepted->message.id), "created");
    loop_.run_for(2min);
    EXPECT_EQ(status_of(accepted->message.id), "sending");
    EXPECT_EQ(provider_.times(accepted->message.id), 1u);
}

}  // namespace
}  // namespace herald::delivery
