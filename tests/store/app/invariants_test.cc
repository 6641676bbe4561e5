#include "app/invariants/invariant.h"

#include <gtest/gtest.h>

#include <map>

#include "balancing/provider_store.h"
#include "support/pipeline.h"

namespace herald::app {
namespace {

using namespace std::chrono_literals;
using notifications::Status;

class Invariants : public test::PipelineTest {
protected:
    /// Violations by invariant; those that hold are not in it.
    std::map<std::string, std::vector<std::string>> broken() {
        return store().read_now([&](db::Transaction& tx) {
            std::map<std::string, std::vector<std::string>> found;
            for (const auto& invariant : all_invariants()) {
                auto violations = invariant->violations(tx, clock().now());
                if (!violations.empty()) found[std::string(invariant->name())] = std::move(violations);
            }
            return found;
        });
    }
    /// The only invariant that does not hold.
    std::string only_broken() {
        const auto found = broken();
        if (found.size() == 1) return found.begin()->first;
        std::string names;
        for (const auto& [name, violations] : found) names += name + " ";
        return names;
    }
    /// A copy of all live messages with other ids, which only the history has.
    void copy_to_history() {
        execute(
            "INSERT INTO notification_history (id, service_id, template_id, template_version, key_type, "
            "notification_type, status, "
            "billable_units, international, created_at) SELECT id, service_id, template_id, template_version, "
            "key_type, "
            "notification_type, status, billable_units, international, created_at FROM notifications");
    }
    Uuid send_one() {
        const auto sent = send();
        loop_.run_for(1s);
        return sent->message.id;
    }
};
HERALD_ON_BOTH_STORES(Invariants);

TEST_P(Invariants, HoldInANewStore) {
    EXPECT_TRUE(broken().empty());
}

// S-107: a busy hour with failures, receipts and simulations leaves nothing behind, and the counters equal a recount.
TEST_P(Invariants, HoldAfterABusyHour) {
    options_.look_every(20s);
    int turn = 0;
    provider_.answer = [&](const auto&) {
        using Outcome = delivery::SendResult::Outcome;
        constexpr Outcome outcomes[] = {Outcome::accepted, Outcome::retryable, Outcome::rejected, Outcome::unknown,
                                        Outcome::accepted};
        return delivery::SendResult{.outcome = outcomes[++turn % 5], .error = "as the test wants"};
    };
    endpoint_ = [&](const auto&) { return answered(++turn % 3 == 0 ? 500 : 200); };
    for (int i = 0; i < 30; ++i) {
        const auto sent = send({.channel = i % 3 == 0 ? notifications::Channel::email : notifications::Channel::sms,
                                .key_type = i % 7 == 0 ? services::KeyType::test : services::KeyType::normal,
                                .international = i % 11 == 0});
        loop_.run_for(1min);
        if (i % 2 == 0) receive(receipt_by_id(sent->message.id, i % 4 == 0 ? Status::pending : Status::delivered));
        EXPECT_TRUE(broken().empty()) << only_broken();
    }
    loop_.run_for(5h);
    EXPECT_TRUE(broken().empty()) << only_broken();
}

TEST_P(Invariants, SeeAMessageWithoutDelivery) {
    const auto accepted = test::make_message(service_, ids(), clock().now());
    insert_unclaimed({accepted});
    execute("DELETE FROM deliveries");
    EXPECT_TRUE(broken().empty());
    clock().advance(1min + 1us);
    EXPECT_EQ(only_broken(), "created-has-delivery");
    EXPECT_EQ(broken()["created-has-delivery"], std::vector<std::string>{accepted->message.id.to_string()});
}

TEST_P(Invariants, SeeADeliveryWithoutMessage) {
    insert_unclaimed({test::make_message(service_, ids(), clock().now())});
    execute("DELETE FROM notifications");
    execute("DELETE FROM notification_counts");
    EXPECT_EQ(only_broken(), "delivery-has-message");
}

TEST_P(Invariants, SeeADeliveryOfAMessageThatWasHandedOver) {
    insert_unclaimed({test::make_message(service_, ids(), clock().now())});
    execute("UPDATE notifications SET status = 'sending'");
    execute("UPDATE notification_counts SET status = 'sending'");
    EXPECT_EQ(only_broken(), "ended-has-no-delivery");
}

TEST_P(Invariants, SeeClaimsOfNobody) {
    insert_unclaimed({test::make_message(service_, ids(), clock().now())});
    execute("UPDATE deliveries SET owner = notification_id");
    EXPECT_EQ(only_broken(), "delivery-owner-lives");
}

TEST_P(Invariants, SeeCallbacksOfNobody) {
    endpoint_ = [](const auto&) { return answered(500); };
    receive(receipt_by_id(send_one(), Status::delivered));
    loop_.run_for(1s);
    execute("UPDATE callbacks SET owner = id");
    EXPECT_EQ(only_broken(), "callback-owner-lives");
}

// S-068.
TEST_P(Invariants, SeeARowOfAJobThatIsThereTwice) {
    execute("DROP INDEX notifications_job_row");
    insert_unclaimed(
        {test::make_message(service_, ids(), clock().now()), test::make_message(service_, ids(), clock().now())});
    execute("UPDATE notifications SET job_id = service_id, job_row_number = 4");
    EXPECT_EQ(only_broken(), "job-row-once");
}

// S-011.
TEST_P(Invariants, SeeAMessageInTwoPlaces) {
    const Uuid id = send_one();
    copy_to_history();
    const auto found = broken();
    EXPECT_EQ(found.at("one-home"), std::vector<std::string>{id.to_string()});
    EXPECT_EQ(found.count("counters"), 1u);
}

TEST_P(Invariants, SeeATestMessageInTheHistory) {
    send_one();
    copy_to_history();
    execute("DELETE FROM notifications");
    EXPECT_TRUE(broken().empty());
    execute("UPDATE notification_history SET key_type = 'test'");
    EXPECT_EQ(only_broken(), "no-test-history");
}

TEST_P(Invariants, SeeATemplateWithoutItsVersion) {
    execute("DELETE FROM templates_history WHERE template_type = 'email'");
    EXPECT_EQ(only_broken(), "template-version");
}

TEST_P(Invariants, SeeAParkedReceiptWhoseMessageIsKnown) {
    send_one();
    execute("UPDATE notifications SET reference = 'known'");
    const auto park = test::ad_hoc(
        "INSERT INTO parked_receipts (id, reference, status, provider, received_at) VALUES (?1, 'known', 'delivered', "
        "'ses', ?2)",
        "INSERT INTO parked_receipts (id, reference, status, provider, received_at) VALUES ($1, 'known', 'delivered', "
        "'ses', $2)",
        2);
    store().write_now([&](db::Transaction& tx) { tx.execute(park, {ids().next_random(), clock().now()}); });
    EXPECT_TRUE(broken().empty());
    loop_.run_for(2min);
    EXPECT_EQ(only_broken(), "parked-receipts-matched");
}

TEST_P(Invariants, SeeACounterThatIsOff) {
    send_one();
    execute("UPDATE notification_counts SET count = count + 1 WHERE status = 'sending'");
    EXPECT_EQ(only_broken(), "counters");
    EXPECT_NE(broken()["counters"].at(0).find("sending: counted +1"), std::string::npos);
}

TEST_P(Invariants, ShowAtMostTenExamples) {
    std::vector<std::shared_ptr<notifications::Accepted>> all;
    for (int i = 0; i < 12; ++i) all.push_back(test::make_message(service_, ids(), clock().now()));
    insert_unclaimed(all);
    execute("DELETE FROM notifications");
    EXPECT_EQ(broken()["delivery-has-message"].size(), 10u);
}

// Tasks §19.8.
TEST_P(Invariants, FindAProviderThatWasChangedBehindItsHistory) {
    store().write_now([&](db::Transaction& tx) { balancing::complete_providers(tx, ids()); });
    EXPECT_TRUE(broken().empty());
    execute("UPDATE providers SET version = version + 1 WHERE identifier = 'mmg'");
    EXPECT_EQ(only_broken(), "provider-version");
    execute("UPDATE providers SET version = version - 1, priority = 101 WHERE identifier = 'mmg'");
    EXPECT_EQ(only_broken(), "provider-version");
}

}  // namespace
}  // namespace herald::app
