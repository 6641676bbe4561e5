#include "notifications/personalisation.h"

#include <gtest/gtest.h>

namespace herald::notifications {
namespace {

content::Personalisation values_of(std::string_view json) {
    const auto document = JsonDocument::parse(json);
    return to_personalisation(document->root());
}

TEST(Personalisation, takes_values_as_the_contract_turns_them_into_text) {
    const auto values =
        values_of(R"({"text":"it's","yes":true,"number":1.50,"whole":7,"none":null,"object":{"a":1,"b":["x"]},)"
                  R"("list":["a",null,2,{"k":"v"},true]})");
    const auto value = [&](const char* name) { return *values.find(name); };
    EXPECT_EQ(value("text"), content::Value("it's"));
    EXPECT_EQ(value("yes"), content::Value(true));
    EXPECT_EQ(value("number"), content::Value(content::Number{"1.5"}));
    EXPECT_EQ(value("whole"), content::Value(content::Number{"7"}));
    EXPECT_EQ(value("object"), content::Value("{'a': 1, 'b': ['x']}"));
    EXPECT_EQ(value("list"), content::Value(content::List{"a", "2", "{'k': 'v'}", "True"}));
    EXPECT_EQ(value("none"), content::Value());
}

TEST(Personalisation, of_a_name_spelled_twice_the_last_value_counts) {
    const auto values = values_of(R"({"First Name":"a","first_name":"b"})");
    EXPECT_EQ(*values.find("firstname"), content::Value("b"));
    const auto more = values_of(R"({"x":"1","b":"2","X-":"3","a":"4","_b":"5","x ":null,"c":"6"})");
    EXPECT_EQ(*more.find("x"), content::Value());
    EXPECT_EQ(*more.find("b"), content::Value("5"));
    EXPECT_EQ(*more.find("a"), content::Value("4"));
    EXPECT_EQ(*more.find("c"), content::Value("6"));
}

TEST(Personalisation, is_empty_without_an_object) {
    EXPECT_TRUE(to_personalisation(JsonValue()).empty());
}

}  // namespace
}  // namespace herald::notifications
