#include "delivery/providers/smpp.h"

#include <gtest/gtest.h>

#include "content/sms_size.h"
#include "provider_messages.h"
#include "smpp/alphabet.h"

namespace herald::delivery {
namespace {

using Outcome = SendResult::Outcome;
using notifications::Status;
using smpp::Submitted;
using Ids = SmppSettings::MessageIds;

Submitted answered(std::uint32_t status, std::string id = {}) {
    return {Submitted::Outcome::answered, status, std::move(id), {}};
}
const Submitted accepted = answered(0, "0A1B");
const Submitted throttled = answered(0x58);
const Submitted no_such_number = answered(0x0B);
const Submitted bad_sender = answered(0x0A);
const Submitted system_error = answered(0x08);
const Submitted lost{Submitted::Outcome::lost, 0, {}, "connection lost"};
const Submitted unsent{Submitted::Outcome::unsent, 0, {}, "not connected"};

SendResult classify(std::vector<Submitted> answers, SmppSettings settings = {}) {
    return SmppProvider::classify(answers, settings);
}

TEST(SmppMessage, AsksForAReceiptInTheAlphabetThatHoldsIt) {
    const auto messages = SmppProvider::messages_for(text_message());
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].source.ton, 5);
    EXPECT_EQ(messages[0].destination.text, "447700900123");
    EXPECT_EQ(messages[0].registered_delivery, 1);
    EXPECT_EQ(messages[0].data_coding, smpp::coding_default);
    EXPECT_EQ(messages[0].esm_class, 0);
    EXPECT_EQ(smpp::to_utf8(messages[0].content, 0), text_message().content);

    OutgoingSms welsh = text_message();
    welsh.content = "Tŷ";
    EXPECT_EQ(SmppProvider::messages_for(welsh).at(0).data_coding, smpp::coding_ucs2);
}

TEST(SmppMessage, HasAsManyPartsAsAreBilled) {
    for (const std::size_t length : {1U, 160U, 161U, 306U, 307U, 918U}) {
        OutgoingSms message = text_message();
        message.content = std::string(length, 'x');
        const auto parts = SmppProvider::messages_for(message);
        EXPECT_EQ(parts.size(), content::measure_sms(message.content).fragments()) << length;
        EXPECT_EQ(parts[0].esm_class, length > 160 ? smpp::esm_udh : 0);
    }
    OutgoingSms long_one = text_message();
    long_one.content = std::string(200, 'x');
    EXPECT_EQ(SmppProvider::messages_for(long_one)[0].content, SmppProvider::messages_for(long_one)[0].content)
        << "the same on every try";
}

TEST(SmppAnswers, OfOneMessage) {
    EXPECT_EQ(classify({accepted}).outcome, Outcome::accepted);
    EXPECT_EQ(classify({accepted}).reference, "a1b");
    EXPECT_TRUE(classify({accepted}).parts.empty());
    EXPECT_EQ(classify({throttled}).outcome, Outcome::throttled);
    EXPECT_EQ(classify({system_error}).outcome, Outcome::retryable);
    EXPECT_EQ(classify({answered(0x0E)}).outcome, Outcome::retryable) << "our settings are to blame";
    EXPECT_EQ(classify({no_such_number}).outcome, Outcome::undeliverable);
    EXPECT_EQ(classify({bad_sender}).outcome, Outcome::rejected);
    EXPECT_EQ(classify({bad_sender}).error, "smpp 0x0A");
    EXPECT_EQ(classify({unsent}).outcome, Outcome::retryable);
    EXPECT_EQ(classify({lost}).outcome, Outcome::unknown);
}

TEST(SmppAnswers, OfSeveralParts) {
    const auto all = classify({answered(0, "0A"), answered(0, "0B")});
    EXPECT_EQ(all.outcome, Outcome::accepted);
    EXPECT_EQ(all.reference, "a");
    EXPECT_EQ(all.parts, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(classify({accepted, throttled}).outcome, Outcome::unknown) << "to try again is to send a part twice";
    EXPECT_EQ(classify({accepted, unsent}).outcome, Outcome::unknown);
    EXPECT_EQ(classify({unsent, throttled}).outcome, Outcome::retryable);
    EXPECT_EQ(classify({accepted, lost}).outcome, Outcome::unknown);
    EXPECT_EQ(classify({accepted, bad_sender}).outcome, Outcome::rejected);
}

std::optional<receipts::Receipt> receipt_of(smpp::MessageState state, const SmppSettings& settings = {},
                                            std::string error = "000", std::string id = "0A1B") {
    return SmppProvider::receipt_for({std::move(id), state, std::move(error)}, settings);
}

// Contract providers §20.4.
TEST(SmppReceipts, BecomeStatuses) {
    using smpp::MessageState;
    EXPECT_FALSE(receipt_of(MessageState::enroute));
    EXPECT_EQ(receipt_of(MessageState::delivered)->status, Status::delivered);
    EXPECT_EQ(receipt_of(MessageState::expired)->status, Status::temporary_failure);
    EXPECT_EQ(receipt_of(MessageState::deleted)->status, Status::permanent_failure);
    EXPECT_EQ(receipt_of(MessageState::undeliverable)->status, Status::permanent_failure);
    EXPECT_EQ(receipt_of(MessageState::accepted)->status, Status::pending);
    EXPECT_EQ(receipt_of(MessageState::unknown)->status, Status::temporary_failure);
    EXPECT_EQ(receipt_of(MessageState::rejected)->status, Status::permanent_failure);

    SmppSettings settings;
    settings.temporary_errors = {"027"};
    EXPECT_EQ(receipt_of(MessageState::undeliverable, settings, "027")->status, Status::temporary_failure);
    EXPECT_EQ(receipt_of(MessageState::undeliverable, settings, "001")->status, Status::permanent_failure);
    EXPECT_EQ(receipt_of(MessageState::delivered)->provider, "smpp");
    EXPECT_EQ(receipt_of(MessageState::delivered)->key, receipts::Receipt::Key::provider_reference);
}

TEST(SmppMessageIds, AreTheSameHoweverTheyAreWritten) {
    const auto both = [](Ids ids, const std::string& in_answer, const std::string& in_receipt) {
        SmppSettings settings;
        settings.message_ids = ids;
        return std::pair(classify({answered(0, in_answer)}, settings).reference,
                         receipt_of(smpp::MessageState::delivered, settings, "000", in_receipt)->reference);
    };
    const auto expect_same = [](const auto& pair) { EXPECT_EQ(pair.first, pair.second); };
    expect_same(both(Ids::same, "0A1B", "a1b"));
    expect_same(both(Ids::same, "8c1e7f0a-1b", "8C1E7F0A-1B"));
    expect_same(both(Ids::decimal_receipts, "0A1B", "0000002587"));
    expect_same(both(Ids::hexadecimal_receipts, "2587", "A1B"));
    expect_same(both(Ids::decimal_receipts, "x-1", "X-1"));
    expect_same(both(Ids::same, "0", "0"));
    EXPECT_NE(both(Ids::same, "0A1B", "2587").first, "2587");
}

}  // namespace
}  // namespace herald::delivery
