// Every worked example of the contract whose area this room builds, straight through its code.
#include <gtest/gtest.h>

#include "content/render.h"
#include "support/content_examples.h"

namespace herald::content {
namespace {

using Json = rapidjson::Value;
using test::for_each_example;
using test::to_string;

Value to_value(const Json& json) {
    if (json.IsNull()) return std::monostate{};
    if (json.IsBool()) return json.GetBool();
    if (json.IsInt64()) return Number{std::to_string(json.GetInt64())};
    if (json.IsString()) return to_string(json);
    List items;
    for (const Json& item : json.GetArray())
        if (!item.IsNull()) items.push_back(to_string(item));
    return items;
}

Personalisation to_personalisation(const Json& json) {
    Personalisation values;
    if (!json.IsObject()) return values;
    for (const auto& member : json.GetObject()) values.set(to_string(member.name), to_value(member.value));
    return values;
}

std::vector<std::string> to_texts(const Json& json) {
    std::vector<std::string> texts;
    for (const Json& item : json.GetArray()) texts.push_back(to_string(item));
    return texts;
}

void check_escaped(const Json& input, const Json& expected) {
    const Template source = Template::parse_for_html(to_string(input["content"]));
    EXPECT_EQ(fill_html(source, to_personalisation(input["values"]), ListForm::sentence),
              to_string(expected["rendered"]));
}

TEST(ContentExamples, Placeholders) {
    const int count =
        for_each_example("placeholders", [](const std::string& id, const Json& input, const Json& expected) {
            SCOPED_TRACE(id);
            if (input.HasMember("escape")) return check_escaped(input, expected);
            const Personalisation values = to_personalisation(input["values"]);
            const bool is_email = to_string(input["channel"]) == "email";
            const EmailTemplate email = EmailTemplate::parse("", to_string(input["content"]));
            EXPECT_EQ(email.body.placeholders(), to_texts(expected["placeholders"]));
            EXPECT_EQ(missing({&email.body}, values), to_texts(expected["missing"]));
            if (!expected.HasMember("content_for_api")) return;
            const std::string body =
                is_email ? render_email_source(email, values) : render_sms(email.body, values).text;
            EXPECT_EQ(body, to_string(expected["content_for_api"]));
        });
    EXPECT_EQ(count, 10);
}

TEST(ContentExamples, TextMessages) {
    const int count = for_each_example("sms", [](const std::string& id, const Json& input, const Json& expected) {
        SCOPED_TRACE(id);
        const Template body = Template::parse(to_string(input["content"]));
        const std::string name = to_string(input["service_name_prefix"]);
        const std::optional<std::string_view> prefix =
            input["service_name_prefix"].IsNull() ? std::nullopt : std::optional<std::string_view>(name);
        const SmsMessage message = input["values"].IsNull()
                                       ? render_unfilled_sms(body, prefix)
                                       : render_sms(body, to_personalisation(input["values"]), prefix);
        EXPECT_EQ(message.text, to_string(expected["message"]));
        EXPECT_EQ(message.size.characters, expected["characters"].GetUint());
        EXPECT_EQ(message.characters_without_prefix, expected["characters_without_prefix"].GetUint());
        EXPECT_EQ(message.size.fragments(), expected["fragments"].GetUint());
        EXPECT_EQ(message.size.ucs2, expected["ucs2"].GetBool());
        EXPECT_EQ(message.is_too_long(), expected["too_long"].GetBool());
        EXPECT_EQ(message.is_empty(), expected["empty"].GetBool());
    });
    EXPECT_EQ(count, 9);
}

/// The examples show HTML without its style attributes.
std::string without_styles(std::string html) {
    for (std::size_t at = html.find(" style=\""); at != std::string::npos; at = html.find(" style=\"", at))
        html.erase(at, html.find('"', at + 8) + 1 - at);
    return html;
}

void check_subject(const Json& input, const Json& expected) {
    const EmailTemplate email = EmailTemplate::parse(to_string(input["subject"]), "");
    const Personalisation values = to_personalisation(input["values"]);
    EXPECT_EQ(render_email_subject(email, values), to_string(expected["subject_header"]));
    EXPECT_EQ(render_email_title(email, values), to_string(expected["html_title"]));
}

TEST(ContentExamples, Emails) {
    const int count = for_each_example("email", [](const std::string& id, const Json& input, const Json& expected) {
        SCOPED_TRACE(id);
        if (input.HasMember("subject")) return check_subject(input, expected);
        const EmailTemplate email = EmailTemplate::parse("", to_string(input["content"]));
        const Personalisation values = to_personalisation(input["values"]);
        std::optional<std::string> link;
        if (input.HasMember("unsubscribe_link")) link = to_string(input["unsubscribe_link"]);
        EXPECT_EQ(without_styles(render_email_html_body(email, values, link)),
                  to_string(expected["html_without_styles"]));
        EXPECT_EQ(render_email_text(email, values, link), to_string(expected["plain_text"]));
        EXPECT_EQ(render_email_preheader(email, values), to_string(expected["preheader"]));
    });
    EXPECT_EQ(count, 11);
}

// The recipients' own tests run these two areas: phone, email_address. What no room builds yet is named here with its
// number of examples, so that none is left out unseen.
TEST(ContentExamples, EveryAreaIsBuiltOrNamed) {
    const std::map<std::string, int> built = {
        {"placeholders", 10}, {"sms", 9}, {"email", 11}, {"phone", 10}, {"email_address", 6}};
    const std::map<std::string, int> not_built = {{"csv", 4},
                                                  {"letter", 6},
                                                  {"letter_cancelling", 3},
                                                  {"letter_timings", 4},
                                                  {"postal_address", 6},
                                                  {"precompiled_letter", 12}};
    std::map<std::string, int> named = built;
    named.insert(not_built.begin(), not_built.end());
    EXPECT_EQ(test::count_examples(), named);
}

}  // namespace
}  // namespace herald::content
