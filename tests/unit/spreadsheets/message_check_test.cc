// Content.md §1.8, §2.6, §7.4: the messages of rows, most of which are known to be right without being made.
#include "spreadsheets/message_check.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "content/sms.h"

namespace herald::spreadsheets {
namespace {

using content::Personalisation;
using content::Template;

MessageProblem problem_of_rendered(const Template& body, const Personalisation& values) {
    const content::SmsMessage message = content::render_sms(body, values, "Pier");
    if (message.is_empty()) return MessageProblem::empty;
    return message.is_too_long() ? MessageProblem::too_long : MessageProblem::none;
}

rc::Gen<std::string> any_text() {
    const auto piece = rc::gen::element<std::string>("", " ", "\n", "a", ".", "…", "é", "😀", "\u200B", "[", "\xFF",
                                                     "yes", std::string(300, 'x'), std::string(310, ' '));
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& all) {
        std::string out;
        for (const std::string& one : all) out += one;
        return out;
    });
}

TEST(MessageCheck, SaysOfATextMessageWhatRenderingItSays) {
    EXPECT_TRUE(rc::check([] {
        const Template body = Template::parse(*any_text() + "((a))" + *any_text() + "((b??" + *any_text() + "))((c))");
        Personalisation values;
        if (*rc::gen::arbitrary<bool>()) values.set("a", *any_text());
        values.set("b", *any_text());
        values.set("c", content::List{*any_text(), *any_text(), *any_text()});
        RC_ASSERT(check_text_message(body, "Pier")(values) == problem_of_rendered(body, values));
    }));
}

TEST(MessageCheck, OfTextMessagesCountsWithoutThePrefix) {
    const auto check = [](std::size_t characters) {
        return check_text_message(Template::parse(std::string(characters, 'x')), "Pier")({});
    };
    EXPECT_EQ(check(918), MessageProblem::none);
    EXPECT_EQ(check(919), MessageProblem::too_long);
    EXPECT_EQ(check(0), MessageProblem::empty);
}

TEST(MessageCheck, OfOtherMessagesLooksForContentOnly) {
    Personalisation empty;
    empty.set("a", std::string(" \n"));
    Personalisation filled;
    filled.set("a", std::string("x"));
    struct Case {
        const char* body;
        const Personalisation& values;
        MessageProblem problem;
    };
    const Case cases[] = {
        {"", filled, MessageProblem::empty},           {"((a))", empty, MessageProblem::empty},
        {"((a))", filled, MessageProblem::none},       {"((a??b))", filled, MessageProblem::empty},
        {"((a)) ((a))", empty, MessageProblem::empty}, {" ((a))", empty, MessageProblem::none},
        {"((a)) ", empty, MessageProblem::none},
    };
    for (const Case& the : cases) EXPECT_EQ(check_body(Template::parse(the.body))(the.values), the.problem) << the.body;
}

}  // namespace
}  // namespace herald::spreadsheets
