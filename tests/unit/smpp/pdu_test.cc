#include "smpp/pdu.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "smpp/messages.h"

namespace herald::smpp {
namespace {

using namespace std::literals;

TEST(PduHeader, IsFourNumbersBigEndian) {
    EXPECT_EQ(encode(Command::enquire_link, 7), "\0\0\0\x10\0\0\0\x15\0\0\0\0\0\0\0\x07"s);
    Pdu request;
    request.command = 0x5;
    request.sequence = 0x01020304;
    EXPECT_EQ(encode_response(request, 0x64, "\0"s), "\0\0\0\x11\x80\0\0\x05\0\0\0\x64\x01\x02\x03\x04\0"s);
}

RC_GTEST_PROP(PduStream, IsReadInPiecesOfAnySize, (const std::vector<std::string>& bodies)) {
    std::string wire;
    for (std::size_t i = 0; i < bodies.size(); ++i)
        wire += encode(Command::submit_sm, static_cast<std::uint32_t>(i + 1), bodies[i]);
    PduReader reader;
    std::vector<std::string> read;
    while (!wire.empty()) {
        const auto piece = *rc::gen::inRange<std::size_t>(1, 40);
        reader.feed(wire.substr(0, piece));
        wire.erase(0, piece);
        while (const auto pdu = reader.next()) read.push_back(pdu->body);
    }
    RC_ASSERT(read == bodies);
    RC_ASSERT(!reader.is_broken());
}

TEST(PduStream, IsBrokenByALengthThatCannotBe) {
    for (const std::string& length : {"\0\0\0\x0F"s, "\0\0\0\0"s, "\xFF\xFF\xFF\xFF"s, "\0\x01\0\x01"s}) {
        PduReader reader;
        reader.feed(encode(Command::enquire_link, 1) + length);
        EXPECT_TRUE(reader.next());
        EXPECT_FALSE(reader.next());
        EXPECT_TRUE(reader.is_broken());
    }
}

TEST(BindBody, KeepsWhatFitsIntoItsFields) {
    const auto bind = parse_bind(encode(Bind{"a-system-id-that-is-too-long", "password9", "type"}));
    ASSERT_TRUE(bind);
    EXPECT_EQ(bind->system_id, "a-system-id-tha");
    EXPECT_EQ(bind->password, "password");
    EXPECT_EQ(bind->system_type, "type");
    EXPECT_FALSE(parse_bind("no end"));
}

TEST(ShortMessageBody, ComesBackAsItWas) {
    ShortMessage message;
    message.source = sender_address("HERALD");
    message.destination = recipient_address("447700900123");
    message.esm_class = esm_udh;
    message.registered_delivery = 1;
    message.data_coding = 8;
    message.content = "\x05\0\x03\x01\x02\x01text"s;
    message.tlvs = {{tag::message_state, "\x02"}};
    const auto read = parse_short_message(encode(message));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->source.ton, 5);
    EXPECT_EQ(read->source.text, "HERALD");
    EXPECT_EQ(read->destination.ton, 1);
    EXPECT_EQ(read->destination.npi, 1);
    EXPECT_EQ(read->destination.text, "447700900123");
    EXPECT_EQ(read->esm_class, esm_udh);
    EXPECT_EQ(read->registered_delivery, 1);
    EXPECT_EQ(read->data_coding, 8);
    EXPECT_EQ(read->content, message.content);
    ASSERT_TRUE(read->find(tag::message_state));
    EXPECT_EQ(*read->find(tag::message_state), "\x02");
}

TEST(ShortMessageBody, PutsLongContentIntoAParameter) {
    ShortMessage message;
    message.content = std::string(300, 'x');
    const std::string body = encode(message);
    const auto read = parse_short_message(body);
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->find(tag::message_payload));
    EXPECT_EQ(read->content, message.content);
}

TEST(ShortMessageBody, ThatEndsTooEarlyIsNone) {
    ShortMessage message;
    message.content = "hello";
    message.tlvs = {{tag::message_state, "\x02"}};
    const std::string body = encode(message);
    const std::size_t without_parameters = body.size() - 5;
    for (std::size_t length = 0; length < body.size(); ++length)
        EXPECT_EQ(parse_short_message(body.substr(0, length)).has_value(), length == without_parameters) << length;
}

TEST(SenderAddress, IsDeclaredByItsForm) {
    const auto form = [](std::string_view sender) {
        const Address address = sender_address(sender);
        return std::to_string(address.ton) + "/" + std::to_string(address.npi) + " " + address.text;
    };
    EXPECT_EQ(form("HERALD"), "5/0 HERALD");
    EXPECT_EQ(form("60006"), "3/0 60006");
    EXPECT_EQ(form("07700900777"), "2/1 07700900777");
    EXPECT_EQ(form("447700900777"), "1/1 447700900777");
    EXPECT_EQ(form("+447700900777"), "1/1 447700900777");
    EXPECT_EQ(recipient_address("+447700900777").text, "447700900777");
}

TEST(MessageId, MayComeWithoutItsEnd) {
    EXPECT_EQ(parse_message_id(encode_message_id("0A1B")), "0A1B");
    EXPECT_EQ(parse_message_id("0A1B"), "0A1B");
    EXPECT_EQ(parse_message_id(""), "");
}

}  // namespace
}  // namespace herald::smpp
