#include "internal/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace herald::internal {
namespace {

constexpr std::string_view types[] = {"email", "sms"};
constexpr Property properties[] = {
    {.name = "id", .required = true, .is_uuid = true},
    {.name = "row_count", .types = integer_type, .required = true},
    {.name = "template_type", .required = true, .allowed = types},
    {.name = "archived", .types = boolean_type | null_type},
    {.name = "folder", .types = string_type | null_type, .is_uuid = true},
    {.name = "name", .non_empty = true},
};
constexpr Schema open_schema{properties};
constexpr Schema closed_schema{properties, true};

std::vector<std::string> violations(const Schema& schema, const char* body) {
    return find_violations(schema, JsonDocument::parse(body)->root());
}

/// Contract admin-api-services-users §1.3, style S.
TEST(Schema, says_what_is_wrong_as_the_contract_does) {
    using testing::ElementsAre;
    constexpr const char* good =
        R"({"id":"26785a09-ab16-4eb0-8407-a37497a57506","row_count":3,"template_type":"sms","more":1})";
    EXPECT_THAT(violations(open_schema, good), ElementsAre());
    EXPECT_THAT(violations(closed_schema, good),
                ElementsAre("Additional properties are not allowed (more was unexpected)"));
    EXPECT_THAT(violations(open_schema, "{}"),
                ElementsAre("id is a required property", "row_count is a required property",
                            "template_type is a required property"));
    EXPECT_THAT(violations(open_schema, R"({"name":"","archived":"yes","id":null,"row_count":"3","folder":null})"),
                ElementsAre("id is not a valid UUID", "row_count 3 is not of type integer",
                            "archived yes is not of type boolean, null", "name  should be non-empty",
                            "template_type is a required property"));
    EXPECT_THAT(violations(open_schema, R"({"template_type":"letter","id":7,"row_count":1.5,"folder":"x"})"),
                ElementsAre("id is not a valid UUID", "row_count 1.5 is not of type integer",
                            "template_type letter is not one of [email, sms]", "folder is not a valid UUID"));
    EXPECT_THAT(violations(open_schema, R"({"template_type":null,"id":true,"row_count":true})"),
                ElementsAre("id is not a valid UUID", "row_count True is not of type integer",
                            "template_type None is not of type string"));
    EXPECT_THAT(violations(open_schema, R"({"name":"a\u0000b","id":null,"row_count":1,"template_type":"sms"})"),
                ElementsAre("id is not a valid UUID", "name a\\x00b is not of type string"));
    EXPECT_THAT(violations(open_schema, "[]"), ElementsAre("[] is not of type object"));
}

TEST(Schema, a_body_that_is_no_json_or_says_so) {
    const auto status = [](const char* type, const char* body) {
        http::Request request;
        if (*type) request.headers = {{"Content-Type", type}};
        request.body = body;
        const auto read = read_json(request, open_schema);
        const auto* refused = std::get_if<http::Response>(&read);
        return refused ? refused->status : 200;
    };
    constexpr const char* good = R"({"id":"26785a09-ab16-4eb0-8407-a37497a57506","row_count":3,"template_type":"sms"})";
    EXPECT_EQ(status("application/json", good), 200);
    EXPECT_EQ(status("application/json; charset=utf-8", good), 200);
    EXPECT_EQ(status("", good), 200);
    EXPECT_EQ(status("text/plain", good), 415);
    EXPECT_EQ(status("application/json", ""), 400);
    EXPECT_EQ(status("application/json", "{"), 400);
    EXPECT_EQ(status("application/json", "{}"), 400);
}

}  // namespace
}  // namespace herald::internal
