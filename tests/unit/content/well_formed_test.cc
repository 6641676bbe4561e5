// The parser that other tests trust.
#include "support/well_formed.h"

#include <gtest/gtest.h>

namespace herald::test {
namespace {

TEST(WellFormed, TakesWhatIsWellFormed) {
    for (const char* html : {"", "a", "<p style=\"a: b;\">x<br>y</p><hr>", "<a title='>'>&nbsp;&amp;&#39;</a>",
                             "<!DOCTYPE html>\n<html><head><meta name=\"a\"></head></html>",
                             "<!--[if mso]><table><![endif]--><p>\x01</p>"})
        EXPECT_EQ(malformation(html), std::nullopt) << html;
}

TEST(WellFormed, SeesWhatIsNot) {
    for (const char* html : {"<p>", "</p>", "<p><b></p></b>", "<p class=x></p>", "a & b", "a < b", "&copy;", "&#x;",
                             "<p title=\"\"\"></p>", "<p title=\"<\"></p>", "\xFF"})
        EXPECT_NE(malformation(html), std::nullopt) << html;
}

}  // namespace
}  // namespace herald::test
