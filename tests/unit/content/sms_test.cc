// Content.md §2: text messages.
#include "content/sms.h"

#include <gtest/gtest.h>

#include "content/gsm7.h"

namespace herald::content {
namespace {

std::string render(const std::string& body, std::optional<std::string_view> name = std::nullopt) {
    return render_sms(Template::parse(body), {}, name).text;
}

std::string repeat(std::string_view text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

// §2.2 Building the text.
TEST(Sms, BuildsTheTextInTheContractsOrder) {
    const std::pair<std::string, std::string> cases[] = {
        {"a  , b\t. c", "a, b. c"},
        {"a \u00A0, b", "a , b"},
        {"a \u200B, b", "a , b"},
        {"a\u200B , b", "a, b"},
        {"a ; b ! c", "a ; b ! c"},
        {" a \t b ", "a b"},
        {"a\u3000\u00A0b", "a b"},
        {"a\n\n\nb", "a\n\nb"},
        {"a\n \n\u200B\n\nb", "a\n\nb"},
        {"a\r\nb\rc\vd\fe\u2028f\u0085g\x1Ch", "a\nb\nc\nd\ne\nf\ng\nh"},
        {"a\x1F"
         "b",
         "a b"},
        {"a\r\n\r\nb", "a\n\nb"},
        {"\n\n a \n\n", "a"},
        {"line \n , next", "line\n, next"},
        {"…", "..."},
        {"a …", "a ..."},
    };
    for (const auto& [typed, sent] : cases) EXPECT_EQ(render(typed), sent);
}

TEST(Sms, StartsWithTheServiceName) {
    EXPECT_EQ(render("Hi", " Tide  Times "), "Tide Times: Hi");
    EXPECT_EQ(render(".Hi", "Tide"), "Tide:.Hi");
    EXPECT_EQ(render("Hi", "Tide “T”"), "Tide \"T\": Hi");
}

// §2.2 step 1 and §2.1: an unfilled placeholder holds its place and counts as nothing.
TEST(Sms, UnfilledPlaceholdersCountAsNothing) {
    EXPECT_EQ(render_unfilled_sms(Template::parse("hi ((name))")).text, "hi ");
    EXPECT_EQ(render_unfilled_sms(Template::parse("hi ((name))")).size.characters, 3u);
    EXPECT_EQ(render_unfilled_sms(Template::parse("((a)) , ((b??c))")).text, ", ");
    EXPECT_EQ(render_unfilled_sms(Template::parse("\xFF((a))")).text, "?");
}

// §2.3 Characters.
TEST(Sms, ReplacesCharacters) {
    const std::pair<std::string, std::string> cases[] = {
        {"éñäÅßÇ", "éñäÅßÇ"},
        {"š", "s"},
        {"ç", "c"},
        {"á", "á"},
        {"\u0301", "?"},
        {"½™ﬁŀ`", "?????"},
        {"👨‍👩", "??"},
        {"\u2011\u2013\u2014\u2212", "----"},
        {"‘’‚“”„", "'''\"\"\""},
        {"Łł", "Ll"},
        {"ấ", "â"},
        {"[]{}^~|\\€", "[]{}^~|\\€"},
        {"\x1B", "\x1B"},
        {"\x01\x7F", "??"},
        {"\xC3", "?"},
        {"\xFF\xFE", "??"},
        {"\U0001109A", "?"},
    };
    for (const auto& [typed, sent] : cases) EXPECT_EQ(render(typed), sent);
}

// §2.4 UCS-2: one of the 43 Welsh letters that are not in GSM, after replacement.
TEST(Sms, WelshLettersForceUcs2) {
    int forcing = 0;
    for (char32_t c = 0x80; c < 0x2000; ++c) {
        const SmsCharacter character = to_sms_character(c);
        if (character.is_welsh && character.becomes.size() > 1) ++forcing;
    }
    EXPECT_TRUE(measure_sms(render("ấ")).ucs2);
    EXPECT_TRUE(measure_sms(render("ŵ")).ucs2);
    EXPECT_FALSE(measure_sms(render("éà")).ucs2);
    EXPECT_FALSE(measure_sms(render("š😀")).ucs2);
    EXPECT_GE(forcing, 43);
}

// §2.5 Counting and fragments: the edges.
TEST(Sms, CountsFragments) {
    struct Case {
        std::string text;
        std::size_t characters;
        std::size_t fragments;
    };
    const Case cases[] = {
        {"", 0, 1},
        {repeat("a", 160), 160, 1},
        {repeat("a", 161), 161, 2},
        {repeat("a", 306), 306, 2},
        {repeat("a", 307), 307, 3},
        {repeat("a", 918), 918, 6},
        {repeat("€", 80), 80, 1},
        {repeat("€", 80) + "a", 81, 2},
        {repeat("€", 153), 153, 2},
        {repeat("€", 154), 154, 3},
        {repeat("ŵ", 70), 70, 1},
        {repeat("ŵ", 71), 71, 2},
        {repeat("ŵ", 134), 134, 2},
        {repeat("ŵ", 135), 135, 3},
        {"ŵ" + repeat("[", 69), 70, 1},
    };
    for (const Case& c : cases) {
        const SmsMessage message = render_sms(Template::parse(c.text), {});
        EXPECT_EQ(message.size.characters, c.characters);
        EXPECT_EQ(message.size.fragments(), c.fragments) << c.characters;
        const SmsSize recounted = measure_sms(message.text);
        EXPECT_EQ(recounted.characters, message.size.characters);
        EXPECT_EQ(recounted.fragments(), message.size.fragments());
    }
}

// §2.5, §2.6: the prefix counts towards fragments but not towards the limit.
TEST(Sms, TheLimitIsWithoutThePrefix) {
    const SmsMessage longest = render_sms(Template::parse(repeat("a", 918)), {}, "Tide");
    EXPECT_EQ(longest.size.characters, 924u);
    EXPECT_EQ(longest.size.fragments(), 7u);
    EXPECT_EQ(longest.characters_without_prefix, 918u);
    EXPECT_FALSE(longest.is_too_long());
    EXPECT_TRUE(render_sms(Template::parse(repeat("[", 919)), {}).is_too_long());
    EXPECT_EQ(sms_too_long_message(919),
              "Your message is too long. Text messages cannot be longer than 918 characters. Your message is 919 "
              "characters long.");
}

// §1.8 Empty messages.
TEST(Sms, IsEmptyWithoutContent) {
    EXPECT_TRUE(render_sms(Template::parse(" \n\u200B"), {}).is_empty());
    EXPECT_TRUE(render_sms(Template::parse(""), {}, "Tide").is_empty());
    EXPECT_FALSE(render_sms(Template::parse("x"), {}, "Tide").is_empty());
}

}  // namespace
}  // namespace herald::content
