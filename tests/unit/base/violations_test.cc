#include "base/violations.h"

#include <gtest/gtest.h>

namespace herald {
namespace {

using Messages = std::vector<std::string>;

TEST(Violations, NameTypesByTheAlphabetAndNullLast) {
    const auto document = JsonDocument::parse(R"({"n":1.5})");
    Violations violations;
    violations.wrong_type("n", document->root()["n"], null_type | string_type | integer_type);
    EXPECT_EQ(violations.take(), Messages{"n 1.5 is not of type integer, string, null"});
}

TEST(Violations, AnIntegerIsANumberWithoutAFraction) {
    const auto document = JsonDocument::parse("[1,1.5,true,null]");
    EXPECT_TRUE(has_type(document->root()[0], integer_type));
    EXPECT_FALSE(has_type(document->root()[1], integer_type));
    EXPECT_TRUE(has_type(document->root()[2], string_type | boolean_type));
    EXPECT_FALSE(has_type(document->root()[3], string_type | boolean_type));
    EXPECT_FALSE(has_type(document->root()[4], null_type));
}

TEST(Violations, NothingIsSaidTwice) {
    Violations violations;
    violations.missing("id");
    violations.missing("id");
    EXPECT_EQ(violations.take(), Messages{"id is a required property"});
    EXPECT_TRUE(violations.empty());
}

TEST(Violations, NamesThatShouldNotBeThereAreSortedInOneMessage) {
    Violations violations;
    violations.unexpected({});
    EXPECT_TRUE(violations.empty());
    violations.unexpected({"zoo", "it's"});
    violations.unexpected({"one"});
    EXPECT_EQ(violations.take(), (Messages{"Additional properties are not allowed (\"its\", zoo were unexpected)",
                                           "Additional properties are not allowed (one was unexpected)"}));
}

TEST(Violations, ShowsWhatMayBeSaid) {
    constexpr std::string_view words[] = {"sms", "email"};
    Violations violations;
    violations.not_one_of("type", "fax", words);
    EXPECT_EQ(violations.take(), Messages{"type fax is not one of [sms, email]"});
}

}  // namespace
}  // namespace herald
