// Long text messages of which each part is told about.

#include "receipts/message_parts.h"

#include <gtest/gtest.h>

#include "support/pipeline.h"

namespace herald::receipts {
namespace {

using namespace std::chrono_literals;
using notifications::Status;
using Result = Applied::Result;

TEST(MessageParts, DecideAboutTheWhole) {
    const auto whole = [](std::vector<Status> parts) { return status_of_whole(parts); };
    EXPECT_EQ(whole({Status::delivered, Status::delivered}), Status::delivered);
    EXPECT_EQ(whole({Status::delivered, Status::sending}), std::nullopt);
    EXPECT_EQ(whole({Status::temporary_failure, Status::sending}), std::nullopt);
    EXPECT_EQ(whole({Status::temporary_failure, Status::delivered}), Status::temporary_failure);
    EXPECT_EQ(whole({Status::permanent_failure, Status::sending}), Status::permanent_failure);
    EXPECT_EQ(whole({Status::permanent_failure, Status::temporary_failure}), Status::permanent_failure);
}

class PartsOfMessages : public test::PipelineTest {
protected:
    /// A text message that the centre has in parts of these names.
    notifications::AcceptedPtr send_in(std::vector<std::string> parts, const test::SampleMessage& wanted = {}) {
        provider_.answer = [parts](const auto&) {
            return delivery::SendResult{.outcome = delivery::SendResult::Outcome::accepted,
                                        .reference = parts.front(),
                                        .parts = parts.size() > 1 ? parts : std::vector<std::string>{}};
        };
        auto sent = send(wanted);
        loop_.run_for(1s);
        return sent;
    }
    Result tell(const std::string& reference, Status status) {
        Receipt receipt = receipt_by_reference(reference, status);
        receipt.provider = "smpp";
        const Result result = receive(receipt).result;
        loop_.run_for(1s);
        return result;
    }
};
HERALD_ON_BOTH_STORES(PartsOfMessages);

TEST_P(PartsOfMessages, EndTheMessageWithTheLastOfThem) {
    const auto sent = send_in({"a", "b", "c"});
    EXPECT_EQ(count("message_parts"), 3);
    EXPECT_EQ(tell("b", Status::delivered), Result::part);
    EXPECT_EQ(tell("b", Status::delivered), Result::part) << "a repeat changes nothing";
    EXPECT_EQ(tell("a", Status::delivered), Result::part);
    EXPECT_EQ(status_of(sent->message.id), "sending");
    EXPECT_EQ(tell("c", Status::delivered), Result::applied);
    EXPECT_EQ(status_of(sent->message.id), "delivered");
    EXPECT_EQ(told(sent->message.id), std::vector<std::string>{"delivered"});
    EXPECT_EQ(count("message_parts"), 0);
}

TEST_P(PartsOfMessages, FailItAtOnceWhenOneIsUndeliverable) {
    const auto sent = send_in({"a", "b"});
    EXPECT_EQ(tell("b", Status::permanent_failure), Result::applied);
    EXPECT_EQ(status_of(sent->message.id), "permanent-failure");
}

TEST_P(PartsOfMessages, KeepTheFirstReportOfEach) {
    const auto sent = send_in({"a", "b"});
    tell("a", Status::temporary_failure);
    tell("a", Status::delivered);
    EXPECT_EQ(tell("b", Status::delivered), Result::applied);
    EXPECT_EQ(status_of(sent->message.id), "temporary-failure");
}

TEST_P(PartsOfMessages, MayBeToldAboutBeforeTheyAreKnown) {
    EXPECT_EQ(tell("b", Status::delivered), Result::parked);
    const auto sent = send_in({"a", "b"});
    EXPECT_EQ(count("parked_receipts"), 0);
    EXPECT_EQ(tell("a", Status::delivered), Result::applied);
    EXPECT_EQ(status_of(sent->message.id), "delivered");
}

TEST_P(PartsOfMessages, AreMatchedByTheSafetyNetWhenBothCommittedSideBySide) {
    const auto sent = send_in({"a", "b"});
    execute(
        "INSERT INTO parked_receipts (id, reference, status, provider, detail, received_at) SELECT id, 'b', "
        "'permanent-failure', 'smpp', NULL, created_at FROM notifications");
    EXPECT_EQ(loop_.run(stages().receipts.match_parked()), 1U);
    EXPECT_EQ(status_of(sent->message.id), "permanent-failure");
}

TEST_P(PartsOfMessages, AreForgottenWhenNobodyTellsOfThem) {
    send_in({"a", "b"});
    EXPECT_EQ(loop_.run(stages().receipts.drop_parts(clock().now() - 1h)), 0U);
    EXPECT_EQ(loop_.run(stages().receipts.drop_parts(clock().now() + 1h)), 2U);
    EXPECT_EQ(count("message_parts"), 0);
}

// A message that went abroad is `sent`; SMPP's receipts name it by the centre's id.
TEST_P(PartsOfMessages, OfOneAreReceiptsByReferenceAlsoForMessagesAbroad) {
    const auto sent = send_in({"only"}, {.international = true, .phone_prefix = "33"});
    EXPECT_EQ(count("message_parts"), 0);
    EXPECT_EQ(status_of(sent->message.id), "sent");
    EXPECT_EQ(tell("only", Status::delivered), Result::applied);
    EXPECT_EQ(status_of(sent->message.id), "delivered");
}

}  // namespace
}  // namespace herald::receipts
