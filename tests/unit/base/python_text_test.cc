#include "base/python_text.h"

#include <gtest/gtest.h>

namespace herald {
namespace {

struct Row {
    const char* json;
    const char* repr;
    const char* message;
};

class PythonText : public testing::TestWithParam<Row> {};

TEST_P(PythonText, is_as_the_reference_prints_it) {
    const auto document = JsonDocument::parse(GetParam().json);
    ASSERT_TRUE(document);
    EXPECT_EQ(python_repr(document->root()), GetParam().repr);
    EXPECT_EQ(python_message_text(document->root()), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    values, PythonText,
    testing::Values(
        Row{"null", "None", "None"}, Row{"true", "True", "True"}, Row{"false", "False", "False"},
        Row{"7700900001", "7700900001", "7700900001"}, Row{"-0", "0", "0"}, Row{"-0.0", "-0.0", "-0.0"},
        Row{"123456789012345678901234567890", "123456789012345678901234567890", "123456789012345678901234567890"},
        Row{"1.5", "1.5", "1.5"}, Row{"1.50", "1.5", "1.5"}, Row{"10.0", "10.0", "10.0"},
        Row{"1e3", "1000.0", "1000.0"}, Row{"1E15", "1000000000000000.0", "1000000000000000.0"},
        Row{"1e16", "1e+16", "1e+16"}, Row{"123456789012345680.0", "1.2345678901234568e+17", "1.2345678901234568e+17"},
        Row{"0.0001", "0.0001", "0.0001"}, Row{"0.00001", "1e-05", "1e-05"}, Row{"1e-400", "0.0", "0.0"},
        Row{"0.1", "0.1", "0.1"}, Row{"NaN", "nan", "nan"}, Row{"Infinity", "inf", "inf"},
        Row{"-Infinity", "-inf", "-inf"}, Row{"[]", "[]", "[]"}, Row{"{}", "{}", "{}"},
        Row{R"(["a","b"])", "['a', 'b']", "[a, b]"}, Row{R"({"k":1})", "{'k': 1}", "{k: 1}"},
        Row{R"({"a":[null,{"b":true}]})", "{'a': [None, {'b': True}]}", "{a: [None, {b: True}]}"},
        Row{R"("bare")", "'bare'", "bare"}, Row{R"("it's")", "\"it's\"", "\"its\""},
        Row{R"("say \"x\"")", "'say \"x\"'", "say \"x\""}, Row{R"("it's \"x\"")", "'it\\'s \"x\"'", "it\\s \"x\""},
        Row{R"("a\\b\n\r\t")", "'a\\\\b\\n\\r\\t'", "a\\\\b\\n\\r\\t"},
        Row{R"("\u0000\u001f\u007f\u0085\u00a0\u00ad")", "'\\x00\\x1f\\x7f\\x85\\xa0\\xad'",
            "\\x00\\x1f\\x7f\\x85\\xa0\\xad"},
        Row{R"("\u200b\u2028\ufeff\ue000é€")", "'\\u200b\\u2028\\ufeff\\ue000é€'", "\\u200b\\u2028\\ufeff\\ue000é€"},
        Row{R"("😀\udb40\udc01")", "'😀\\U000e0001'", "😀\\U000e0001"}));

TEST(PythonStr, leaves_a_string_bare) {
    const auto document = JsonDocument::parse(R"(["it's", {"a": "x"}, true, 1.0])");
    EXPECT_EQ(python_str(document->root()[0]), "it's");
    EXPECT_EQ(python_str(document->root()[1]), "{'a': 'x'}");
    EXPECT_EQ(python_str(document->root()[2]), "True");
    EXPECT_EQ(python_str(document->root()[3]), "1.0");
}

}  // namespace
}  // namespace herald
