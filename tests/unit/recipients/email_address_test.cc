// Content.md §6, §7.5, public-api §2.8: email addresses and how recipients are compared.
#include "recipients/email_address.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace herald::recipients {
namespace {

std::string repeat(const std::string& text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

TEST(EmailAddress, AcceptsWhatTheContractAccepts) {
    const std::string label = repeat("a", 63);
    for (const std::string& address : {
             std::string("a@b.co"),
             std::string(".a.@b.co"),
             std::string("!#$%&'*+/=?^_`{|}~-@b.co"),
             std::string("a@b.c-d--e.xn--p1ai"),
             "a@" + label + ".co",
             "a@b." + repeat("c", 63),
             std::string("a@1.2.co"),
             std::string("a@bücher.example"),
             std::string("a@ｂ．ｃｏ"),
             std::string("a@b。co"),
             std::string("a@例え.テスト"),
             repeat("a", 315) + "@b.co",
         })
        EXPECT_TRUE(parse_email_address(address)) << address;
}

TEST(EmailAddress, RefusesWhatTheContractRefuses) {
    const std::string label = repeat("a", 64);
    for (const std::string& address : {
             std::string(),
             std::string("@b.co"),
             std::string("a@"),
             std::string("a"),
             std::string("a@b@c.co"),
             std::string("a b@c.co"),
             std::string("\"a\"@b.co"),
             std::string("a,b@c.co"),
             std::string("a;b@c.co"),
             std::string("a\\b@c.co"),
             std::string("o’hara@b.co"),
             std::string("é@b.co"),
             std::string("a@.b.co"),
             std::string("a@b..co"),
             std::string("a..b@c.co"),
             std::string("a@b.co."),
             std::string("a@b"),
             std::string("a@b.c"),
             std::string("a@b.c1"),
             std::string("a@1.2.3.4"),
             std::string("a@-b.co"),
             std::string("a@b-.co"),
             std::string("a@b---c.co"),
             std::string("a@b_c.co"),
             std::string("a@b c.co"),
             std::string("a@" + label + ".co"),
             "a@b." + repeat("c", 64),
             "a@" + repeat("abcdefghi.", 26) + "co",
             repeat("a", 316) + "@b.co",
             std::string("a@b.xn--"),
             std::string("a@b.xn--a--b"),
             std::string("a@\xFF.co"),
         })
        EXPECT_FALSE(parse_email_address(address)) << address;
    EXPECT_EQ(email_address_error, "Not a valid email address");
    EXPECT_EQ(email_address_form_error, "Enter an email address in the correct format, like name@example.gov.uk");
}

TEST(EmailAddress, IsStrippedAndLowered) {
    const auto address = parse_email_address(" \u200BAnn\u00A0.Lee@Exam\uFEFFple.COM\n");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->address, "Ann.Lee@Example.COM");
    EXPECT_EQ(address->normalised, "ann.lee@example.com");
    EXPECT_EQ(parse_email_address("a@MÔR.cymru")->normalised, "a@môr.cymru");
}

TEST(Host, IsWrittenInAscii) {
    EXPECT_EQ(host_to_ascii("hafan-môr.cymru"), "xn--hafan-mr-b4a.cymru");
    EXPECT_EQ(host_to_ascii("Straße.DE"), "strasse.de");
    EXPECT_EQ(host_to_ascii("a。b"), "a.b");
    EXPECT_EQ(host_to_ascii("a\u0627.com"), std::nullopt);
    EXPECT_EQ(to_ascii_address("Me@hafan-môr.cymru"), "Me@xn--hafan-mr-b4a.cymru");
    EXPECT_EQ(to_ascii_address("no address"), "no address");
}

// §7.5
TEST(Recipient, IsComparedByItsNormalisedForm) {
    EXPECT_EQ(normalise_recipient(" 07700 900-855"), "447700900855");
    EXPECT_EQ(normalise_recipient("A@B.Co "), "a@b.co");
    EXPECT_EQ(normalise_recipient("As Typed"), "As Typed");
}

TEST(Properties, ANormalisedAddressIsItsOwn) {
    EXPECT_TRUE(rc::check([] {
        const auto characters = rc::gen::elementOf(std::string("aB1.-_+'@é "));
        const std::string typed =
            *rc::gen::container<std::string>(characters) + "@" + *rc::gen::container<std::string>(characters) + ".co";
        const auto address = parse_email_address(typed);
        if (!address) return;
        const auto again = parse_email_address(address->normalised);
        RC_ASSERT(again.has_value());
        RC_ASSERT(again->normalised == address->normalised);
    }));
}

}  // namespace
}  // namespace herald::recipients
