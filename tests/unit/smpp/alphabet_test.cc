#include "smpp/alphabet.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace herald::smpp {
namespace {

using namespace std::literals;

TEST(Gsm7, HasOneByteForASeptetAndTwoForTheExtension) {
    EXPECT_EQ(to_gsm7("@£ a"), "\x00\x01\x20\x61"s);
    EXPECT_EQ(to_gsm7("€[]\f"), "\x1B\x65\x1B\x3C\x1B\x3E\x1B\x0A"s);
    EXPECT_EQ(to_gsm7("ü¿à"), "\x7E\x60\x7F"s);
    EXPECT_FALSE(to_gsm7("ŵ"));
    EXPECT_FALSE(to_gsm7("\x1B")) << "an escape that a person typed must not become one";
}

TEST(Ucs2, IsUtf16BigEndian) {
    EXPECT_EQ(to_ucs2("Aŵ"), "\x00\x41\x01\x75"s);
    EXPECT_EQ(to_ucs2("😀"), "\xD8\x3D\xDE\x00"s);
}

RC_GTEST_PROP(ReceivedText, ReadsWhatWasWritten, ()) {
    const auto all = *rc::gen::container<std::vector<std::string>>(
        rc::gen::element<std::string>("a", "€", "é", "ŵ", "\n", "😀", "@", "{", "Δ"));
    std::string text;
    for (const auto& one : all) text += one;
    RC_ASSERT(to_utf8(to_ucs2(text), coding_ucs2) == text);
    if (const auto septets = to_gsm7(text)) RC_ASSERT(to_utf8(*septets, coding_default) == text);
}

TEST(ReceivedText, TakesWhatCannotBeReadAsUnreadable) {
    EXPECT_EQ(to_utf8("\x80\x1B", coding_default), "\uFFFD\uFFFD");
    EXPECT_EQ(to_utf8("\xD8\x3D\x00\x41"s, coding_ucs2), "\uFFFDA");
    EXPECT_EQ(to_utf8("\xE9", coding_latin1), "é");
}

std::size_t payload_of(const Parts& parts, std::size_t i) {
    return parts.contents[i].size() - (parts.has_udh ? 6 : 0);
}

TEST(LongTexts, AreCutIntoPartsWithAHeaderOfTheConcatenation) {
    EXPECT_EQ(split_text(std::string(160, 'x'), 7).contents.size(), 1U);
    EXPECT_FALSE(split_text(std::string(160, 'x'), 7).has_udh);
    const Parts parts = split_text(std::string(307, 'x'), 7);
    ASSERT_EQ(parts.contents.size(), 3U);
    EXPECT_TRUE(parts.has_udh);
    EXPECT_EQ(parts.contents[1].substr(0, 6), "\x05\x00\x03\x07\x03\x02"s);
    EXPECT_EQ(payload_of(parts, 0), 153U);
    EXPECT_EQ(payload_of(parts, 2), 1U);
    EXPECT_EQ(split_text("", 7).contents.size(), 1U);
}

TEST(LongTexts, AreNotCutInsideAnEscapeOrASurrogatePair) {
    const Parts parts = split_text(std::string(152, 'x') + "€" + std::string(20, 'y'), 7);
    ASSERT_EQ(parts.contents.size(), 2U);
    EXPECT_EQ(payload_of(parts, 0), 152U);
    EXPECT_EQ(parts.contents[1].substr(6, 2), "\x1B\x65");

    std::string welsh(66, 'x');
    const Parts wide = split_text(welsh + "😀ŵ and more", 7);
    ASSERT_EQ(wide.contents.size(), 2U);
    EXPECT_EQ(wide.data_coding, coding_ucs2);
    EXPECT_EQ(payload_of(wide, 0), 132U);
}

RC_GTEST_PROP(LongTexts, AreWholeWhenTheirPartsArePutTogether, (std::uint8_t reference)) {
    const auto all = *rc::gen::container<std::vector<std::string>>(
        600, rc::gen::weightedElement<std::string>({{20, "a"}, {5, "€"}, {1, "ŵ"}, {1, "😀"}}));
    const auto kept = *rc::gen::inRange<std::size_t>(0, all.size());
    std::string text;
    for (std::size_t i = 0; i < kept; ++i) text += all[i];
    const Parts parts = split_text(text, reference);
    std::string together;
    for (const std::string& content : parts.contents)
        together += to_utf8(content.substr(parts.has_udh ? 6 : 0), parts.data_coding);
    RC_ASSERT(together == text);
    for (const std::string& content : parts.contents)
        RC_ASSERT(content.size() <= (parts.data_coding == coding_ucs2 ? 140U : 160U));
}

}  // namespace
}  // namespace herald::smpp
