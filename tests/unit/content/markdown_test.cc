// Content.md §3.2 to §3.4 and §3.7: formatting marks.
#include <gtest/gtest.h>

#include "content/email.h"

namespace herald::content {
namespace {

std::string without_styles(std::string html) {
    for (std::size_t at = html.find(" style=\""); at != std::string::npos; at = html.find(" style=\"", at))
        html.erase(at, html.find('"', at + 8) + 1 - at);
    return html;
}

std::string html_of(const std::string& body) {
    return without_styles(render_email_html_body(EmailTemplate::parse("", body), {}));
}
std::string text_of(const std::string& body) {
    return render_email_text(EmailTemplate::parse("", body), {});
}

std::string list(const std::string& items, bool is_ordered = false) {
    const std::string name = is_ordered ? "ol" : "ul";
    return "<table role=\"presentation\"><tr><td><" + name + ">" + items + "</" + name + "></td></tr></table>";
}

TEST(Markdown, Blocks) {
    const std::pair<std::string, std::string> cases[] = {
        {"", ""},
        {"a\nb", "<p>a<br>b</p>"},
        {"a\r\nb\rc", "<p>a<br>b<br>c</p>"},
        {"a\n\nb", "<p>a</p><p>b</p>"},
        {"\n\na", "<br><p>a</p>"},
        {"#a", "<h2>a</h2>"},
        {"# a ##", "<h2>a</h2>"},
        {"## a", "<h3>a</h3>"},
        {"### a", "<p>a</p>"},
        {"####### a", "<p># a</p>"},
        {"#", "<p>#</p>"},
        {"a\n===", "<h2>a</h2>"},
        {"a\n---", "<h3>a</h3>"},
        {"a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"},
        {"a\n***\nb", "<p>a</p><hr><p>b</p>"},
        {" _ * - ", "<hr>"},
        {"    a *b*", "a *b*"},
        {"```\na\n\n* b\n```\nc", "a\n\n* b<p>c</p>"},
        {"a|b\n-|-\nc|d\n\ne", "<p>e</p>"},
        {"| a |\n| - |\n| b |", ""},
        {"^^ a", "<div><blockquote><div><blockquote><p>a</p></blockquote></div></blockquote></div>"},
        {"^ a\n^^ b\n\n^ c\n\nd", "<div><blockquote><p>a<br>^ b</p><p>c</p></blockquote></div><p>d</p>"},
        {"a\n^ b", "<p>a<br>^ b</p>"},
        {"a\n• b", "<p>a<br>• b</p>"},
        {"a\n*b", "<p>a<br>*b</p>"},
        {"a\n+ b", "<p>a</p><p>+ b</p>"},
    };
    for (const auto& [typed, shown] : cases) EXPECT_EQ(html_of(typed), shown) << typed;
}

TEST(Markdown, Lists) {
    const std::pair<std::string, std::string> cases[] = {
        {"* a\n* b", list("<li>a</li><li>b</li>")},
        {"-5 degrees", list("<li>5 degrees</li>")},
        {"10.30am", list("<li>30am</li>", true)},
        {"• a\nb", list("<li>a<br>b</li>")},
        {"* a\n\n1. b", list("<li><p> a</p></li><li><p> b</p></li>")},
        {"* a\n\n\n* b", list("<li>a</li>") + list("<li>b</li>")},
        {"* a\n\nb", list("<li>a</li>") + "<p>b</p>"},
        {"* a\n  * b\n* c", list("<li>a" + list("<li>b</li>") + "</li><li>c</li>")},
        {"a\n* b", "<p>a</p>" + list("<li>b</li>")},
        {"* # a", list("<li># a</li>")},
    };
    for (const auto& [typed, shown] : cases) EXPECT_EQ(html_of(typed), shown) << typed;
}

TEST(Markdown, ListsNestSixDeep) {
    EXPECT_EQ(text_of("*******x"), "• • • • • • • *x\n");
}

TEST(Markdown, Inline) {
    const std::pair<std::string, std::string> cases[] = {
        {"\\*a\\_ \\q", "<p>*a_ \\q</p>"},
        {"x *a* __b__ `c` ~~d~~", "<p>x *a* __b__ `c` ~~d~~</p>"},
        {"[a](b.example)", "<p><a href=\"http://b.example\">a</a></p>"},
        {"[a](javascript:x)", "<p><a href=\"http://javascript:x\">a</a></p>"},
        {"[a](MAILTO:x@y.example)", "<p><a href=\"MAILTO:x%40y.example\">a</a></p>"},
        {"[a](http://b.example/é?%20)", "<p><a href=\"http://b.example/%C3%A9?%20\">a</a></p>"},
        {"[](http://b.example)", "<p><a href=\"http://b.example\">http://b.example</a></p>"},
        {"[a](b 'it \"is\"')", "<p><a href=\"http://b\" title=\"it &quot;is&quot;\">a</a></p>"},
        {"[a][B]\n\n[b]: http://c.example \"t\"", "<p><a href=\"http://c.example\" title=\"t\">a</a></p>"},
        {"[b]\n\n[b]: c.example", "<p><a href=\"http://c.example\">b</a></p>"},
        {"[b]", "<p>[b]</p>"},
        {"a![b](c)d", "<p>ad</p>"},
        {"a[^1]b\n\n[^1]: note", "<p>ab</p><p>note</p>"},
        {"xhttp://a.example/(b).", "<p>x<a href=\"http://a.example/%28b\">http://a.example/(b</a>).</p>"},
        {"http://a", "<p>http://a</p>"},
        {"http://ab", "<p><a href=\"http://ab\">http://ab</a></p>"},
        {"HTTP://ab", "<p>HTTP://ab</p>"},
        {"<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"},
        {"a & b &copy; &nbsp;", "<p>a &amp; b © &nbsp;</p>"},
    };
    for (const auto& [typed, shown] : cases) EXPECT_EQ(html_of(typed), shown) << typed;
}

// §3.7 Plain text.
TEST(Markdown, PlainText) {
    const std::string rule = "=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=";
    const std::pair<std::string, std::string> cases[] = {
        {"", "\n"},
        {"a\n\n# b\n\nc", "a\n\n\nb\n" + std::string(65, '=') + "\n\nc\n"},
        {"a\n\n## b", "a\n\n\nb\n" + std::string(65, '-') + "\n"},
        {"a\n\n***\n\nb", "a\n\n" + rule + "\n\nb\n"},
        {"a\n\n* b\n* c", "a\n\n• b\n• c\n"},
        {"^ a", "a\n"},
        {"[a](http://b \"c\")", "a (c): http://b\n"},
        {"<https://a.example>", "https://a.example\n"},
        {"<b>*x* [y](z)</b>", "<b>*x* [y](z)</b>\n"},
        {"a\n> b", "a\n\n> b\n"},
        {"a &lt; b &amp; c", "a < b & c\n"},
    };
    for (const auto& [typed, shown] : cases) EXPECT_EQ(text_of(typed), shown) << typed;
}

// §3.4: 256 characters, references and spans whole.
TEST(EmailPage, ThePreheaderIsCutBetweenReferences) {
    const std::string body = std::string(254, 'x') + "&<";
    EXPECT_EQ(render_email_preheader(EmailTemplate::parse("", body), {}), std::string(254, 'x'));
    const std::string unfilled = std::string(250, 'x') + "((name))";
    EXPECT_EQ(render_email_preheader(EmailTemplate::parse("", unfilled), {}), std::string(250, 'x'));
}

}  // namespace
}  // namespace herald::content
