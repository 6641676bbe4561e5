#include "smpp/segment.h"

#include <gtest/gtest.h>

namespace herald::smpp {
namespace {

using namespace std::literals;

ShortMessage with_header(std::string header, std::string text = "text") {
    ShortMessage message;
    message.esm_class = esm_udh;
    message.content = std::string(1, static_cast<char>(header.size())) + header + text;
    return message;
}

ShortMessage with_parameters(std::string reference, std::string total, std::string number) {
    ShortMessage message;
    message.content = "text";
    message.tlvs = {
        {tag::sar_msg_ref_num, reference}, {tag::sar_total_segments, total}, {tag::sar_segment_seqnum, number}};
    return message;
}

/// `reference total number`, or nothing.
std::string segment_of(const ShortMessage& message) {
    const Carried carried = read_carried(message);
    EXPECT_EQ(carried.content, "text");
    if (!carried.segment) return {};
    return std::to_string(carried.segment->reference) + " " + std::to_string(carried.segment->total) + " " +
           std::to_string(carried.segment->number);
}

TEST(Segments, AreReadFromTheHeader) {
    EXPECT_EQ(segment_of(with_header("\x00\x03\xFE\x03\x02"s)), "254 3 2");
    EXPECT_EQ(segment_of(with_header("\x08\x04\x12\x34\x02\x01"s)), "4660 2 1");
    // Other elements before it are passed over: here, ports.
    EXPECT_EQ(segment_of(with_header("\x05\x04\x0B\x84\x23\xF0\x00\x03\x07\x02\x02"s)), "7 2 2");
}

TEST(Segments, AreReadFromTheParameters) {
    EXPECT_EQ(segment_of(with_parameters("\x12\x34"s, "\x03"s, "\x03"s)), "4660 3 3");
    EXPECT_EQ(segment_of(with_parameters("\x12"s, "\x03"s, "\x03"s)), "");
    ShortMessage message = with_parameters("\x12\x34"s, "\x03"s, "\x03"s);
    message.tlvs.pop_back();
    EXPECT_EQ(segment_of(message), "");
}

TEST(Segments, ThatMakeNoSenseAreNone) {
    for (const auto& header : {"\x00\x03\x01\x01\x01"s, "\x00\x03\x01\x02\x03"s, "\x00\x03\x01\x02\x00"s,
                               "\x00\x03\x01\x02"s, "\x00"s, "\x05\x09\x01"s, ""s})
        EXPECT_EQ(segment_of(with_header(header)), "");
}

// Nothing of a text is lost to a header that would be longer than the message.
TEST(Segments, AHeaderThatIsNoneStaysInTheText) {
    ShortMessage message;
    message.esm_class = esm_udh;
    message.content = "Hello";
    EXPECT_EQ(read_carried(message).content, "Hello");
    message.content.clear();
    EXPECT_EQ(read_carried(message).content, "");
}

}  // namespace
}  // namespace herald::smpp
