// Every worked example of the contract whose area this room builds, straight through its code.
#include <gtest/gtest.h>

#include "support/content_examples.h"
#include "support/examples/areas.h"

namespace herald::content {
namespace {

class ContentExamples : public testing::TestWithParam<std::string> {};

TEST_P(ContentExamples, AllPass) {
    int count = 0;
    for (const auto& example : test::content_examples().GetArray()) {
        if (example["area"].GetString() != GetParam()) continue;
        const test::ExampleResult result = test::run_example(example);
        EXPECT_TRUE(result.is_built) << result.id;
        EXPECT_FALSE(result.wrong) << result.id << ":\n" << *result.wrong;
        ++count;
    }
    EXPECT_GT(count, 0);
}

INSTANTIATE_TEST_SUITE_P(Areas, ContentExamples, testing::Values("placeholders", "sms", "email", "letter"),
                         [](const auto& area) { return area.param; });

// The examples of the contract are all there, and none is of an area that the checks do not know.
TEST(ContentExamplesFile, HoldsEveryArea) {
    const std::map<std::string, int> counts = {{"placeholders", 10},
                                               {"sms", 9},
                                               {"email", 11},
                                               {"phone", 10},
                                               {"email_address", 6},
                                               {"csv", 4},
                                               {"letter", 6},
                                               {"letter_cancelling", 3},
                                               {"letter_timings", 4},
                                               {"postal_address", 6},
                                               {"precompiled_letter", 12}};
    EXPECT_EQ(test::count_examples(), counts);
    EXPECT_EQ(test::areas().size(), counts.size());
    for (const test::Area& area : test::areas()) EXPECT_TRUE(counts.contains(std::string(area.name))) << area.name;
}

test::ExampleResult run(const char* json) {
    rapidjson::Document example;
    example.Parse(json);
    return test::run_example(example);
}

TEST(ContentExamplesFile, WhatIsUnknownOrMalformedFails) {
    for (const char* example :
         {"1", "{}", R"({"id": "x"})", R"({"id": "x", "area": "none", "input": {}, "expected": {}})",
          R"({"id": "x", "area": "sms", "input": {}})", R"({"id": "x", "area": "sms", "input": {}, "expected": {}})",
          R"({"id": "x", "area": "precompiled_letter", "input": {}})",
          R"({"id": "x", "area": "email", "input": {"subject": "a", "values": 3}, "expected": {}})",
          R"({"id": "x", "area": "email", "input": {"subject": "a", "values": null},
              "expected": {"subject_header": "a", "html_title": "a", "unknown": 1}})"})
        EXPECT_TRUE(run(example).wrong) << example;
}

}  // namespace
}  // namespace herald::content
