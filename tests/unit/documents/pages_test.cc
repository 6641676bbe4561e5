#include "documents/pages.h"

#include <gmock/gmock.h>

#include "support/well_formed.h"

namespace herald::documents {
namespace {

using testing::HasSubstr;
using testing::Not;

const Frame frame("Herald", "#1d70b8");
const Sender sender{"Ministry of <b>Tests</b> & Co", "https://example.com/contact?a=1&b=\"2\""};
const Timestamp until = *Timestamp::parse_iso("2027-05-20T23:30:00Z");

Document document() {
    Document made;
    made.available_until = until;
    made.details = {"a <script>.pdf", "application/pdf", "pdf", 1'234'567, ""};
    return made;
}

std::vector<http::Response> all_pages() {
    return {download_page(frame, sender, document(), "/d/a/b/download?key=k&confirmed=c"),
            address_page(frame, sender, "/d/a/b?key=k", AddressProblem::none, ""),
            address_page(frame, sender, "/d/a/b?key=k", AddressProblem::not_an_address, "\"><script>"),
            address_page(frame, sender, "/d/a/b?key=k", AddressProblem::not_the_recipient, "eve@example.com"),
            too_many_attempts_page(frame, sender, std::chrono::seconds(10)),
            expired_page(frame, sender, until),
            not_found_page(frame, sender),
            not_found_page(frame, std::nullopt),
            test_document_page(frame)};
}

std::string header(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return {};
}

TEST(DocumentPages, KeepTheKeyToThemselvesAndRunNoScript) {
    for (const auto& page : all_pages()) {
        EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
        EXPECT_EQ(header(page, "Referrer-Policy"), "no-referrer");
        EXPECT_EQ(header(page, "X-Robots-Tag"), "noindex, nofollow");
        EXPECT_THAT(header(page, "Content-Security-Policy"), HasSubstr("default-src 'none'"));
        EXPECT_THAT(page.body, Not(HasSubstr("<script")));
        EXPECT_THAT(page.body, Not(HasSubstr("src=")));
    }
}

TEST(DocumentPages, CanBeReadByEverybody) {
    for (const auto& page : all_pages()) {
        EXPECT_THAT(page.body, HasSubstr("<html lang=\"en\">"));
        EXPECT_THAT(page.body, HasSubstr("<main id=\"main\""));
        EXPECT_THAT(page.body, HasSubstr("Skip to the content"));
        EXPECT_THAT(page.body, HasSubstr("width=device-width"));
        EXPECT_EQ(test::malformation(page.body), std::nullopt);
        const auto first = page.body.find("<h1>");
        EXPECT_NE(first, std::string::npos);
        EXPECT_EQ(page.body.find("<h1>", first + 1), std::string::npos) << "one heading says what the page is";
    }
}

TEST(DocumentPages, SayWhoSentWhatAndUntilWhen) {
    const auto page = download_page(frame, sender, document(), "/d/a/b/download?key=k&confirmed=c");
    EXPECT_EQ(page.status, 200);
    for (const auto text :
         {"Ministry of &lt;b&gt;Tests&lt;/b&gt; &amp; Co has sent you a file.", "a &lt;script&gt;.pdf", "<dd>PDF</dd>",
          "<dd>1.2 MB</dd>", "<dd>21 May 2027</dd>", "href=\"/d/a/b/download?key=k&amp;confirmed=c\"",
          "href=\"https://example.com/contact?a=1&amp;b=&quot;2&quot;\""})
        EXPECT_THAT(page.body, HasSubstr(text));
}

TEST(DocumentPages, TellNothingOfTheFileBeforeTheAddressIsKnown) {
    const auto page = address_page(frame, sender, "/d/a/b?key=k", AddressProblem::none, "");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("<form method=\"post\" action=\"/d/a/b?key=k\""));
    EXPECT_THAT(page.body, HasSubstr("<label for=\"email_address\">"));
    EXPECT_THAT(page.body, Not(HasSubstr("PDF")));
    EXPECT_THAT(page.body, Not(HasSubstr("role=\"alert\"")));
}

TEST(DocumentPages, SayWhatIsWrongWithAnAddressBesideTheFieldAndAbove) {
    const auto page =
        address_page(frame, sender, "/d/a/b?key=k", AddressProblem::not_an_address, "\"><script>alert(1)</script>");
    EXPECT_EQ(page.status, 400);
    EXPECT_THAT(page.body, HasSubstr("<title>Error: Confirm your email address"));
    EXPECT_THAT(page.body, HasSubstr("role=\"alert\""));
    EXPECT_THAT(page.body, HasSubstr("aria-describedby=\"hint problem\" aria-invalid=\"true\""));
    EXPECT_THAT(page.body, HasSubstr("value=\"&quot;&gt;&lt;script&gt;"));
    EXPECT_EQ(address_page(frame, sender, "/", AddressProblem::not_the_recipient, "").status, 403);
}

TEST(DocumentPages, HaveTheStatusThatFits) {
    EXPECT_EQ(expired_page(frame, sender, until).status, 410);
    EXPECT_THAT(expired_page(frame, sender, until).body, HasSubstr("until 21 May 2027"));
    EXPECT_EQ(not_found_page(frame, sender).status, 404);
    EXPECT_THAT(not_found_page(frame, sender).body, HasSubstr("https://example.com/contact"));
    const auto busy = too_many_attempts_page(frame, sender, std::chrono::milliseconds(9'001));
    EXPECT_EQ(busy.status, 429);
    EXPECT_EQ(header(busy, "Retry-After"), "10");
}

TEST(DocumentPages, LinkContactDetailsOnlyWhereTheyAreLinks) {
    struct {
        std::string contact, html;
    } const cases[] = {
        {"https://example.com/help", "<a href=\"https://example.com/help\">https://example.com/help</a>"},
        {"help@example.com", "<a href=\"mailto:help@example.com\">help@example.com</a>"},
        {"020 7946 0000", "<a href=\"tel:02079460000\">020 7946 0000</a>"},
        {"+44 (0)20 7946 0000", "<a href=\"tel:+4402079460000\">+44 (0)20 7946 0000</a>"},
        {"javascript:alert(1)", "Contact S: javascript:alert(1)</p>"},
        {"the front desk", "Contact S: the front desk</p>"},
    };
    for (const auto& [contact, html] : cases)
        EXPECT_THAT(expired_page(frame, {"S", contact}, until).body, HasSubstr(html)) << contact;
    EXPECT_THAT(expired_page(frame, {"S", ""}, until).body, Not(HasSubstr("Questions")));
}

TEST(DocumentPages, SizesAreForPeople) {
    struct {
        std::uint64_t bytes;
        std::string_view text;
    } const cases[] = {{1, "1 byte"},       {999, "999 bytes"},  {1000, "1 KB"},       {14'499, "14 KB"},
                       {999'499, "999 KB"}, {999'500, "1.0 MB"}, {2'097'152, "2.1 MB"}};
    for (const auto& [bytes, text] : cases) EXPECT_EQ(size_for_people(bytes), text);
}

TEST(DocumentPages, FilenamesCannotBreakOutOfTheirHeader) {
    EXPECT_EQ(attachment_header("report.pdf"), "attachment; filename=\"report.pdf\"; filename*=UTF-8''report.pdf");
    EXPECT_EQ(attachment_header("a\"b\r\nX: y.pdf"),
              "attachment; filename=\"a_b__X: y.pdf\"; filename*=UTF-8''a%22b__X%3A%20y.pdf");
    EXPECT_EQ(attachment_header("../é.pdf"), "attachment; filename=\"..___.pdf\"; filename*=UTF-8''.._%C3%A9.pdf");
}

}  // namespace
}  // namespace herald::documents
