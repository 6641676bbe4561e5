#include "http/message.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"

namespace herald::http {
namespace {

TEST(FormTest, DecodesFormsAndQueries) {
    const Pairs expected = {{"a", "1"},   {"b", "x y z"}, {"a", "2"}, {"empty", ""},
                            {"bare", ""}, {"", "v"},      {"e", "=&"}};
    EXPECT_EQ(parse_form("a=1&b=x+y%20z&a=2&empty=&bare&=v&&e=%3D%26"), expected);
    EXPECT_EQ(parse_form(""), Pairs{});
    const Pairs as_typed = {{"a", "100%"}, {"b", "%zz"}, {"c", "%4"}};
    EXPECT_EQ(parse_form("a=100%&b=%zz&c=%4"), as_typed);
    const Pairs replaced = {{"a", "\xEF\xBF\xBD"}, {"b\xEF\xBF\xBD", "\xC3\xA9"}};
    EXPECT_EQ(parse_form("a=%FF&b\xC3=%C3%A9"), replaced) << "what is not UTF-8";
}

TEST(FormTest, WritesSpacesAsFormsDo) {
    EXPECT_EQ(encode_form({{"a b", "c d+e"}, {"f", "~/\xC3\xA9"}}), "a+b=c+d%2Be&f=~%2F%C3%A9");
}

TEST(PercentTest, KeepsTheUnreservedAndEncodesTheRest) {
    EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
    EXPECT_EQ(percent_encode("a b/\xC3\xA9+"), "a%20b%2F%C3%A9%2B");
    EXPECT_EQ(percent_decode("a%20b+%c3%A9%"), "a b+\xC3\xA9%");
    EXPECT_EQ(percent_decode("a%FFb"),
              "a\xEF\xBF\xBD"
              "b");
}

RC_GTEST_PROP(PercentTest, DecodesWhatItEncodes, (const std::string& text)) {
    RC_ASSERT(percent_decode(percent_encode(text)) == text::to_valid_utf8(text));
}

RC_GTEST_PROP(FormTest, DecodesWhatItEncodes, (const std::string& name, const std::string& value)) {
    const Pairs pairs = {{name + "n", value}, {"x", "y"}};
    const Pairs valid = {{text::to_valid_utf8(name + "n"), text::to_valid_utf8(value)}, {"x", "y"}};
    RC_ASSERT(parse_form(encode_form(pairs)) == valid);
}

TEST(RequestTest, FindsHeadersWhateverTheirCase) {
    Request request;
    request.headers = {{"Content-Type", "a"}, {"X-Twice", "1"}, {"x-twice", "2"}};
    EXPECT_EQ(request.header("content-type"), "a");
    EXPECT_EQ(request.header("X-TWICE"), "1");
    EXPECT_EQ(request.header("absent"), "");
}

TEST(RequestTest, KnowsTheAddressItWasReachedBy) {
    Request request;
    request.headers = {{"Host", "notify.example:6011"}};
    EXPECT_EQ(request.root_url(), "http://notify.example:6011/");
    request.over_tls = true;
    EXPECT_EQ(request.root_url(), "https://notify.example:6011/");
    request.headers.push_back({"X-Forwarded-Proto", "http, https"});
    EXPECT_EQ(request.root_url(), "http://notify.example:6011/");
    request.over_tls = false;
    request.headers.back().value = "HTTPS";
    EXPECT_EQ(request.root_url(), "https://notify.example:6011/");
    request.headers.back().value = "javascript";
    EXPECT_EQ(request.root_url(), "http://notify.example:6011/");
}

}  // namespace
}  // namespace herald::http
