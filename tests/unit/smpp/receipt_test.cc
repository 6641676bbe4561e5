#include "smpp/receipt.h"

#include <gtest/gtest.h>

#include "smpp/command_status.h"

namespace herald::smpp {
namespace {

using namespace std::literals;

ShortMessage told(std::string text, std::vector<Tlv> tlvs = {}) {
    ShortMessage message;
    message.esm_class = esm_receipt;
    message.content = std::move(text);
    message.tlvs = std::move(tlvs);
    return message;
}

TEST(Receipts, AreReadFromTheirText) {
    const auto receipt =
        read_receipt(told("id:0A1B2C sub:001 dlvrd:001 submit date:2602031015 done date:2602031016 "
                          "stat:DELIVRD err:000 text:Hello stat:UNDELIV"));
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->message_id, "0A1B2C");
    EXPECT_EQ(receipt->state, MessageState::delivered);
    EXPECT_EQ(receipt->error, "000");
}

TEST(Receipts, MayHaveTheirKeysInAnyCase) {
    const auto receipt = read_receipt(told("Id:77 Sub:001 Dlvrd:000 Stat:undeliv Err:069 Text:"));
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->message_id, "77");
    EXPECT_EQ(receipt->state, MessageState::undeliverable);
    EXPECT_EQ(receipt->error, "069");
}

TEST(Receipts, AreReadFromTheirParametersFirst) {
    const auto receipt = read_receipt(told("id:1 stat:DELIVRD err:000", {{tag::receipted_message_id, "abc\0"s},
                                                                         {tag::message_state, "\x03"},
                                                                         {tag::network_error_code, "\x03\x01\x02"s}}));
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->message_id, "abc");
    EXPECT_EQ(receipt->state, MessageState::expired);
    EXPECT_EQ(receipt->error, "258");
}

TEST(Receipts, AreNoneWithoutAMessageOrAState) {
    EXPECT_FALSE(read_receipt(told("stat:DELIVRD")));
    EXPECT_FALSE(read_receipt(told("id:1 stat:WHATEVER")));
    EXPECT_FALSE(read_receipt(told("void:1 stat:DELIVRD")));
    EXPECT_FALSE(read_receipt(told("id:1", {{tag::message_state, "\x09"}})));
    EXPECT_FALSE(read_receipt(told("")));
    ShortMessage text = told("id:1 stat:DELIVRD");
    text.esm_class = 0;
    EXPECT_FALSE(read_receipt(text)) << "a person may write so";
}

TEST(Receipts, ThatTheEmulatorWritesAreRead) {
    for (const MessageState state : {MessageState::delivered, MessageState::expired, MessageState::undeliverable}) {
        const auto receipt = read_receipt(told(receipt_text({"5f", state, "069"}, "2602031015")));
        ASSERT_TRUE(receipt);
        EXPECT_EQ(receipt->message_id, "5f");
        EXPECT_EQ(receipt->state, state);
        EXPECT_EQ(receipt->error, "069");
    }
}

// Contract providers §20.5.
TEST(CommandStatus, IsClassified) {
    const std::vector<std::pair<std::uint32_t, StatusClass>> table{
        {0x00, StatusClass::accepted},      {0x01, StatusClass::rejected},      {0x03, StatusClass::rejected},
        {0x04, StatusClass::rebind},        {0x05, StatusClass::rebind},        {0x06, StatusClass::configuration},
        {0x08, StatusClass::retryable},     {0x0A, StatusClass::rejected},      {0x0B, StatusClass::undeliverable},
        {0x0D, StatusClass::configuration}, {0x0E, StatusClass::configuration}, {0x14, StatusClass::throttled},
        {0x15, StatusClass::configuration}, {0x33, StatusClass::rejected},      {0x43, StatusClass::rejected},
        {0x45, StatusClass::retryable},     {0x48, StatusClass::configuration}, {0x55, StatusClass::configuration},
        {0x58, StatusClass::throttled},     {0x61, StatusClass::rejected},      {0xC4, StatusClass::rejected},
        {0xFE, StatusClass::undeliverable}, {0xFF, StatusClass::retryable},     {0x400, StatusClass::retryable}};
    for (const auto& [status, wanted] : table) EXPECT_EQ(classify(status), wanted) << status;
}

}  // namespace
}  // namespace herald::smpp
