// What editors see: content.md §1.6 and §2.8.
#include <gtest/gtest.h>

#include "content/render.h"
#include "content/sms_preview.h"

namespace herald::content {
namespace {

Personalisation values(std::initializer_list<std::pair<const char*, const char*>> all) {
    Personalisation result;
    for (const auto& [name, value] : all) result.set(name, std::string(value));
    return result;
}

TEST(Previews, UnfilledPlaceholdersStandOut) {
    struct Case {
        const char* typed;
        Unfilled unfilled;
        const char* html;
        const char* plain;
    };
    const Case cases[] = {
        {"((name))", Unfilled::in_brackets, "<span class='placeholder'>&#40;&#40;name&#41;&#41;</span>", "((name))"},
        {"((a??b))", Unfilled::in_brackets, "<span class='placeholder-conditional'>&#40;&#40;a?\?</span>b&#41;&#41;",
         "((a??b))"},
        {"((name))", Unfilled::without_brackets, "<span class='placeholder-no-brackets'>name</span>", "name"},
        {"((a??b))", Unfilled::without_brackets,
         "<span class='placeholder-conditional'>&#40;&#40;a?\?</span>b&#41;&#41;", "((a??b))"},
        {"((name))", Unfilled::redacted, "<span class='placeholder-redacted'>hidden</span>", "[hidden]"},
        {"((a??b))", Unfilled::redacted, "<span class='placeholder-redacted'>hidden</span>", "[hidden]"},
        {"((x<y))", Unfilled::in_brackets, "<span class='placeholder'>&#40;&#40;x&lt;y&#41;&#41;</span>", "((x<y))"},
    };
    for (const Case& one : cases) {
        EXPECT_EQ(fill_html(Template::parse_for_html(one.typed), {}, ListForm::sentence, one.unfilled), one.html);
        EXPECT_EQ(fill(Template::parse(one.typed), {}, ListForm::sentence, one.unfilled), one.plain);
    }
}

TEST(Previews, RedactionHidesValuesToo) {
    const auto known = values({{"a", "yes"}, {"name", "Ada"}});
    EXPECT_EQ(fill(Template::parse("((name)), ((a??b))"), known, ListForm::sentence, Unfilled::redacted),
              "[hidden], [hidden]");
}

std::string preview(const char* typed, const Personalisation& known = {}, Unfilled unfilled = Unfilled::in_brackets) {
    const std::string html = render_sms_preview(Template::parse(typed), known, {}, unfilled);
    const std::string begin = "<div class=\"sms-message\" dir=\"auto\">";
    EXPECT_TRUE(html.starts_with(begin) && html.ends_with("</div>")) << html;
    return html.substr(begin.size(), html.size() - begin.size() - 6);
}

TEST(SmsPreview, ShowsWhatIsSent) {
    EXPECT_EQ(preview("a <b> & c\n\n\n\nd  e ."), "a &lt;b&gt; &amp; c<br><br>d e.");
    EXPECT_EQ(preview("“č” 😀…"), "\"c\" ?...");
    // Characters are replaced after lines and spaces are put in order.
    EXPECT_EQ(preview("a\u3000b\vc"), "a b<br>c");
    EXPECT_EQ(preview("hi ((name))", values({{"name", "<Ada>"}})), "hi &lt;Ada&gt;");
}

TEST(SmsPreview, HighlightsWhatIsMissing) {
    EXPECT_EQ(preview(" hi ((name)) ((a??b & c)) ."),
              "hi <span class='placeholder'>&#40;&#40;name&#41;&#41;</span> "
              "<span class='placeholder-conditional'>&#40;&#40;a?\?</span>b &amp; c)).");
    EXPECT_EQ(preview("((x<y))"), "<span class='placeholder'>&#40;&#40;x&lt;y&#41;&#41;</span>");
    EXPECT_EQ(preview("hi ((name)) ((a??b))", values({{"name", "Ada"}}), Unfilled::redacted),
              "hi <span class='placeholder-redacted'>hidden</span> <span class='placeholder-redacted'>hidden</span>");
    // A byte that is no UTF-8 is not taken for a mark.
    EXPECT_EQ(preview("\xFF((a))", values({{"a", "\xFF"}})), "??");
    EXPECT_EQ(preview("((a?\?\xFF))"), "<span class='placeholder-conditional'>&#40;&#40;a?\?</span>?))");
}

TEST(SmsPreview, StartsWithTheServiceAndTheLines) {
    EXPECT_EQ(render_sms_preview(Template::parse("hello"), {}, {" Tide & Co ", "Tide<", "07700 900123"}),
              "<p class=\"sms-sender\">From: Tide&lt;</p>\n<p class=\"sms-recipient\">To: 07700 900123</p>\n"
              "<div class=\"sms-message\" dir=\"auto\">Tide &amp; Co: hello</div>");
}

TEST(SmsPreview, LinksWebAddresses) {
    const std::pair<const char*, const char*> cases[] = {
        {"see pier.example.", "see <a href=\"http://pier.example\">pier.example</a>."},
        {"HTTPS://Pier.Example/a?b=c&d#e",
         "<a href=\"HTTPS://Pier.Example/a?b=c&amp;d#e\">HTTPS://Pier.Example/a?b=c&amp;d#e</a>"},
        {"a@pier.example", "a@pier.example"},
        {"pier.example@home", "pier.example@home"},
        {"3.5 and e.g", "3.5 and e.g"},
        {"(pier.example/a)", "(<a href=\"http://pier.example/a\">pier.example/a</a>)"},
        {"pier.example/a(b)", "<a href=\"http://pier.example/a%28b%29\">pier.example/a(b)</a>"},
        {"pier.example/a(b)).,:", "<a href=\"http://pier.example/a%28b%29\">pier.example/a(b)</a>).,:"},
        {"[pier.example/a].", "[<a href=\"http://pier.example/a\">pier.example/a</a>]."},
        {"pier.example/é", "<a href=\"http://pier.example/%C3%A9\">pier.example/é</a>"},
        {"pier.example/((ref))",
         "<a href=\"http://pier.example/\">pier.example/</a>"
         "<span class='placeholder'>&#40;&#40;ref&#41;&#41;</span>"},
    };
    for (const auto& [typed, html] : cases) EXPECT_EQ(preview(typed), html) << typed;
}

// An email with a redacted placeholder keeps its span through the formatting.
TEST(EmailPreview, KeepsEverySpan) {
    for (const Unfilled unfilled : {Unfilled::in_brackets, Unfilled::without_brackets, Unfilled::redacted}) {
        const auto email = EmailTemplate::parse("", "# ((name))\n\n* ((other))");
        const std::string html = render_email_html_body(email, {}, std::nullopt, unfilled);
        EXPECT_NE(html.find(highlight_html(email.body_html.parts()[0], unfilled)), std::string::npos) << html;
    }
}

}  // namespace
}  // namespace herald::content
