// Content.md, conventions: strip, squash, tighten; and UTF-8.
#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace herald::text {
namespace {

TEST(Text, Strip) {
    EXPECT_EQ(strip(" \t\r\n\v\fa b\u00A0c\u202F\u200B \n"), "a bc");
    EXPECT_EQ(strip("\u180E\u200B\u200C\u200D\u2060\uFEFF\u2028\u2029"), "");
    EXPECT_EQ(strip("\u3000a"), "\u3000a");
}

TEST(Text, Squash) {
    EXPECT_EQ(squash("\u00A0 a \u202F\n b\u200Bc\u3000\x1F"), "a bc");
    EXPECT_EQ(squash(" \u200B "), "");
}

TEST(Text, Tighten) {
    EXPECT_EQ(tighten("a \t, b . c ;\n , d"), "a, b. c ;\n, d");
    EXPECT_EQ(tighten("a\n , b"), "a\n, b");
    EXPECT_EQ(tighten(" ."), ".");
}

TEST(Text, Trim) {
    EXPECT_EQ(trim("\u3000\u00A0 a \u2003\n"), "a");
    EXPECT_EQ(trim(" \u3000"), "");
    EXPECT_EQ(trim("\x80 a \x80"), "\x80 a \x80");
}

TEST(Text, BrokenUtf8BecomesReplacementCharacters) {
    EXPECT_EQ(to_valid_utf8("a\xFF"
                            "b\xC3"),
              "a\uFFFDb\uFFFD");
    EXPECT_EQ(to_valid_utf8("\xE2\x82"), "\uFFFD");
    EXPECT_EQ(to_valid_utf8("\xC0\xAF"), "\uFFFD\uFFFD");
    EXPECT_EQ(to_valid_utf8("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(to_valid_utf8("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(count_code_points("é€😀"), 3u);
}

TEST(Properties, RepairingUtf8TwiceChangesNothing) {
    EXPECT_TRUE(rc::check([](const std::string& bytes) {
        const std::string once = to_valid_utf8(bytes);
        RC_ASSERT(to_valid_utf8(once) == once);
        RC_ASSERT(count_code_points(once) == count_code_points(bytes));
    }));
}

TEST(Properties, SquashingAndStrippingTwiceChangesNothing) {
    EXPECT_TRUE(rc::check([](const std::string& bytes) {
        RC_ASSERT(squash(squash(bytes)) == squash(bytes));
        RC_ASSERT(strip(strip(bytes)) == strip(bytes));
        RC_ASSERT(tighten(tighten(bytes)) == tighten(bytes));
    }));
}

TEST(Text, IsJoinedWithSomethingBetween) {
    EXPECT_EQ(join(std::vector<std::string>{}), "");
    EXPECT_EQ(join(std::vector<std::string>{"a"}), "a");
    EXPECT_EQ(join(std::vector<std::string_view>{"", "b", ""}), ", b, ");
    EXPECT_EQ(join(std::vector<std::string>{"api", "jobs"}, ","), "api,jobs");
}

}  // namespace
}  // namespace herald::text
