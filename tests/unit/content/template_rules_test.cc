// What is refused when a template or a sender is made: content.md §1.1, §2.1, §2.7, §4.1, §4.2.
#include "content/template_rules.h"

#include <gtest/gtest.h>

#include "content/sms_sender.h"

namespace herald::content {
namespace {

using Problem = std::optional<std::string>;

TEST(TemplateRules, NoCommasInPlaceholders) {
    const Problem refused = "You cannot put commas between double brackets";
    EXPECT_EQ(comma_problem("a, ((b)), (c, d) ((e) ((f??g, h))"), std::nullopt);
    EXPECT_EQ(comma_problem("((a,b))"), refused);
    EXPECT_EQ(comma_problem("x ((a, b??c))"), refused);
}

TEST(TemplateRules, TextMessagesHaveALimit) {
    EXPECT_EQ(sms_length_problem(std::string(918, 'x') + "((name))"), std::nullopt);
    EXPECT_EQ(sms_length_problem(std::string(919, 'x')), "Content has a character count greater than the limit of 918");
}

TEST(TemplateRules, CharactersThatWouldBecomeQuestionMarksAreNamed) {
    const std::string one = " in text messages. It will not display properly on some phones.";
    const std::string more = " in text messages. These characters will not display properly on some phones.";
    EXPECT_EQ(sms_characters_problem("a? é ŵ “x” – … š \u3000\v\u2028"), std::nullopt);
    EXPECT_EQ(sms_characters_problem("½ ½"), "You cannot use ½" + one);
    EXPECT_EQ(sms_characters_problem("😀 ½"), "You cannot use ½ or 😀" + more);
    EXPECT_EQ(sms_characters_problem("😀™½"), "You cannot use ½, ™ or 😀" + more);
    EXPECT_EQ(sms_characters_problem("😀™½`"), "You cannot use `, ½ or similar characters" + more);
}

TEST(TemplateRules, QrCodesHaveALimit) {
    EXPECT_EQ(qr_problem("QR: " + std::string(504, 'x')), std::nullopt);
    EXPECT_EQ(qr_problem("QR: " + std::string(500, 'x') + "((a))"), "qr-code-too-long");
}

TEST(TemplateRules, SenderBlocksHaveTenLines) {
    std::string block = "\n1";
    for (int i = 2; i <= 10; ++i) block += "\r\n" + std::to_string(i);
    EXPECT_EQ(sender_block_problem(block + "\n \n"), std::nullopt);
    EXPECT_EQ(sender_block_problem(block + "\n11"),
              "This address is 11 lines long - the most you can have is 10 lines");
    EXPECT_EQ(sender_block_problem(""), std::nullopt);
}

TEST(SmsSender, FollowsTheTable) {
    const std::string characters =
        "Text message sender ID can only include letters, numbers, spaces, and the following characters: & . - _";
    const std::string numeric = "A numeric sender id should be a valid mobile number or short code";
    const std::string nhs = "Text message sender ID must match other NHS services - change it to ‘NHSNoReply’";
    const std::string words =
        "Text message sender ID cannot be Alert, Info or Verify as those are prohibited due to usage by spam";
    const std::pair<const char*, Problem> cases[] = {
        {"", "Enter a text message sender ID"},
        {"  ", "Enter a text message sender ID"},
        {"ab", "Text message sender ID must be at least 3 characters long"},
        {"abc", std::nullopt},
        {"abcdefghijk", std::nullopt},
        {"abcdefghijkl", "Text message sender ID cannot be longer than 11 characters"},
        {"A&b.C-d_ 9", std::nullopt},
        {"a+b", characters},
        {"abé", characters},
        {"00abc", "Text message sender ID cannot start with 00"},
        {"0abc", std::nullopt},
        {"ALERT", words},
        {"Info", words},
        {"verify", words},
        {"Verify1", std::nullopt},
        {"H M Rc", "Text message sender ID cannot be ‘H M Rc’ - this is to protect recipients from phishing scams"},
        {"07900900123", std::nullopt},
        {"08900900123", numeric},
        {"0790090012", numeric},
        {"60006", std::nullopt},
        {"80006", std::nullopt},
        {"50006", numeric},
        {"90006", numeric},
        {"600066", numeric},
        {"6.006", numeric},
        {"...", numeric},
        {"NHSNoReply", std::nullopt},
        {"NHS NoReply", nhs},
        {"NHSnoreply", nhs},
        {"NoReply", std::nullopt},
    };
    for (const auto& [sender, problem] : cases)
        EXPECT_EQ(sms_sender_problem(sender, normalise_sms_sender(sender) == "hmrc"), problem) << sender;
}

}  // namespace
}  // namespace herald::content
