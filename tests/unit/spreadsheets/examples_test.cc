// Every worked example of the contract about spreadsheets, straight through this room's code.
#include <gtest/gtest.h>

#include "support/content_examples.h"
#include "support/examples/csv.h"

namespace herald::spreadsheets {
namespace {

TEST(ContentExamples, Spreadsheets) {
    const auto check = [](const std::string& id, const rapidjson::Value& input, const rapidjson::Value& expected) {
        const test::Outcome wrong = test::check_csv(input, expected);
        EXPECT_FALSE(wrong) << id << ":\n" << *wrong;
    };
    EXPECT_EQ(test::for_each_example("csv", check), 4);
}

}  // namespace
}  // namespace herald::spreadsheets
