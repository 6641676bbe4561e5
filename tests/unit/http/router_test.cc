#include "http/router.h"

#include <gtest/gtest.h>

namespace herald::http {
namespace {

Task<Response> nothing(const Request&) {
    co_return Response{};
}

class RouterTest : public ::testing::Test {
protected:
    RouterTest() {
        router.add(Method::get, "/v2/notifications", nothing);
        router.add(Method::get, "/v2/notifications/{notification_id}", nothing);
        router.add(Method::post, "/v2/notifications/sms", nothing);
        router.add(Method::get, "/v2/template/{id:uuid}/version/{version:int}", nothing);
        router.add(Method::get, "/v2/template/{id}/preview", nothing);
        router.add(Method::get, "/service/{id:uuid}", nothing);
        router.add(Method::del, "/service/{id:uuid}", nothing);
        router.add(Method::post, "/service/{name}", nothing);
        router.add(Method::get, "/", nothing);
        router.add(Method::get, "/with/slash/", nothing);
        router.add(Method::get, "/caf\xC3\xA9", nothing);
    }
    Router router;
};

struct Case {
    Method method;
    std::string path;
    std::string pattern;  ///< empty: none
    std::vector<std::string> params;
    std::string allow;
};

TEST_F(RouterTest, FindsTheRouteOfAPath) {
    const std::string uuid = "740e5834-3a29-46b4-9a6f-16142fde533a";
    const std::vector<Case> cases = {
        {Method::get, "/v2/notifications", "/v2/notifications", {}, ""},
        {Method::head, "/v2/notifications", "/v2/notifications", {}, ""},
        {Method::get, "/v2/notifications/", "", {}, ""},
        {Method::get, "/v2/notifications/abc", "/v2/notifications/{notification_id}", {"abc"}, ""},
        {Method::get, "/v2/notifications/a%2Fb%20c", "/v2/notifications/{notification_id}", {"a/b c"}, ""},
        {Method::get, "/v2/notifications/100%", "/v2/notifications/{notification_id}", {"100%"}, ""},
        {Method::post, "/v2/notifications/sms", "/v2/notifications/sms", {}, ""},
        // The parameter's route takes the method that the literal's does not.
        {Method::get, "/v2/notifications/sms", "/v2/notifications/{notification_id}", {"sms"}, ""},
        {Method::put, "/v2/notifications/sms", "", {}, "GET, HEAD, POST"},
        {Method::post, "/v2/notifications/email", "", {}, "GET, HEAD"},
        {Method::post, "/v2/notifications/%73ms", "/v2/notifications/sms", {}, ""},
        {Method::get,
         "/v2/template/" + uuid + "/version/12",
         "/v2/template/{id:uuid}/version/{version:int}",
         {uuid, "12"},
         ""},
        {Method::get, "/v2/template/" + uuid + "/version/-1", "", {}, ""},
        {Method::get, "/v2/template/" + uuid + "/version/", "", {}, ""},
        {Method::get, "/v2/template/12/version/12", "", {}, ""},
        // Typed parameters are tried first, and left again when the rest does not fit.
        {Method::get, "/v2/template/" + uuid + "/preview", "/v2/template/{id}/preview", {uuid}, ""},
        {Method::get, "/service/" + uuid, "/service/{id:uuid}", {uuid}, ""},
        {Method::post, "/service/" + uuid, "/service/{name}", {uuid}, ""},
        {Method::patch, "/service/" + uuid, "", {}, "GET, HEAD, POST, DELETE"},
        {Method::get, "/service/740e58343a2946b49a6f16142fde533a", "", {}, "POST"},
        {Method::get, "/", "/", {}, ""},
        {Method::get, "/with/slash/", "/with/slash/", {}, ""},
        {Method::get, "/with/slash", "", {}, ""},
        {Method::get, "/caf%C3%A9", "/caf\xC3\xA9", {}, ""},
        {Method::get, "", "", {}, ""},
        {Method::get, "*", "", {}, ""},
        {Method::get, "//", "", {}, ""},
        {Method::get, std::string(200, '/'), "", {}, ""},
        {Method::options, "/", "", {}, "GET, HEAD"},
    };
    for (const Case& c : cases) {
        const Router::Match match = router.match(c.method, c.path);
        EXPECT_EQ(match.pattern, c.pattern) << c.path;
        EXPECT_EQ(match.handler != nullptr, !c.pattern.empty()) << c.path;
        EXPECT_EQ(match.params, c.params) << c.path;
        EXPECT_EQ(match.allow, c.allow) << c.path;
    }
}

TEST_F(RouterTest, TellsWhatWasAddedAsItWasWritten) {
    Router small;
    small.add(Method::post, "/messages/{channel}", nothing);
    small.add(Method::get, "/messages/{id}", nothing);
    small.add(Method::get, "/messages", nothing);
    const std::vector<Router::Entry> expected = {
        {Method::get, "/messages"}, {Method::post, "/messages/{channel}"}, {Method::get, "/messages/{id}"}};
    EXPECT_EQ(small.entries(), expected);
    EXPECT_EQ(small.match(Method::get, "/messages/1").pattern, "/messages/{id}");
    EXPECT_EQ(small.match(Method::post, "/messages/1").pattern, "/messages/{channel}");
}

TEST_F(RouterTest, RefusesTheSameRouteTwice) {
    EXPECT_THROW(router.add(Method::get, "/v2/notifications", nothing), std::logic_error);
    EXPECT_THROW(router.add(Method::get, "/service/{other:uuid}", nothing), std::logic_error);
    EXPECT_THROW(router.add(Method::get, "no-slash", nothing), std::invalid_argument);
}

}  // namespace
}  // namespace herald::http
