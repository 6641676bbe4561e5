// Public-api §2.11, content.md §2.8 and §3.9: values that strangers typed.
#include "content/sanitise.h"

#include <gtest/gtest.h>

#include "content/web_address.h"

namespace herald::content {
namespace {

TEST(Sanitise, TakesAddressesAndMarksAway) {
    const std::pair<std::string, std::string> cases[] = {
        {"", ""},
        {"Ann", "Ann"},
        {"User, [click here](https://evil.link)", "User, \\[click here\\]\\(\\)"},
        {"740e5834-3a29", "740e5834\\-3a29"},
        {"evil.link", "evil\\. link"},
        {"a.b-c.co.uk", "a\\. b\\-c\\. co\\. uk"},
        {"evil.link/x y", " y"},
        {"evil.link?a", ""},
        {"HTTP://Evil.Link", ""},
        {"me@evil.link", "me@evil\\.link"},
        {"first.last@evil.link", "first\\.last@evil\\.link"},
        {"1.5", "1\\.5"},
        {"`*_(){}[]<>#+-.!|\\", "\\`\\*\\_\\(\\)\\{\\}\\[\\]\\<\\>\\#\\+\\-\\.\\!\\|\\\\"},
        {"x_y.com", ""},
        {"é.com", ""},
        {"see evil.link.", "see evil\\. link\\."},
    };
    for (const auto& [typed, harmless] : cases) EXPECT_EQ(sanitise_untrusted(typed), harmless) << typed;
}

TEST(WebAddress, EndsWhereTheContractSays) {
    const std::pair<std::string, std::string> cases[] = {
        {"go to a.example/x?y#z now", "a.example/x?y#z"},
        {"<b>a.example/x</b>", "a.example/x"},
        {"a.b.c1", ""},
        {"..a.example", ""},
        {"aa.bb.cc@x", "aa.bb"},
        {"a.e", ""},
        {"-a.example", "a.example"},
        {"https://a.example:80", "https://a.example"},
    };
    for (const auto& [text, address] : cases) {
        const auto found = find_web_address(text, 0);
        EXPECT_EQ(found ? text.substr(found->begin, found->end - found->begin) : "", address) << text;
    }
}

}  // namespace
}  // namespace herald::content
