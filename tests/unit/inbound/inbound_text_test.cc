#include "inbound/inbound_text.h"

#include <gtest/gtest.h>

namespace herald::inbound {
namespace {

InboundText text_of(const InboundParse& parsed) {
    return std::get<InboundText>(std::get<InboundReading>(parsed).text);
}

TEST(MmgText, IsDecodedInThreeSteps) {
    struct Case {
        const char *sent, *meant;
    };
    for (const auto& [sent, meant] : {
             Case{"Yes%2C+please", "Yes, please"},
             Case{"a%2Bb", "a+b"},
             Case{"one\\ntwo", "one\ntwo"},
             Case{"\\x79es", "yes"},
             Case{"caf\\xe9 \\u2019 \\U0001F600", "café ’ 😀"},
             Case{"\\ud83d\\ude00", "😀"},
             Case{"\\ud83d!", "\xEF\xBF\xBD!"},
             Case{"%C3%A9 \u00e9 \u20ac", "é é €"},
             Case{"%FF", "\xEF\xBF\xBD"},
             Case{"%5Cn", "\n"},
             Case{"\\101\\60", "A0"},
             Case{"\\\\ \\' \\\" \\t", "\\ ' \" \t"},
             Case{"a\\\nb", "ab"},
             // What is no escape stays.
             Case{"50%", "50%"},
             Case{"\\q \\x7 \\u12 \\U1", "\\q \\x7 \\u12 \\U1"},
             Case{"ends in \\", "ends in \\"},
             Case{"", ""},
         })
        EXPECT_EQ(decode_mmg_text(sent), meant) << sent;
}

TEST(ProviderDate, IsReadAsUtcWhateverItsOffset) {
    struct Case {
        const char *sent, *meant;
    };
    for (const auto& [sent, meant] : {
             Case{"2017-05-21+11%3A56%3A11", "2017-05-21T11:56:11.000000Z"},
             Case{"2017-05-21 11:56:11", "2017-05-21T11:56:11.000000Z"},
             Case{"2017-05-21T11:56:11", "2017-05-21T11:56:11.000000Z"},
             Case{"2017-05-21T11:56:11Z", "2017-05-21T11:56:11.000000Z"},
             Case{"2017-05-21T11:56:11%2B01:00", "2017-05-21T11:56:11.000000Z"},
             Case{"2017-05-21T11:56:11-05:00", "2017-05-21T11:56:11.000000Z"},
             Case{"2017-05-21 11:56", "2017-05-21T11:56:00.000000Z"},
         }) {
        const auto read = read_provider_date(sent);
        ASSERT_TRUE(read) << sent;
        EXPECT_EQ(read->to_iso(), meant) << sent;
    }
    for (const char* sent : {"", "yesterday", "2017-05-21+11%3A61", "21/05/2017"})
        EXPECT_FALSE(read_provider_date(sent)) << sent;
}

TEST(MmgText, IsReadFromItsJson) {
    const auto text = text_of(parse_mmg_text(
        R"({"ID":"77120","MSISDN":"447700900555","Number":"447700900777","Message":"Yes%2C+please",
            "Trigger":"x","Channel":"SMS","DateRecieved":"2026-02-03+10%3A15%3A02"})"));
    EXPECT_EQ(text.provider, "mmg");
    EXPECT_EQ(text.destination, "07700900777");
    EXPECT_EQ(text.sender, "447700900555");
    EXPECT_EQ(text.content, "Yes, please");
    EXPECT_EQ(text.reference, "77120");
    EXPECT_EQ(text.provider_date->to_iso(), "2026-02-03T10:15:02.000000Z");
}

TEST(MmgText, TakesNumbersWhereTextIsMeantAndNoDate) {
    for (const char* date : {"", R"(,"DateRecieved":null)", R"(,"DateRecieved":"soon")", R"(,"DateRecieved":7)"}) {
        const auto text = text_of(parse_mmg_text(
            std::string(R"({"ID":77120,"MSISDN":447700900555,"Number":"07700900777","Message":"x")") + date + "}"));
        EXPECT_EQ(text.reference, "77120");
        EXPECT_EQ(text.sender, "447700900555");
        EXPECT_FALSE(text.provider_date) << date;
    }
}

TEST(MmgText, NeedsItsNumberFirst) {
    EXPECT_EQ(std::get<int>(parse_mmg_text("{")), 400);
    for (const char* body : {"[]", "null", "{}", R"({"Number":447700900777})", R"({"number":"07700900777"})"})
        EXPECT_EQ(std::get<int>(parse_mmg_text(body)), 500) << body;
}

TEST(MmgText, WithoutAFieldStillSaysWhoseItIs) {
    for (const char* body :
         {R"({"Number":"07700900777","MSISDN":"1","ID":"1"})", R"({"Number":"07700900777","Message":"x","ID":"1"})",
          R"({"Number":"07700900777","Message":"x","MSISDN":"1"})",
          R"({"Number":"07700900777","Message":7,"MSISDN":"1","ID":"1"})"}) {
        const auto reading = std::get<InboundReading>(parse_mmg_text(body));
        EXPECT_EQ(reading.destination, "07700900777");
        EXPECT_EQ(std::get<int>(reading.text), 500) << body;
    }
}

TEST(FiretextText, IsReadFromItsFormAsItIs) {
    const auto text = text_of(parse_firetext_text(
        "source=07700900555&destination=447700900777&message=50%25+off%5Cn%2B&time=2026-02-03+10%3A15%3A02"));
    EXPECT_EQ(text.provider, "firetext");
    EXPECT_EQ(text.destination, "07700900777");
    EXPECT_EQ(text.sender, "07700900555");
    EXPECT_EQ(text.content, "50% off\\n+");
    EXPECT_EQ(text.reference, "");
    EXPECT_EQ(text.provider_date->to_iso(), "2026-02-03T10:15:02.000000Z");
}

TEST(FiretextText, LacksAField) {
    EXPECT_EQ(std::get<int>(parse_firetext_text("source=1&message=x&time=t")), 400);
    for (const char* form : {"destination=07700900777&message=x&time=t", "destination=07700900777&source=1&time=t",
                             "destination=07700900777&source=1&message=x"}) {
        const auto reading = std::get<InboundReading>(parse_firetext_text(form));
        EXPECT_EQ(reading.destination, "07700900777");
        EXPECT_EQ(std::get<int>(reading.text), 400) << form;
    }
}

TEST(InboundText, HoldsNothingThatAColumnCannot) {
    const auto text = text_of(
        parse_firetext_text("source=A%00B%FF&destination=07700900777&message=x%FF&time=2026-02-03+10%3A15%3A02"));
    EXPECT_EQ(text.sender, "AB\xEF\xBF\xBD");
    EXPECT_EQ(text.content, "x\xEF\xBF\xBD");
}

}  // namespace
}  // namespace herald::inbound
