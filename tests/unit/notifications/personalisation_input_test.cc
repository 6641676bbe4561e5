#include "notifications/personalisation_input.h"

#include <gtest/gtest.h>

namespace herald::notifications {
namespace {

PersonalisationInput read(const char* json, const std::vector<std::string>& sanitise_for = {}) {
    const auto document = JsonDocument::parse(json);
    return read_personalisation(document->root(), sanitise_for);
}

TEST(PersonalisationInput, OfNothingIsNothing) {
    EXPECT_TRUE(read("{}").json.empty());
    EXPECT_TRUE(read_personalisation(JsonValue(), {}).values.empty());
}

TEST(PersonalisationInput, IsStoredAsItWasSent) {
    const auto input = read(R"({"Name" : "Ada", "n": 1.50})");
    EXPECT_EQ(input.json, R"({"Name":"Ada","n":1.50})");
    EXPECT_NE(input.values.find("name"), nullptr);
    EXPECT_TRUE(input.files.empty());
}

TEST(PersonalisationInput, KnowsAFileByItsKey) {
    EXPECT_EQ(read(R"({"doc": {"file": "aGk="}, "other": {"file": null}})").files.size(), 2u);
    EXPECT_TRUE(read(R"({"doc": {"fill": "aGk="}, "file": "aGk=", "list": [{"file": "aGk="}]})").files.empty());
}

TEST(PersonalisationInput, PutsLinksInThePlaceOfFilesInTheirOrder) {
    const char* const json =
        R"json({"b": {"file": "aGk="}, "name": "[x](https://evil.example)", "A": {"file": "aGk="}})json";
    const auto before = read(json);
    EXPECT_NE(before.values.find("b"), nullptr);
    EXPECT_EQ(before.json.find("aGk="), std::string::npos);
    const auto document = JsonDocument::parse(json);
    const std::vector<std::string> links{"https://one", "https://two"};
    const auto after = read_personalisation(document->root(), {"name", "b"}, {links, {}});
    EXPECT_EQ(std::get<std::string>(*after.values.find("b")), "https://one") << "a link is not made harmless";
    EXPECT_EQ(std::get<std::string>(*after.values.find("a")), "https://two");
    EXPECT_EQ(JsonDocument::parse(after.json)->root()["A"].text(), "https://two");
    EXPECT_EQ(after.sanitised.size(), 1u);
}

// Public-api §2.6: a template's file replaces any value under its name.
TEST(PersonalisationInput, PutsATemplatesFilesInThePlaceOfWhatWasSent) {
    const auto document = JsonDocument::parse(
        R"({"PLAN .pdf": {"file": "aGk="}, "plan.pdf": "mine", "other": {"file": "aGk="}, "name": "Ada"})");
    const FileLinks files{{"plan.pdf", "[plan](https://plan)"}, {"map.png", "https://map"}};
    const std::vector<std::string> links{"https://other"};
    const auto input = read_personalisation(document->root(), {}, {links, files});
    EXPECT_EQ(input.files.size(), 1u) << "what is replaced is no file of the request";
    const std::string both = R"json("plan.pdf":"[plan](https://plan)","map.png":"https://map"})json";
    EXPECT_EQ(input.json, R"({"other":"https://other","name":"Ada",)" + both);
    EXPECT_EQ(std::get<std::string>(*input.values.find("plan.pdf")), "[plan](https://plan)");
    EXPECT_EQ(read_personalisation(JsonValue(), {}, {{}, files}).json, "{" + both);
}

TEST(TemplateFiles, AreAddedToWhatARowHas) {
    const FileLinks files{{"plan.pdf", "https://plan"}};
    for (const auto& [before, after] : {std::pair{"", R"({"plan.pdf":"https://plan"})"},
                                        std::pair{R"({"a":"b"})", R"({"a":"b","plan.pdf":"https://plan"})"}}) {
        Accepted accepted;
        accepted.message.personalisation = before;
        add_links(accepted, files);
        EXPECT_EQ(accepted.message.personalisation, after);
        EXPECT_NE(accepted.values.find("plan.pdf"), nullptr);
    }
}

TEST(PersonalisationInput, MakesListedValuesHarmlessWhereverTheyAreReadAgain) {
    const auto input = read(
        R"json({"First Name": "[a](https://evil.example)", "other": "[b](https://fine.example)"})json", {"first_name"});
    ASSERT_EQ(input.sanitised.size(), 1u);
    EXPECT_EQ(input.sanitised[0].key, "First Name");
    EXPECT_EQ(input.sanitised[0].unsanitised, "[a](https://evil.example)");
    EXPECT_NE(input.sanitised[0].sanitised, input.sanitised[0].unsanitised);
    const auto stored = JsonDocument::parse(input.json);
    EXPECT_EQ(stored->root()["First Name"].text(), input.sanitised[0].sanitised);
    EXPECT_EQ(stored->root()["other"].text(), "[b](https://fine.example)");
    EXPECT_EQ(std::get<std::string>(*input.values.find("firstname")), input.sanitised[0].sanitised);
}

TEST(PersonalisationInput, LeavesHarmlessListedValuesAlone) {
    const auto input = read(R"({"name": "Ada"})", {"name"});
    EXPECT_TRUE(input.sanitised.empty());
    EXPECT_EQ(input.json, R"({"name":"Ada"})");
}

}  // namespace
}  // namespace herald::notifications
