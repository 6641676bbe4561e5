#include "receipts/receipts.h"

#include <gtest/gtest.h>

#include "support/archive.h"
#include "support/captured_log.h"
#include "support/pipeline.h"

namespace herald::receipts {
namespace {

using namespace std::chrono_literals;
using notifications::Channel;
using notifications::Status;
using Result = Applied::Result;
using Statuses = std::vector<std::string>;

class ReceiptStage : public test::PipelineTest {
protected:
    /// An email that the provider has under `reference`.
    notifications::AcceptedPtr send_email(const std::string& reference) {
        provider_.answer = [reference](const auto&) {
            return delivery::SendResult{.outcome = delivery::SendResult::Outcome::accepted, .reference = reference};
        };
        auto sent = send({.channel = Channel::email});
        loop_.run_for(1s);
        return sent;
    }
    notifications::AcceptedPtr send_text() {
        auto sent = send();
        loop_.run_for(1s);
        return sent;
    }
    void archive() { test::archive_messages(store()); }
    std::string archived_status() {
        const auto text =
            test::ad_hoc("SELECT status FROM notification_history", "SELECT status FROM notification_history", 0);
        return store().read_now([&](db::Transaction& tx) { return tx.query(text, {})[0].get<std::string>(0); });
    }
    /// The statuses in which messages are counted: `delivered 1`.
    std::string counted() {
        const std::string sums =
            "SELECT status, CAST(sum(count) AS BIGINT) FROM notification_counts GROUP BY status HAVING sum(count) <> 0 "
            "ORDER BY status";
        return store().read_now([&](db::Transaction& tx) {
            std::string text;
            for (const auto row : tx.query(test::ad_hoc(sums, sums, 0), {}))
                text += (text.empty() ? "" : ", ") + row.get<std::string>(0) + " " +
                        std::to_string(row.get<std::int64_t>(1));
            return text;
        });
    }

    test::CapturedLog log_;
};
HERALD_ON_BOTH_STORES(ReceiptStage);

TEST_P(ReceiptStage, EndsATextMessageByItsId) {
    const auto sent = send_text();
    const auto applied =
        receive(receipt_by_id(sent->message.id, Status::delivered, sent->message.sent_by.value_or("mmg")));
    EXPECT_EQ(applied.result, Result::applied);
    loop_.run_for(1s);
    EXPECT_EQ(status_of(sent->message.id), "delivered");
    EXPECT_EQ(told(sent->message.id), Statuses{"delivered"});
    EXPECT_EQ(count("notification_history"), 0);
}

// S-084: an email's receipt is matched by the reference that the provider gave.
TEST_P(ReceiptStage, EndsAnEmailByTheProvidersReference) {
    const auto sent = send_email("ses-1");
    EXPECT_EQ(receive(receipt_by_reference("ses-1", Status::delivered, clock().now())).result, Result::applied);
    EXPECT_EQ(status_of(sent->message.id), "delivered");
}

// S-085, S-088, S-089: a receipt for what nobody knows is taken, counted and changes nothing.
TEST_P(ReceiptStage, TakesAReceiptForAMessageThatNobodyKnows) {
    EXPECT_EQ(receive(receipt_by_id(ids().next_random(), Status::delivered)).result, Result::unknown);
    Receipt nonsense = receipt_by_id(Uuid{}, Status::delivered);
    nonsense.reference = "no id at all";
    EXPECT_EQ(receive(nonsense).result, Result::unknown);
    EXPECT_EQ(count("parked_receipts"), 0);
    EXPECT_EQ(stages().metrics.counter("herald_receipts_total", "", {{"result", "unknown"}}).value(), 2);
    const auto lines = log_.of_event("receipt_unknown");
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].root()["level"].text(), "info");
    EXPECT_EQ(lines[0].root()["new_status"].text(), "delivered");
    EXPECT_EQ(lines[1].root()["reference"].text(), "no id at all");
}

// Tasks §6.1 step 5, §6.2 step 3: what the provider said is in the log, with its codes and without a recipient; a
// success only for who wants to see everything.
TEST_P(ReceiptStage, LogsWhatTheProviderSaid) {
    const auto sent = send_text();
    Receipt receipt = receipt_by_id(sent->message.id, Status::permanent_failure, "firetext");
    execute("UPDATE notifications SET sent_by = 'firetext'");
    receipt.status_code = "1";
    receipt.detail_code = "777";
    receive(receipt);
    const auto lines = log_.of_event("receipt");
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].root()["level"].text(), "info");
    EXPECT_EQ(lines[0].root()["notification_id"].text(), sent->message.id.to_string());
    EXPECT_EQ(lines[0].root()["provider"].text(), "firetext");
    EXPECT_EQ(lines[0].root()["new_status"].text(), "permanent-failure");
    EXPECT_EQ(lines[0].root()["status_code"].text(), "1");
    EXPECT_EQ(lines[0].root()["detail_code"].text(), "777");
    EXPECT_EQ(log_.of_event("receipt_detail_unknown").size(), 1u) << "a reason that is not in Firetext's table";
    receive(receipt_by_id(send_text()->message.id, Status::delivered));
    EXPECT_EQ(log_.of_event("receipt").size(), 1u);
    for (const auto& one : log_.lines()) EXPECT_EQ(one.find("7900900123"), std::string::npos) << one;
}

// S-091: the second receipt changes nothing and calls nobody.
TEST_P(ReceiptStage, TakesADuplicateWithoutEffect) {
    const auto sent = send_text();
    receive(receipt_by_id(sent->message.id, Status::delivered));
    loop_.run_for(1s);
    const auto before = stored(sent->message.id);
    for (const Status status : {Status::delivered, Status::permanent_failure}) {
        const auto applied = receive(receipt_by_id(sent->message.id, status));
        EXPECT_EQ(applied.result, Result::duplicate);
        EXPECT_EQ(applied.message->status, Status::delivered);
        EXPECT_EQ(applied.message->updated_at, before.updated_at);
    }
    loop_.run_for(1min);
    EXPECT_EQ(stored(sent->message.id).updated_at, before.updated_at);
    EXPECT_EQ(told(sent->message.id), Statuses{"delivered"});
}

// S-090, S-091: the one line about a duplicate says all that is needed to look into it, and no recipient.
TEST_P(ReceiptStage, LogsADuplicateWithWhatIsNeededToLookIntoIt) {
    const auto sent = send_text();
    receive(receipt_by_id(sent->message.id, Status::delivered));
    clock().advance(90s);
    receive(receipt_by_id(sent->message.id, Status::permanent_failure));
    const auto lines = log_.of_event("receipt_duplicate");
    ASSERT_EQ(lines.size(), 1u);
    const auto line = lines[0].root();
    EXPECT_EQ(line["level"].text(), "info");
    EXPECT_EQ(line["service_id"].text(), service_.id.to_string());
    EXPECT_EQ(line["notification_id"].text(), sent->message.id.to_string());
    EXPECT_EQ(line["notification_type"].text(), "sms");
    EXPECT_EQ(line["provider"].text(), stored(sent->message.id).sent_by);
    EXPECT_EQ(line["new_status"].text(), "permanent-failure");
    EXPECT_EQ(line["current_status"].text(), "delivered");
    EXPECT_EQ(line["seconds_since_set"].as_double(), 90.0);
    for (const auto& one : log_.lines()) EXPECT_EQ(one.find("7900900123"), std::string::npos) << one;
}

// S-092: unknown and duplicate are counted apart.
TEST_P(ReceiptStage, CountsDuplicatesApartFromTheUnknown) {
    const auto sent = send_text();
    for (int i = 0; i < 2; ++i) receive(receipt_by_id(sent->message.id, Status::delivered));
    auto& metrics = stages().metrics;
    EXPECT_EQ(metrics.counter("herald_receipts_total", "", {{"result", "duplicate"}}).value(), 1);
    EXPECT_EQ(metrics.counter("herald_receipts_total", "", {{"result", "unknown"}}).value(), 0);
}

// S-094: each change has its own callback, with the values of its moment; `pending` has none.
TEST_P(ReceiptStage, TellsEachStatusOnce) {
    const auto sent = send({.international = true, .phone_prefix = "20"});
    loop_.run_for(1s);
    receive(receipt_by_id(sent->message.id, Status::pending));
    receive(receipt_by_id(sent->message.id, Status::temporary_failure));
    loop_.run_for(1s);
    EXPECT_EQ(told(sent->message.id), Statuses{"temporary-failure"});
}

TEST_P(ReceiptStage, HandlesTwoReceiptsForOneMessageInOneBatch) {
    const auto sent = send_text();
    std::vector<Result> results(3);
    int done = 0;
    const auto take = [](Receipts& stage, Receipt receipt, Result& result, int& ended) -> Task<void> {
        const Applied applied = co_await stage.accept(std::move(receipt));
        result = applied.result;
        ++ended;
    };
    spawn(take(stages().receipts, receipt_by_id(sent->message.id, Status::pending), results[0], done));
    spawn(take(stages().receipts, receipt_by_id(sent->message.id, Status::delivered), results[1], done));
    spawn(take(stages().receipts, receipt_by_id(sent->message.id, Status::delivered), results[2], done));
    loop_.run_until([&] { return done == 3; });
    EXPECT_EQ(results, (std::vector{Result::applied, Result::applied, Result::duplicate}));
    loop_.run_for(1s);
    EXPECT_EQ(status_of(sent->message.id), "delivered");
    EXPECT_EQ(told(sent->message.id), Statuses{"delivered"});
}

// S-086: the receipt comes first, the reference is stored two seconds later.
TEST_P(ReceiptStage, MatchesAReceiptThatCameBeforeItsReference) {
    provider_.latency = [] { return Duration(2s); };
    provider_.answer = [](const auto&) {
        return delivery::SendResult{.outcome = delivery::SendResult::Outcome::accepted, .reference = "early"};
    };
    const auto sent = send({.channel = Channel::email});
    loop_.run_for(1s);
    EXPECT_EQ(receive(receipt_by_reference("early", Status::delivered, clock().now())).result, Result::parked);
    EXPECT_EQ(count("parked_receipts"), 1);
    loop_.run_for(5s);
    EXPECT_EQ(status_of(sent->message.id), "delivered");
    EXPECT_EQ(told(sent->message.id), Statuses{"delivered"});
    EXPECT_EQ(count("parked_receipts"), 0);
}

// S-086, the other order: outcome and receipt commit side by side, so that neither sees the other. The task matches
// them.
TEST_P(ReceiptStage, MatchesWhatIsParkedAlthoughItsReferenceIsThere) {
    const auto sent = send_email("side-by-side");
    const auto park = test::ad_hoc(
        "INSERT INTO parked_receipts (id, reference, status, provider, received_at) VALUES (?1, 'side-by-side', "
        "'permanent-failure', 'ses', ?2)",
        "INSERT INTO parked_receipts (id, reference, status, provider, received_at) VALUES ($1, 'side-by-side', "
        "'permanent-failure', 'ses', $2)",
        2);
    store().write_now([&](db::Transaction& tx) { tx.execute(park, {ids().next_random(), clock().now()}); });
    EXPECT_EQ(loop_.run(stages().receipts.match_parked()), 1u);
    EXPECT_EQ(loop_.run(stages().receipts.match_parked()), 0u);
    loop_.run_for(2s);
    EXPECT_EQ(status_of(sent->message.id), "permanent-failure");
    EXPECT_EQ(told(sent->message.id), Statuses{"permanent-failure"});
}

// S-084: the mail carries our own id as well, which finds the message where its reference is not stored.
TEST_P(ReceiptStage, FindsAnEmailByOurOwnIdWhereItsReferenceIsNotStored) {
    const auto sent = send_email("stored");
    auto receipt = receipt_by_reference("another", Status::delivered, clock().now());
    receipt.notification_id = sent->message.id;
    EXPECT_EQ(receive(receipt).result, Result::applied);
    EXPECT_EQ(status_of(sent->message.id), "delivered");
    EXPECT_EQ(count("parked_receipts"), 0);
}

// S-086: only the receipts of young mails are kept, and not for ever.
TEST_P(ReceiptStage, ParksOnlyYoungReceiptsAndDropsThemWhenTheyAreOld) {
    EXPECT_EQ(receive(receipt_by_reference("old", Status::delivered, clock().now() - 5min)).result, Result::unknown);
    EXPECT_EQ(receive(receipt_by_reference("young", Status::delivered, clock().now() - 5min + 1s)).result,
              Result::parked);
    const Timestamp received = clock().now();
    EXPECT_EQ(loop_.run(stages().receipts.drop_parked(received)), 0u);
    EXPECT_EQ(loop_.run(stages().receipts.drop_parked(received + 1s)), 1u);
    EXPECT_EQ(count("parked_receipts"), 0);
}

// S-011, S-087: a late receipt changes the archived row; the service is told, without the recipient that nobody has.
TEST_P(ReceiptStage, ChangesAnArchivedMessageByItsId) {
    const auto sent = send_text();
    archive();
    const auto applied = receive(receipt_by_id(sent->message.id, Status::delivered));
    EXPECT_EQ(applied.result, Result::applied);
    EXPECT_TRUE(applied.archived);
    loop_.run_for(1s);
    EXPECT_EQ(archived_status(), "delivered");
    EXPECT_EQ(counted(), "delivered 1") << "counters tell of archived messages, too";
    ASSERT_EQ(told(sent->message.id), Statuses{"delivered"});
    EXPECT_NE(calls_.at(0).body.find(R"("to":null)"), std::string::npos);
    EXPECT_EQ(receive(receipt_by_id(sent->message.id, Status::delivered)).result, Result::duplicate);
}

// S-011, S-087.
TEST_P(ReceiptStage, ChangesAnArchivedEmailByItsReference) {
    const auto sent = send_email("late");
    archive();
    EXPECT_EQ(receive(receipt_by_reference("late", Status::permanent_failure, clock().now() - 24h)).result,
              Result::applied);
    loop_.run_for(1s);
    EXPECT_EQ(archived_status(), "permanent-failure");
    EXPECT_EQ(counted(), "permanent-failure 1");
    EXPECT_EQ(told(sent->message.id), Statuses{"permanent-failure"});
}

TEST_P(ReceiptStage, NeverChangesANumberAbroadWhoseCountryTellsNothing) {
    const auto sent = send({.international = true, .phone_prefix = "1"});
    loop_.run_for(1s);
    EXPECT_EQ(receive(receipt_by_id(sent->message.id, Status::permanent_failure)).result, Result::ignored);
    loop_.run_for(1s);
    EXPECT_EQ(status_of(sent->message.id), "sent");
    EXPECT_TRUE(told(sent->message.id).empty());
}

TEST_P(ReceiptStage, StoresAComplaintOnceAndTellsTheService) {
    store().write_now([&](db::Transaction& tx) {
        const services::ServiceStore all(clock(), ids(), sealer_);
        EXPECT_FALSE(all.set_callback(tx, service_.id, services::CallbackType::complaint,
                                      {"https://service.example/complaints", "the-token-of-the-service"}));
    });
    const auto sent = send_email("complained");
    Complaint complaint{.reference = "complained", .feedback_id = "feedback-1", .type = "abuse", .date = clock().now()};
    for (int i = 0; i < 2; ++i) EXPECT_TRUE(loop_.run(stages().receipts.accept(complaint)));
    loop_.run_for(2s);
    EXPECT_EQ(count("complaints"), 1);
    EXPECT_EQ(status_of(sent->message.id), "sending");
    ASSERT_EQ(calls_.size(), 1u);
    EXPECT_EQ(calls_[0].url, "https://service.example/complaints");
    EXPECT_NE(calls_[0].body.find(R"("to":"ada@example.com")"), std::string::npos);

    // S-084: the mail carries our own id as well.
    Complaint by_own_id{.reference = "not stored", .feedback_id = "feedback-1", .date = clock().now()};
    by_own_id.notification_id = sent->message.id;
    EXPECT_TRUE(loop_.run(stages().receipts.accept(by_own_id)));
    EXPECT_EQ(count("complaints"), 1);

    complaint.feedback_id = "feedback-2";
    archive();
    EXPECT_TRUE(loop_.run(stages().receipts.accept(complaint)));
    loop_.run_for(2s);
    ASSERT_EQ(calls_.size(), 2u);
    EXPECT_NE(calls_[1].body.find(R"("to":null)"), std::string::npos);

    complaint.feedback_id = "feedback-3";
    complaint.recipient = "Ada@Example.com";
    EXPECT_TRUE(loop_.run(stages().receipts.accept(complaint)));
    loop_.run_for(2s);
    ASSERT_EQ(calls_.size(), 3u);
    EXPECT_NE(calls_[2].body.find(R"("to":"Ada@Example.com")"), std::string::npos);

    complaint.reference = "nobody's";
    EXPECT_FALSE(loop_.run(stages().receipts.accept(complaint)));
}

}  // namespace
}  // namespace herald::receipts
