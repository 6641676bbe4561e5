#include "base/json.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace herald {
namespace {

using namespace std::string_literals;

std::string reprinted(std::string_view text) {
    const auto document = JsonDocument::parse(text);
    return document ? document->root().to_json() : "refused";
}

TEST(JsonDocument, keeps_values_and_number_literals_as_written) {
    EXPECT_EQ(reprinted(R"( {"a": [1, 1.50, -0, 1e3, 123456789012345678901234567890], "b": {"c": null, "d": true}} )"),
              R"({"a":[1,1.50,-0,1e3,123456789012345678901234567890],"b":{"c":null,"d":true}})");
}

TEST(JsonDocument, decodes_escapes) {
    const auto document = JsonDocument::parse(R"(["\u00e9\n\"\\\/", "\ud83d\ude00", "\u0000"])");
    ASSERT_TRUE(document);
    EXPECT_EQ(document->root()[0].text(), "é\n\"\\/");
    EXPECT_EQ(document->root()[1].text(), "😀");
    EXPECT_EQ(document->root()[2].text(), "\0"s);
}

TEST(JsonDocument, of_a_repeated_key_the_last_value_counts) {
    EXPECT_EQ(reprinted(R"({"a":1,"b":2,"a":3})"), R"({"a":3,"b":2})");
    EXPECT_EQ(reprinted(R"({"a":[1,{"x":1}],"a":{"x":2,"x":[3]}})"), R"({"a":{"x":[3]}})");
}

TEST(JsonDocument, finds_repeated_keys_among_many) {
    std::string text = "{";
    for (int i = 0; i < 50'000; ++i) text += "\"k" + std::to_string(i % 25'000) + "\":" + std::to_string(i) + ",";
    text.back() = '}';
    const auto document = JsonDocument::parse(text);
    ASSERT_TRUE(document);
    EXPECT_EQ(document->root().size(), 25'000U);
    EXPECT_EQ(document->root().member_name(7), "k7");
    EXPECT_EQ(document->root().member_value(7).as_integer(), 25'007);
}

TEST(JsonDocument, takes_nan_and_infinities_in_one_spelling) {
    const auto document = JsonDocument::parse("[NaN, Infinity, -Infinity]");
    ASSERT_TRUE(document);
    EXPECT_TRUE(std::isnan(*document->root()[0].as_double()));
    EXPECT_EQ(document->root()[2].as_double(), -INFINITY);
    for (const char* const other : {"Inf", "-Inf", "-NaN", "nan", "[NaNa]"})
        EXPECT_EQ(reprinted(other), "refused") << other;
}

TEST(JsonDocument, refuses_what_is_not_json) {
    const std::string cases[] = {
        "",
        " ",
        "{",
        "[1,]",
        R"({"a":1,})",
        "{a:1}",
        "'a'",
        "01",
        "1.",
        "+1",
        "[1] x",
        "{}\0x"s,
        "tru",
        "\"\n\"",
        "\"\\x\"",
        "\"a\0b\""s,
        "\"\xff\"",
        "\"\xc0\x80\"",
        "\"\xed\xa0\x80\"",
        R"("\ud800")",
        R"("\udc00")",
        R"("\ud800\u0041")",
        R"("\ud83d)",
        "\0"s,
    };
    for (const std::string& text : cases) EXPECT_EQ(reprinted(text), "refused") << text;
}

TEST(JsonDocument, refuses_what_is_nested_too_deeply) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_TRUE(JsonDocument::parse(nested(JsonDocument::depth_max)));
    EXPECT_FALSE(JsonDocument::parse(nested(JsonDocument::depth_max + 1)));
    EXPECT_FALSE(JsonDocument::parse(std::string(5'000'000, '[')));
}

TEST(JsonDocument, takes_the_encodings_of_unicode) {
    const std::string expected = R"({"a":"é😀"})";
    const std::u16string wide = u"{\"a\":\"é😀\"}";
    const std::u32string wider = U"{\"a\":\"é😀\"}";
    const auto encode = [](const auto& units, std::size_t width, bool big) {
        std::string out;
        for (const auto unit : units)
            for (std::size_t i = 0; i < width; ++i)
                out.push_back(static_cast<char>(static_cast<std::uint32_t>(unit) >> 8 * (big ? width - 1 - i : i)));
        return out;
    };
    EXPECT_EQ(reprinted("\xef\xbb\xbf" + expected), expected);
    for (const bool big : {false, true}) {
        EXPECT_EQ(reprinted(encode(wide, 2, big)), expected);
        EXPECT_EQ(reprinted(encode(u"\ufeff" + wide, 2, big)), expected);
        EXPECT_EQ(reprinted(encode(wider, 4, big)), expected);
        EXPECT_EQ(reprinted(encode(U"\ufeff" + wider, 4, big)), expected);
    }
    EXPECT_EQ(reprinted("7\0"s), "7");
    EXPECT_EQ(reprinted("{\0\"\0\x00\xd8\"\0}\0"s), "refused");
    EXPECT_EQ(reprinted("{\0}"s), "refused");
}

TEST(JsonDocument, stays_readable_when_moved) {
    auto document = JsonDocument::parse(R"({"a":"b"})");
    const JsonValue value = (*document)["a"];
    const JsonDocument moved = std::move(*document);
    EXPECT_EQ(value.text(), "b");
    EXPECT_EQ(moved["a"].text(), "b");
}

TEST(JsonValue, gives_nothing_where_there_is_nothing) {
    const auto document = JsonDocument::parse(R"({"a":{"b":7},"text":"x"})");
    const JsonDocument& json = *document;
    EXPECT_EQ(json["a"]["b"].as_integer(), 7);
    EXPECT_FALSE(json["a"]["x"]["y"].exists());
    EXPECT_FALSE(json["a"][std::size_t{0}].exists());
    EXPECT_EQ(json["text"].as_integer(), std::nullopt);
    EXPECT_EQ(json["a"].as_string(), std::nullopt);
    EXPECT_EQ(JsonValue().size(), 0U);
    EXPECT_EQ(JsonDocument::empty_object().root().to_json(), "{}");
}

TEST(JsonValue, as_integer_takes_whole_numbers_that_fit) {
    const auto document = JsonDocument::parse("[9223372036854775807, 9223372036854775808, 1.0, 1e2, -5]");
    const JsonValue list = document->root();
    EXPECT_EQ(list[0].as_integer(), 9223372036854775807);
    EXPECT_EQ(list[1].as_integer(), std::nullopt);
    EXPECT_EQ(list[2].as_integer(), std::nullopt);
    EXPECT_EQ(list[3].as_integer(), std::nullopt);
    EXPECT_EQ(list[4].as_integer(), -5);
    EXPECT_EQ(list[3].as_double(), 100.0);
}

TEST(JsonWriter, writes_members_in_order_with_commas) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().member("a", "x").member("b", 1).member("c", true).member("d", std::optional<int>());
    json.key("e").begin_array().value(1.5).value(0.0).value(std::uint64_t{18446744073709551615U}).begin_object();
    json.end_object().end_array().member("f", NAN).member("t", Timestamp{0}).end_object();
    EXPECT_EQ(out, R"({"a":"x","b":1,"c":true,"d":null,"e":[1.5,0.0,18446744073709551615,{}],"f":null,)"
                   R"("t":"1970-01-01T00:00:00.000000Z"})");
}

TEST(JsonWriter, escapes_what_must_be_and_mends_what_is_not_utf8) {
    std::string out;
    append_json_string(out, "\"\\\n\r\t\x01\x1f/é😀\x7f");
    EXPECT_EQ(out, "\"\\\"\\\\\\n\\r\\t\\u0001\\u001f/é😀\x7f\"");
    out.clear();
    append_json_string(out,
                       "a\xff"
                       "b\xc3");
    EXPECT_EQ(out,
              "\"a\xef\xbf\xbd"
              "b\xef\xbf\xbd\"");
}

RC_GTEST_PROP(JsonProperty, any_text_survives_writing_and_parsing, (const std::vector<std::uint16_t>& units)) {
    std::string text;
    for (const std::uint16_t unit : units)
        if (unit < 0x80) text.push_back(static_cast<char>(unit));
        else text.append("é€😀");
    std::string json;
    append_json_string(json, text);
    const auto document = JsonDocument::parse(json);
    RC_ASSERT(document.has_value());
    RC_ASSERT(document->root().text() == text);
}

RC_GTEST_PROP(JsonProperty, any_bytes_are_parsed_or_refused, (const std::string& bytes)) {
    const auto document = JsonDocument::parse(bytes);
    if (document) {
        const std::string once = document->root().to_json();
        const auto again = JsonDocument::parse(once);
        RC_ASSERT(again.has_value());
        RC_ASSERT(again->root().to_json() == once);
    }
}

}  // namespace
}  // namespace herald
