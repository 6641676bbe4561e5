// What holds for any text.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/text.h"
#include "content/escape.h"
#include "content/letter.h"
#include "content/markdown_render.h"
#include "content/render.h"
#include "content/sanitise.h"
#include "content/typography.h"
#include "support/well_formed.h"

namespace herald::content {
namespace {

/// Texts made of what the formatting looks for, with any bytes between.
rc::Gen<std::string> any_text() {
    const auto piece = rc::gen::oneOf(
        rc::gen::element<std::string>("((", "))", "((a))", "((a??b))", "((a\n\nb))", "*", "* ", "-", "• ", "1. ", "^ ",
                                      "#", "# ", "\n", "\n\n", "    ", "[", "](", ")", "[t](u \"v\")", "[n]: u", "[n]",
                                      "[^1]", "[^1]: f", "http://a.b", "---", "===", "```", "|", "<", ">", "<b>",
                                      "</p>", "<span class='placeholder'>", "</span>", "&", "&lt;", "&#60;", "\\", "'",
                                      "\"", ",", ".", " ", "\t", "GOV.UK", "é", "ŵ", "…", "😀", "\u200B", "@"),
        rc::gen::arbitrary<std::string>());
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& all) {
        std::string out;
        for (const std::string& one : all) out += one;
        return out;
    });
}

Personalisation some_values() {
    Personalisation values;
    values.set("a", "<i>'x' [y](z)\n\n* &");
    return values;
}

/// Every part of it, from a text that tries to leave its place.
Branding some_branding() {
    const std::string text = "\"'><b>&lt;&";
    return {Branding::Kind::both, text, text, "https://a.example/" + text, text, text, text};
}

/// Tells what is wrong, because the property is about any text.
bool well_formed(const std::string& html) {
    const auto wrong = test::malformation(html);
    if (wrong) RC_LOG(*wrong + html);
    return !wrong;
}

TEST(Properties, HtmlIsWellFormedForAnyTextFilledOrNot) {
    EXPECT_TRUE(rc::check([] {
        const EmailTemplate email = EmailTemplate::parse(*any_text(), *any_text());
        RC_ASSERT(well_formed(render_email_html_body(email, some_values())));
        RC_ASSERT(well_formed(render_email_html_body(email, {}, "https://u.example/1")));
        RC_ASSERT(well_formed(render_letter_body(email.body_html, some_values()).html));
        RC_ASSERT(well_formed(render_letter_body(email.body_html, {}, Unfilled::redacted).html));
        RC_ASSERT(well_formed(render_email_html(email, some_values(), {some_branding(), std::nullopt})));
    }));
}

// The preheader is written from the start of the body only; it has to be what the whole body would give.
TEST(Properties, ThePreheaderIsTheStartOfTheWholeBody) {
    EXPECT_TRUE(rc::check([] {
        const auto pieces = *rc::gen::container<std::vector<std::string>>(
            rc::gen::element<std::string>(" --- ", " - ", "a", "'", "\"", "it's", "\n\n", "\n", "é", "* ", "# ", "^ ",
                                          " ,", "o'h@b ", "http://a.b "));
        RC_PRE(!pieces.empty());
        std::string source;
        while (source.size() < 4000)
            for (const std::string& piece : pieces) source += piece + (pieces.size() % 2 == 0 ? "x" : "\n\ny ");
        // The white space at the start counts as a character, and goes at the end.
        const std::string whole = " " + text::squash(apply_typography(render_markdown(source, PreheaderWriter())));
        std::size_t end = 0;
        for (int i = 0; i < 256 && end < whole.size(); ++i) end += text::decode(whole, end).bytes;
        RC_ASSERT(render_email_preheader(EmailTemplate::parse("", source), {}) == text::trim(whole.substr(0, end)));
    }));
}

TEST(Properties, EveryRenderingIsUtf8) {
    EXPECT_TRUE(rc::check([] {
        const std::string source = *any_text();
        const EmailTemplate email = EmailTemplate::parse(source, source);
        for (const std::string& text :
             {render_email_text(email, some_values()), render_email_html_body(email, some_values()),
              render_email_subject(email, some_values()), render_sms(email.body, some_values(), "n").text})
            RC_ASSERT(text::to_valid_utf8(text) == text);
    }));
}

// A text message costs no more for the replacements than it would as it was typed, in UCS-2. Only the ellipsis grows,
// by two characters.
TEST(Properties, DowngradingNeverCostsMore) {
    EXPECT_TRUE(rc::check([] {
        const std::string typed = text::to_valid_utf8(*any_text());
        const std::string sent = downgrade_to_sms(typed);
        std::size_t ellipses = 0;
        for (std::size_t at = typed.find("…"); at != std::string::npos; at = typed.find("…", at + 1)) ++ellipses;
        const SmsSize before{text::count_code_points(typed) + 2 * ellipses, 0, true};
        RC_ASSERT(measure_sms(sent).characters <= before.characters);
        RC_ASSERT(measure_sms(sent).fragments() <= before.fragments());
        RC_ASSERT(downgrade_to_sms(sent) == sent);
    }));
}

TEST(Properties, RenderingCountsWhatARecountCounts) {
    EXPECT_TRUE(rc::check([] {
        const SmsMessage message = render_sms(Template::parse(*any_text()), some_values(), "Tide – T");
        const SmsSize recount = measure_sms(message.text);
        RC_ASSERT(recount.characters == message.size.characters);
        RC_ASSERT(recount.extended == message.size.extended);
        RC_ASSERT(recount.ucs2 == message.size.ucs2);
    }));
}

TEST(Properties, TidyingTwiceChangesNothing) {
    EXPECT_TRUE(rc::check([] {
        const std::string once = render_sms(Template::parse(*any_text()), {}).text;
        RC_PRE(Template::parse(once).placeholders().empty());
        // A replaced character can come to stand where white space is tightened away, so compare on a tidy text.
        const std::string twice = render_sms(Template::parse(once), {}).text;
        RC_ASSERT(render_sms(Template::parse(twice), {}).text == twice);
    }));
}

TEST(Properties, WithoutPlaceholdersValuesDoNotMatter) {
    EXPECT_TRUE(rc::check([] {
        const std::string source = *any_text();
        const EmailTemplate email = EmailTemplate::parse(source, source);
        RC_PRE(email.body.placeholders().empty() && email.body_html.placeholders().empty());
        RC_ASSERT(render_sms(email.body, {}).text == render_sms(email.body, some_values()).text);
        RC_ASSERT(render_email_html(email, {}, {}) == render_email_html(email, some_values(), {}));
        RC_ASSERT(render_email_text(email, {}) == render_email_text(email, some_values()));
    }));
}

TEST(Properties, EscapingThenDecodingGivesTheDecodedText) {
    EXPECT_TRUE(rc::check([] {
        std::string source = *any_text();
        source.erase(std::remove(source.begin(), source.end(), '&'), source.end());
        RC_ASSERT(decode_references(escape_html(source)) == source);
    }));
}

}  // namespace
}  // namespace herald::content
