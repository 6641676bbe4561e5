#include "http/api_error.h"

#include <gtest/gtest.h>

namespace herald::http {
namespace {

TEST(ApiError, v2_body_has_the_status_and_a_list_of_errors) {
    const Response response = v2_error({403, "AuthError", "Invalid token: service not found"});
    EXPECT_EQ(response.status, 403);
    EXPECT_EQ(response.content_type, "application/json");
    EXPECT_EQ(response.body,
              R"({"status_code":403,"errors":[{"error":"AuthError","message":"Invalid token: service not found"}]})");
}

TEST(ApiError, several_violations_are_several_errors) {
    const std::vector<std::string> messages{"a is a required property", "b “x”"};
    EXPECT_EQ(validation_errors(messages).body,
              R"({"status_code":400,"errors":[{"error":"ValidationError","message":"a is a required property"},)"
              R"({"error":"ValidationError","message":"b “x”"}]})");
}

TEST(ApiError, old_bodies_hold_a_text_a_list_or_an_object) {
    EXPECT_EQ(old_error(404, "No result found").body, R"({"result":"error","message":"No result found"})");
    const std::vector<std::string> missing{"MMG callback failed: status missing", "MMG callback failed: CID missing"};
    EXPECT_EQ(
        old_errors(400, missing).body,
        R"({"result":"error","message":["MMG callback failed: status missing","MMG callback failed: CID missing"]})");
    EXPECT_EQ(old_error_object(404, "unsubscribe request", "x").body,
              R"({"result":"error","message":{"unsubscribe request":"x"}})");
    EXPECT_EQ(old_token_error(401, "x").body, R"({"result":"error","message":{"token":["x"]}})");
}

TEST(ApiError, an_unmatched_url_gets_the_old_body_even_under_v2) {
    EXPECT_EQ(server_error(404, "").body,
              R"({"result":"error","message":"The requested URL was not found on the server. If you entered the URL )"
              R"(manually please check your spelling and try again."})");
    EXPECT_EQ(server_error(405, "").body,
              R"({"result":"error","message":"The method is not allowed for the requested URL."})");
}

TEST(ApiError, a_failure_speaks_the_language_of_its_route) {
    EXPECT_EQ(server_error(500, "/v2/notifications").body,
              R"({"status_code":500,"errors":[{"error":"Exception","message":"Internal server error"}]})");
    EXPECT_EQ(server_error(500, "/notifications/sms/mmg").body,
              R"({"result":"error","message":"Internal server error"})");
    EXPECT_EQ(server_error(504, "/notifications/letter/status").body,
              R"({"status_code":504,"errors":[{"error":"SoftEventletTimeout","message":"Timeout serving request"}]})");
    EXPECT_EQ(server_error(504, "/unsubscribe/{id}/{token}").body,
              R"({"result":"error","message":"Timeout serving request"})");
}

TEST(ApiError, a_busy_server_says_when_to_come_back) {
    const Response response = server_error(503, "/v2/notifications/sms");
    EXPECT_EQ(response.status, 503);
    ASSERT_EQ(response.headers.size(), 1U);
    EXPECT_EQ(response.headers[0].name, "Retry-After");
}

}  // namespace
}  // namespace herald::http
