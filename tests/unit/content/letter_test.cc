// content.md §4.1 and the texts of §4.2.
#include "content/letter.h"

#include <gtest/gtest.h>

namespace herald::content {
namespace {

std::string body(const std::string& typed, const Personalisation& values = {}) {
    return render_letter_body(Template::parse_for_html(typed), values).html;
}

TEST(LetterBody, IsFormattedByTheLettersRules) {
    const std::pair<const char*, const char*> cases[] = {
        {"# One\n## Two\n###### Six", "<h2>One</h2>\n<p>Two</p><p>Six</p>"},
        {"a\n\n---\n\nb", "<p>a</p><div class=\"page-break\">&nbsp;</div><p>b</p>"},
        {"^ a\n^ b", "<p>a<br>b</p>"},
        {"go to http://a.example/x-y, now", "<p>go to <strong>a.example/x‑y</strong>, now</p>"},
        {"[a b](c.example \"t\")", "<p>[a b](c.example “t”)</p>"},
        {"a ![b](c) d", "<p>a  d</p>"},
        {"|a|b|\n|-|-|\n|c|d|\n\ne", "<p>e</p>"},
        {"a[^1]\n\n[^1]: b", "<p>a</p><p>b</p>"},
        {"* a\n* b-c", "<ul>\n<li>a</li>\n<li>b‑c</li>\n</ul>\n"},
        {"1. a", "<ol>\n<li>a</li>\n</ol>\n"},
        {"<b> & \"c\" 'd'", "<p>&lt;b&gt; &amp; “c” ‘d’</p>"},
        {"GOV.UK", "<p>GOV.UK</p>"},
        {"", ""},
    };
    for (const auto& [typed, html] : cases) EXPECT_EQ(body(typed), html) << typed;
}

TEST(LetterBody, ValuesAreEscapedAndListsAreBullets) {
    Personalisation values;
    values.set("a", List{"x<", "y-z"});
    EXPECT_EQ(body("b ((a))", values), "<p>b </p><ul>\n<li>x&lt;</li>\n<li>y‑z</li>\n</ul>\n");
    EXPECT_EQ(body("((b-c))"), "<p><span class='placeholder'>&#40;&#40;b‑c&#41;&#41;</span></p>");
}

TEST(LetterBody, AParagraphThatSaysSoIsAQrCode) {
    const std::string begin = "<p><div class='qrcode'>", end = "</div></p>";
    const std::pair<const char*, std::string> codes[] = {
        {"QR: https://a.example/b-c?d=1&e='2'", "https://a.example/b-c?d=1&amp;e='2'"},
        {" qr :  a -- b ", "a -- b"},
        {"Qr:x", "x"},
        {"qr:\nhttp://a.example/b", "http://a.example/b"},
        {"## QR: heading two", "heading two"},
        {"qr: [a](b)", "[a](b)"},
        {"qr: \\*", "*"},
    };
    for (const auto& [typed, text] : codes) EXPECT_EQ(body(typed), begin + text + end) << typed;
    EXPECT_EQ(body("* a\n\n* qr: b"), "<ul>\n<li><p> a</p></li>\n<li>" + begin + "b" + end + "</li>\n</ul>\n");
    for (const char* none : {"# QR: a", "* QR: a", "QR:", "QR: ", "a QR: b", "QRcode: a"})
        EXPECT_EQ(body(none).find("qrcode"), std::string::npos) << none;
}

TEST(LetterBody, AQrCodeWithoutItsValueIsABox) {
    EXPECT_EQ(body("QR: http://a.b/((ref-no))"),
              "<p><div class='qrcode-placeholder'>http://a.b/"
              "<span class='placeholder'>&#40;&#40;ref-no&#41;&#41;</span></div></p>");
    Personalisation values;
    values.set("ref no", std::string("1-2"));
    EXPECT_EQ(body("QR: http://a.b/((ref-no))", values), "<p><div class='qrcode'>http://a.b/1-2</div></p>");
}

std::optional<QrTooLong> too_long(const std::string& typed, const Personalisation& values = {}) {
    return render_letter_body(Template::parse_for_html(typed), values).qr_too_long;
}

TEST(LetterBody, QrCodesAreMeasuredInBytesOfTheirEscapedText) {
    EXPECT_FALSE(too_long("QR: " + std::string(504, 'x')));
    const auto over = too_long("a\n\nQR: " + std::string(505, 'x'));
    ASSERT_TRUE(over);
    EXPECT_EQ(over->bytes, 505u);
    EXPECT_EQ(over->data, std::string(505, 'x'));
    EXPECT_FALSE(too_long("QR: " + std::string(499, 'x') + "&"));
    EXPECT_EQ(too_long("QR: " + std::string(500, 'x') + "&")->bytes, 505u);
    EXPECT_EQ(too_long("QR: " + std::string(503, 'x') + "é")->bytes, 505u);
    // A placeholder counts as it is typed, brackets included.
    EXPECT_FALSE(too_long("QR: " + std::string(499, 'x') + "((a))"));
    EXPECT_EQ(too_long("QR: " + std::string(500, 'x') + "((a))")->bytes, 505u);
    Personalisation values;
    values.set("a", std::string(10, 'y'));
    EXPECT_EQ(too_long("QR: " + std::string(499, 'x') + "((a))", values)->bytes, 509u);
}

TEST(LetterHeading, HasOrdinaryHyphens) {
    Personalisation values;
    values.set("a", List{"x-y", "<z>"});
    EXPECT_EQ(render_letter_heading(Template::parse_for_html("It's  ((a))\n - now"), values),
              "It’s x-y and &lt;z&gt; – now");
}

TEST(LetterParts, TheSenderBlockKeepsItsLines) {
    Personalisation values;
    values.set("town", std::string("<Quay> "));
    EXPECT_EQ(render_sender_block(Template::parse_for_html("  Harbour Office , \n\n ((town)) \nPL1 \n"), values),
              "Harbour Office,\n\n&lt;Quay&gt;\nPL1");
}

TEST(LetterParts, TheRecipientIsTheTidiedAddressOrTheLinesAsGiven) {
    EXPECT_EQ(render_recipient_lines({"A <B>", "C", "D"}, {}), (std::vector<std::string>{"A &lt;B&gt;", "C", "D"}));
    Personalisation values;
    values.set("address_line_1", std::string("A & B"));
    const auto bare = [](const std::string& name) {
        return "<span class='placeholder-no-brackets'>" + name + "</span>";
    };
    std::vector<std::string> expected = {"A &amp; B",
                                         bare("address line 2"),
                                         bare("address line 3"),
                                         bare("address line 4"),
                                         bare("address line 5"),
                                         bare("address line 6"),
                                         bare("postcode")};
    EXPECT_EQ(render_recipient_lines({"A & B"}, values), expected);
    EXPECT_EQ(render_recipient_lines(std::vector<std::string>(8, "x"), values), expected);
    values.set("address line 7", std::string("Z"));
    expected.back() = "Z";
    EXPECT_EQ(render_recipient_lines({}, values), expected);
}

TEST(LetterParts, PlaceholdersComeFromEveryPartInOrder) {
    LetterTemplate letter;
    letter.sender_block = Template::parse_for_html("((e))");
    letter.welsh = LetterHalf::parse("((d))", "((c)) ((A))");
    letter.english = LetterHalf::parse("((b))", "((a)) ((x&y))");
    EXPECT_EQ(letter.placeholders(), (std::vector<std::string>{"e", "d", "c", "A", "b", "x&y"}));
    Personalisation values;
    values.set("e", std::string());
    values.set("x&y", std::string());
    EXPECT_EQ(letter.missing(values), (std::vector<std::string>{"d", "c", "A", "b"}));
    letter.welsh.reset();
    EXPECT_EQ(letter.missing(values), (std::vector<std::string>{"b", "a"}));
}

TEST(LetterParts, TheDateIsLondons) {
    const auto date = [](const char* iso, LetterLanguage language) {
        return letter_date(*Timestamp::parse_iso(iso), language);
    };
    EXPECT_EQ(date("2026-07-31T23:15:00Z", LetterLanguage::english), "1 August 2026");
    EXPECT_EQ(date("2026-01-31T23:15:00Z", LetterLanguage::english), "31 January 2026");
    const char* welsh[] = {"Ionawr",     "Chwefror", "Mawrth", "Ebrill", "Mai",      "Mehefin",
                           "Gorffennaf", "Awst",     "Medi",   "Hydref", "Tachwedd", "Rhagfyr"};
    for (int month = 1; month <= 12; ++month) {
        const std::string iso =
            std::string("2026-") + (month < 10 ? "0" : "") + std::to_string(month) + "-02T12:00:00Z";
        EXPECT_EQ(date(iso.c_str(), LetterLanguage::welsh), "2 " + std::string(welsh[month - 1]) + " 2026");
    }
}

}  // namespace
}  // namespace herald::content
