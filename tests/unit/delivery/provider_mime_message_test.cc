#include "delivery/providers/mime_message.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"
#include "provider_mime_reader.h"

namespace herald::delivery {
namespace {

MimeMessage message() {
    MimeMessage m;
    m.message_id = "5b1c0e7a-3f7e-4a51-9c7e-0d6f7b8a9c01@mail.example";
    m.date = Timestamp::parse_iso("2026-02-03T10:15:02.5Z").value();
    m.from_name = "Borough Council";
    m.from_address = "borough@mail.example";
    m.to_address = "ann@x.example";
    m.subject = "Your bin day";
    m.text = "Hello\nAnn";
    m.html = "<p>Hello=Ann</p>";
    return m;
}

TEST(MimeMessage, WritesAPlainMessage) {
    EXPECT_EQ(to_mime(message()),
              "Date: Tue, 03 Feb 2026 10:15:02 +0000\r\n"
              "From: \"Borough Council\" <borough@mail.example>\r\n"
              "To: ann@x.example\r\n"
              "Subject: Your bin day\r\n"
              "Message-ID: <5b1c0e7a-3f7e-4a51-9c7e-0d6f7b8a9c01@mail.example>\r\n"
              "Auto-Submitted: auto-generated\r\n"
              "MIME-Version: 1.0\r\n"
              "Content-Type: multipart/alternative;\r\n"
              " boundary=\"=_5b1c0e7a3f7e4a519c7e0d6f7b8a9c01_part\"\r\n"
              "\r\n"
              "--=_5b1c0e7a3f7e4a519c7e0d6f7b8a9c01_part\r\n"
              "Content-Type: text/plain; charset=utf-8\r\n"
              "Content-Transfer-Encoding: quoted-printable\r\n"
              "\r\n"
              "Hello\r\nAnn\r\n"
              "--=_5b1c0e7a3f7e4a519c7e0d6f7b8a9c01_part\r\n"
              "Content-Type: text/html; charset=utf-8\r\n"
              "Content-Transfer-Encoding: quoted-printable\r\n"
              "\r\n"
              "<p>Hello=3DAnn</p>\r\n"
              "--=_5b1c0e7a3f7e4a519c7e0d6f7b8a9c01_part--\r\n");
}

TEST(MimeMessage, WritesReplyToAndUnsubscribeHeaders) {
    MimeMessage m = message();
    m.reply_to = "team@bücher.example";
    m.unsubscribe_url = "https://api.example/unsubscribe/1/abc";
    const ReadMail mail = read_mail(to_mime(m));
    EXPECT_EQ(mail.one("Reply-To"), "team@xn--bcher-kva.example");
    EXPECT_EQ(mail.one("List-Unsubscribe"), "<https://api.example/unsubscribe/1/abc>");
    EXPECT_EQ(mail.one("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
}

TEST(MimeMessage, LeavesOutAnUnsubscribeLinkThatFitsNoLine) {
    MimeMessage m = message();
    m.unsubscribe_url = "https://api.example/" + std::string(1200, 'x');
    const ReadMail mail = read_mail(to_mime(m));
    EXPECT_TRUE(mail.all("List-Unsubscribe").empty());
    EXPECT_TRUE(mail.all("List-Unsubscribe-Post").empty());
}

struct TextCase {
    std::string text, encoded;
};

class HeaderText : public testing::TestWithParam<TextCase> {};

INSTANTIATE_TEST_SUITE_P(
    Texts, HeaderText,
    testing::Values(TextCase{"", ""}, TextCase{"Plain text", "Plain text"},
                    TextCase{"Grüße", "=?utf-8?B?R3LDvMOfZQ==?="},
                    TextCase{"=?utf-8?B?eA==?=", "=?utf-8?B?PT91dGYtOD9CP2VBPT0/PQ==?="},
                    TextCase{" x", "=?utf-8?B?IHg=?="}, TextCase{"a\r\nBcc: b@x.example", "a  Bcc: b@x.example"},
                    // Two words of 45 and 3 bytes; the euro sign is not cut.
                    TextCase{std::string(43, 'a') + "€b",
                             "=?utf-8?B?" +
                                 std::string("YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYQ==") +
                                 "?= =?utf-8?B?4oKsYg==?="}));

TEST_P(HeaderText, IsPlainOrEncodedWords) {
    EXPECT_EQ(encode_header_text(GetParam().text), GetParam().encoded);
}

struct MailboxCase {
    std::string name, address, mailbox;
};

class Mailbox : public testing::TestWithParam<MailboxCase> {};

INSTANTIATE_TEST_SUITE_P(
    Names, Mailbox,
    testing::Values(MailboxCase{"Council", "c@x.example", "\"Council\" <c@x.example>"},
                    MailboxCase{"", "c@x.example", "c@x.example"},
                    MailboxCase{"The \"best\" \\ of", "c@x.example", "\"The \\\"best\\\" \\\\ of\" <c@x.example>"},
                    MailboxCase{"Cyngor Môn", "c@x.example", "=?utf-8?B?Q3luZ29yIE3DtG4=?= <c@x.example>"},
                    MailboxCase{"A\r\nBcc: b@x.example", "c@x.example", "\"A  Bcc: b@x.example\" <c@x.example>"},
                    MailboxCase{"A", "c@x.example>\r\nBcc: <b@y.example", "\"A\" <c@x.exampleBcc:b@y.example>"}));

TEST_P(Mailbox, IsANameAndAnAddress) {
    EXPECT_EQ(mailbox(GetParam().name, GetParam().address), GetParam().mailbox);
}

TEST(AsciiHost, ConvertsOnlyTheHost) {
    EXPECT_EQ(with_ascii_host("user@bücher.example"), "user@xn--bcher-kva.example");
    EXPECT_EQ(with_ascii_host("user@x.example"), "user@x.example");
    EXPECT_EQ(with_ascii_host("no address"), "no address");
    EXPECT_EQ(with_ascii_host("user@\xff\xfe"), "user@\xff\xfe");
}

TEST(QuotedPrintable, EncodesWhatIsNotSafe) {
    EXPECT_EQ(quoted_printable("a=b €"), "a=3Db =E2=82=AC");
    EXPECT_EQ(quoted_printable("end \nand\t\r\nlast "), "end=20\r\nand=09\r\nlast=20");
    EXPECT_EQ(quoted_printable("a\rb\nc\r\nd"), "a\r\nb\r\nc\r\nd");
    EXPECT_EQ(quoted_printable(std::string(80, 'x')), std::string(75, 'x') + "=\r\nxxxxx");
}

/// Text as people write it and as attackers do: any code points, often with line breaks and header-like pieces.
rc::Gen<std::string> any_text() {
    const auto piece = rc::gen::oneOf(
        rc::gen::string<std::string>(),
        rc::gen::map(rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange<std::uint32_t>(1, 0x2FFF)),
                     [](const std::vector<std::uint32_t>& code_points) {
                         std::string out;
                         for (const std::uint32_t c : code_points) text::append(out, c);
                         return out;
                     }),
        rc::gen::element<std::string>("\r\nBcc: victim@x.example", "\n\n<html>", "\r", "=?utf-8?B?eA==?=", "\"", "\\",
                                      " ", "  ", "--=_", ".", "\r\n.\r\n", std::string(1200, 'w')));
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                        [](const std::vector<std::string>& pieces) {
                            std::string out;
                            for (const std::string& p : pieces) out += p;
                            return out;
                        });
}

std::string with_crlf(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' || text[i] == '\n') {
            out += "\r\n";
            if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string without_controls(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; }, ' ');
    return text;
}

MimeMessage any_message() {
    MimeMessage m;
    m.message_id = *any_text();
    m.from_name = *any_text();
    m.from_address = *any_text();
    m.to_address = *any_text();
    m.reply_to = *any_text();
    m.subject = *any_text();
    m.text = *any_text();
    m.html = *any_text();
    m.unsubscribe_url = *any_text();
    return m;
}

RC_GTEST_PROP(MimeMessageProperty, NoValueMakesAHeaderOfItsOwn, ()) {
    const ReadMail mail = read_mail(to_mime(any_message()));
    std::vector<std::string> names;
    for (const auto& [name, value] : mail.headers)
        if (!name.starts_with("List-")) names.push_back(name);
    const std::vector<std::string> expected{"Date",       "From",           "To",           "Reply-To",    "Subject",
                                            "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"};
    RC_ASSERT(names == expected);
}

RC_GTEST_PROP(MimeMessageProperty, EveryLineIsShortAsciiAndEndsInCrLf, ()) {
    MimeMessage m = any_message();
    // The addresses are bounded by the rules for recipients; the other values are not.
    for (std::string* address : {&m.message_id, &m.from_address, &m.to_address, &*m.reply_to})
        address->resize(std::min<std::size_t>(address->size(), 320));
    const std::string text = to_mime(m);
    for (const std::string& line : lines_of(text)) {
        RC_ASSERT(line.size() <= 998u);
        for (const char c : line) RC_ASSERT(c == '\t' || (c >= ' ' && c < 0x7F));
    }
}

RC_GTEST_PROP(MimeMessageProperty, AReaderGetsTheTextsBack, ()) {
    MimeMessage m = message();
    m.subject = *any_text();
    m.text = *any_text();
    m.html = *any_text();
    const ReadMail mail = read_mail(to_mime(m));
    RC_ASSERT(decode_header(mail.one("Subject")) == without_controls(text::to_valid_utf8(m.subject)));
    const std::vector<std::string> expected{with_crlf(m.text), with_crlf(m.html)};
    RC_ASSERT(parts_of(mail) == expected);
}

}  // namespace
}  // namespace herald::delivery
