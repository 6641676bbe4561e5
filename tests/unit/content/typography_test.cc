// Content.md §3.5, §3.6 and §3.1: typography, subjects, what is done before formatting.
#include "content/typography.h"

#include <gtest/gtest.h>

#include "content/email.h"

namespace herald::content {
namespace {

TEST(Typography, FollowsTheContractsSteps) {
    const std::pair<std::string, std::string> cases[] = {
        {"a , b\t. c", "a, b. c"},
        {"it's", "it’s"},
        {"'a' \"b\"", "‘a’ “b”"},
        {"\"'a' b\"", "“‘a’ b”"},
        {"'\"a\" b'", "‘“a” b’"},
        {"the '80s", "the ‘80s"},
        {"the1'80s", "the1’80s"},
        {"(\"a\")", "(“a”)"},
        {"[ 'a ]", "[ ‘a ]"},
        {"dogs' tails", "dogs’ tails"},
        {"the dog's s", "the dog’s s"},
        {"--'a", "--‘a"},
        {"&nbsp;'a", "&nbsp;‘a"},
        {"\\'a\\\" \\- \\. \\` \\\\", "&#39;a&#34; &#45; &#46; &#96; &#92;"},
        {"<a title=\"x\">'in'</a> 'out'", "<a title=\"x\">'in'</a> ‘out’"},
        {"<p>'</p><p>a</p>'", "<p>‘</p><p>a</p>’"},
        {"o'hara@pier.example o'h", "o'hara@pier.example o’h"},
        {"a - b", "a – b"},
        {"a -- b --- c ---- d", "a – b – c ---- d"},
        {"a — b – c", "a – b – c"},
        {"a\n-\nb", "a – b"},
        {"a-b a -b a- b --", "a-b a -b a- b --"},
    };
    for (const auto& [typed, set] : cases) EXPECT_EQ(apply_typography(typed), set) << typed;
}

// §3.6 and public-api §2.5.
TEST(Subject, IsSquashedAndSet) {
    Personalisation values;
    values.set("x", List{"a", "b"});
    const EmailTemplate email = EmailTemplate::parse(" # It's\r\n ((x)) \\- GOV.UK\u200B ", "");
    EXPECT_EQ(render_email_subject(email, values), "# It’s a and b &#45; GOV.UK");
    EXPECT_EQ(render_email_title(EmailTemplate::parse("a < b & 'c'", ""), {}), "a &lt; b &amp; ‘c’");
}

std::string text_of(const std::string& body) {
    return render_email_text(EmailTemplate::parse("", body), {});
}

// §3.1 steps 3 and 4.
TEST(Email, BreaksGovUkAndDropsOddCharacters) {
    EXPECT_EQ(text_of("GOV.UK gov.uk"), "GOV.\u200BUK gov.\u200Buk\n");
    EXPECT_EQ(text_of("#Gov.UK"), "Gov.\u200BUK\n" + std::string(65, '=') + "\n");
    EXPECT_EQ(text_of("www.GOV.UK GOV.UK/x GOV.UK? GOV.UK#"), "www.GOV.UK GOV.UK/x GOV.UK? GOV.UK#\n");
    EXPECT_EQ(text_of("a\u2028b\u3164c"), "abc\n");
}

}  // namespace
}  // namespace herald::content
