// Content.md §1: placeholders, values, lists, escaping, missing values.
#include "content/template.h"

#include <gtest/gtest.h>

#include "content/email.h"
#include "content/escape.h"
#include "content/sms.h"

namespace herald::content {
namespace {

using Names = std::vector<std::string>;

std::string fill_one(const std::string& source, Value value, ListForm form = ListForm::sentence) {
    Personalisation values;
    values.set("x", std::move(value));
    return fill(Template::parse(source), values, form);
}

// §1.1 Syntax.
TEST(Template, FindsPlaceholders) {
    struct Case {
        std::string text;
        Names names;
    };
    const Case cases[] = {
        {"", {}},
        {"no placeholder", {}},
        {"((a))", {"a"}},
        {"(((a)))", {"a"}},
        {"((((a))))", {"a"}},
        {"(())", {}},
        {"((a (b)))", {}},
        {"((a)(b))", {}},
        {"( (a) )", {}},
        {"((a", {}},
        {"((a)", {}},
        {"((a\nb c))", {"a\nb c"}},
        {"(( a ))((b))", {" a ", "b"}},
        {"((a??b))", {"a"}},
        {"((??b))", {""}},
        {"((a))((A))((a_ -))((c))", {"a", "c"}},
        {"((a(b))((c))", {"c"}},
        {"((a)) ))((b)) ((", {"a", "b"}},
    };
    for (const Case& c : cases) EXPECT_EQ(Template::parse(c.text).placeholders(), c.names) << c.text;
}

// §1.2 Name matching.
TEST(Template, MatchesNamesWithoutCaseSpacesAndDashes) {
    Personalisation values;
    values.set("FIRST-NAME", "Ann");
    values.set("ÉTAT", "ok");
    EXPECT_EQ(fill(Template::parse("((first name))((First_Name))((état))"), values, ListForm::sentence), "AnnAnnok");
    const Template other = Template::parse("((first.name)) ((z))");
    EXPECT_EQ(missing_message(missing({&other}, values)), "Missing personalisation: first.name, z");
}

TEST(Template, TheLastSpellingOfAValueWins) {
    Personalisation values;
    values.set("a_b", "first");
    values.set("A B", "last");
    EXPECT_EQ(fill(Template::parse("((ab))"), values, ListForm::sentence), "last");
}

TEST(Template, EscapedNamesMatchTheirValues) {
    Personalisation values;
    values.set("a&b", "yes");
    const Template source = Template::parse_for_html(
        "((a&b)) ((a&b?"
        "?<on>))");
    EXPECT_EQ(fill_html(source, values, ListForm::sentence), "yes &lt;on&gt;");
}

TEST(Template, NamesOfSeveralTextsKeepTheirOrder) {
    const Template subject = Template::parse("((b)) ((a))");
    const Template body = Template::parse("((c)) ((A))");
    EXPECT_EQ(placeholders({&subject, &body}), (Names{"b", "a", "c"}));
    EXPECT_EQ(missing({&subject, &body}, {}), (Names{"b", "a", "c"}));
}

// §1.3 Values: what is shown, and whether it switches conditional text on.
TEST(Template, ShowsValuesAndSwitchesConditionals) {
    struct Case {
        Value value;
        std::string shown;
        bool on;
    };
    const Case cases[] = {
        {std::string(), "", false},
        {std::string("((y))"), "((y))", false},
        {std::string("yes"), "yes", true},
        {std::string("Y"), "Y", true},
        {std::string("TRUE"), "TRUE", true},
        {std::string("t"), "t", true},
        {std::string("1"), "1", true},
        {std::string("Include"), "Include", true},
        {std::string("show"), "show", true},
        {std::string(" yes"), " yes", false},
        {std::string("no"), "no", false},
        {true, "True", true},
        {false, "False", false},
        {Number{"1"}, "1", true},
        {Number{"1.0"}, "1.0", false},
        {Number{"2"}, "2", false},
        {List{"yes"}, "yes", true},
        {List{"yes", "yes"}, "yes and yes", false},
        {List{}, "", false},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(fill_one("((x))", c.value), c.shown);
        EXPECT_EQ(fill_one("((x??on))", c.value), c.on ? "on" : "") << c.shown;
    }
    EXPECT_EQ(fill_one("((x??on))", List{"yes"}, ListForm::bullets), "");
}

TEST(Template, NullCountsAsMissing) {
    Personalisation values;
    values.set("x", std::monostate{});
    const Template source = Template::parse("((x??on))");
    EXPECT_EQ(missing({&source}, values), Names{"x"});
    EXPECT_EQ(fill(source, values, ListForm::sentence), "((x??on))");
}

// §1.4 Lists.
TEST(Template, ShowsLists) {
    EXPECT_EQ(fill_one("((x))", List{"a", "b"}), "a and b");
    EXPECT_EQ(fill_one("((x))", List{" a ", "", "b\u00A0", "c"}), "a, b and c");
    EXPECT_EQ(fill_one("Need ((x)) now", List{"a", "b"}, ListForm::bullets), "Need \n\n* a\n* b now");
    EXPECT_EQ(fill_one("Need ((x))", List{" "}, ListForm::bullets), "Need ");
}

// §1.5 Escaping.
TEST(Escape, FollowsTheFourSteps) {
    const std::pair<std::string, std::string> cases[] = {
        {"a < b > c & d", "a &lt; b &gt; c &amp; d"},
        {"\"q\" 'q'", "\"q\" 'q'"},
        {"&nbsp;&amp;", "&nbsp;&amp;"},
        {"&lt;b&gt;", "&lt;b&gt;"},
        {"&amp;lt;", "&amp;lt;"},
        {"&pound;&#163;&#xA3;&#XA3;", "££££"},
        {"&pound &#163 &copy", "&amp;pound &amp;#163 &amp;copy"},
        {"&nosuch;", "&amp;nosuch;"},
        {"&notit;", "&amp;notit;"},
        {"&#0;&#x110000;&#xD800;", "\uFFFD\uFFFD\uFFFD"},
        {"&#128;", "€"},
        {"&;&#;&#x;", "&amp;;&amp;#;&amp;#x;"},
        {"&#99999999999999999999;", "\uFFFD"},
    };
    for (const auto& [typed, escaped] : cases) EXPECT_EQ(escape_html(typed), escaped);
}

// §1.7, §1.8: the source for the API and empty emails.
TEST(Email, SourceIsTrimmedAndOtherwiseUntouched) {
    const EmailTemplate email = EmailTemplate::parse("", "\r\n # A\r\n\r\n((x)) <b> \n");
    Personalisation values;
    values.set("x", "*y* & z");
    EXPECT_EQ(render_email_source(email, values), "# A\r\n\r\n*y* & z <b>");
}

TEST(Email, IsEmptyOnlyAsTheContractSays) {
    Personalisation blank;
    blank.set("a", " \n");
    blank.set("b", "");
    EXPECT_TRUE(is_empty_email(EmailTemplate::parse("s", ""), {}));
    EXPECT_TRUE(is_empty_email(EmailTemplate::parse("s", "((a))"), blank));
    EXPECT_TRUE(is_empty_email(EmailTemplate::parse("s", "((a)) ((b??x))"), blank));
    EXPECT_FALSE(is_empty_email(EmailTemplate::parse("s", " ((a))"), blank));
    EXPECT_FALSE(is_empty_email(EmailTemplate::parse("s", " "), blank));
    EXPECT_FALSE(is_empty_email(EmailTemplate::parse("s", "((a)).((b))"), blank));
}

TEST(Email, TooLongMessage) {
    EXPECT_EQ(email_too_long_message(2000001),
              "Your message is too long. Emails cannot be longer than 2000000 bytes. Your message is 2000001 bytes.");
}

}  // namespace
}  // namespace herald::content
