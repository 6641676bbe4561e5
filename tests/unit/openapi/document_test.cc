// The document says what the declarations of the requests say, and names the routes that there are.

#include "openapi/document.h"

#include <gmock/gmock.h>

#include <set>

#include "base/json.h"
#include "openapi/operations.h"

namespace herald::openapi {
namespace {

using http::Method;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

http::Handler nothing() {
    return [](const http::Request&) -> Task<http::Response> { co_return http::Response(); };
}

/// A router with the routes of all operations but one.
http::Router router_without(std::string_view left_out) {
    http::Router router;
    for (const Operation& operation : operations())
        if (operation.id != left_out) router.add(operation.method, operation.pattern, nothing());
    return router;
}

JsonDocument parse(const Document& document) {
    auto parsed = JsonDocument::parse(document.json);
    EXPECT_TRUE(parsed) << document.json;
    return std::move(*parsed);
}

TEST(OpenApi, DescribesEveryRoute) {
    const auto document = describe(router_without(""));
    EXPECT_THAT(document.undocumented, IsEmpty());
    EXPECT_THAT(document.absent, IsEmpty());
    const auto json = parse(document);
    EXPECT_EQ(json["openapi"].text(), "3.1.0");
    for (const char* path :
         {"/v2/notifications/sms", "/v2/notifications/{notification_id}", "/v2/template/{id}/version/{version}"})
        EXPECT_TRUE(json["paths"][path].is_object()) << path;
    EXPECT_TRUE(json["paths"]["/v2/notifications/{notification_id}"]["delete"].is_object());
}

TEST(OpenApi, NamesARouteThatNoOperationDescribes) {
    auto router = router_without("");
    router.add(Method::put, "/v2/notifications/sms", nothing());
    router.add(Method::get, "/v2/unheard-of", nothing());
    router.add(Method::get, "/healthz", nothing());
    router.add(Method::options, "/v2/templates", nothing());
    EXPECT_THAT(describe(router).undocumented, ElementsAre("PUT /v2/notifications/sms", "GET /v2/unheard-of"));
}

TEST(OpenApi, NamesAnOperationWithoutARouteAndLeavesItOut) {
    const auto document = describe(router_without("listTemplates"));
    EXPECT_THAT(document.absent, ElementsAre("GET /v2/templates"));
    EXPECT_FALSE(parse(document)["paths"]["/v2/templates"].exists());
}

TEST(OpenApi, SaysWhatTheSchemasOfRequestsSay) {
    const auto json = parse(describe(router_without("")));
    for (const Body* body : bodies()) {
        const JsonValue schema = json["components"]["schemas"][body->name];
        ASSERT_TRUE(schema.is_object()) << body->name;
        if (body->schema == nullptr) {
            EXPECT_EQ(schema["oneOf"].size(), body->kinds.size()) << body->name;
            continue;
        }
        const JsonValue properties = schema["properties"];
        EXPECT_EQ(properties.size(), body->schema->properties.size()) << body->name;
        std::set<std::string> required;
        for (std::size_t i = 0; i < schema["required"].size(); ++i) required.emplace(schema["required"][i].text());
        for (const auto& property : body->schema->properties) {
            EXPECT_TRUE(properties[property.name].is_object()) << body->name << " " << property.name;
            EXPECT_EQ(required.contains(std::string(property.name)), property.required) << property.name;
        }
    }
    const JsonValue sms = json["components"]["schemas"]["SmsRequest"];
    EXPECT_EQ(sms["additionalProperties"].as_bool(), false);
    EXPECT_EQ(sms["properties"]["reference"]["maxLength"].as_double(), 1000);
    EXPECT_EQ(sms["properties"]["template_id"]["format"].text(), "uuid");
    EXPECT_EQ(sms["properties"]["scheduled_for"]["type"][1].text(), "null");
}

TEST(OpenApi, ReadsWhatAListMayBeAskedFromItsDeclaration) {
    const auto json = parse(describe(router_without("")));
    const JsonValue parameters = json["paths"]["/v2/notifications"]["get"]["parameters"];
    ASSERT_EQ(parameters.size(), notifications::list_query_schema.properties.size());
    EXPECT_EQ(parameters[1]["name"].text(), "status");
    EXPECT_EQ(parameters[1]["schema"]["type"].text(), "array");
    EXPECT_EQ(parameters[1]["schema"]["items"]["enum"].size(), 16U);
    EXPECT_EQ(parameters[4]["schema"]["format"].text(), "uuid");
}

TEST(OpenApi, LetsOnlyWhatSendsTakeAnIdempotencyKey) {
    const auto json = parse(describe(router_without("")));
    const auto names = [&](const char* path, const char* method) {
        std::vector<std::string> found;
        const JsonValue parameters = json["paths"][path][method]["parameters"];
        for (std::size_t i = 0; i < parameters.size(); ++i) found.emplace_back(parameters[i]["name"].text());
        return found;
    };
    EXPECT_THAT(names("/v2/notifications/sms", "post"), Contains("Idempotency-Key"));
    EXPECT_THAT(names("/v2/notifications/bulk", "post"), Contains("Idempotency-Key"));
    EXPECT_THAT(names("/v2/template/{id}/preview", "post"), Not(Contains("Idempotency-Key")));
}

/// Every `$ref` of a value, whatever its depth.
void collect_references(JsonValue value, std::set<std::string>& references) {
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value.is_object()) {
            const JsonValue member = value[value.member_name(i)];
            if (value.member_name(i) == "$ref") references.emplace(member.text());
            else collect_references(member, references);
        } else if (value.is_array()) {
            collect_references(value[i], references);
        }
    }
}

TEST(OpenApi, RefersOnlyToWhatItHas) {
    const auto json = parse(describe(router_without("")));
    std::set<std::string> references;
    collect_references(json.root(), references);
    EXPECT_GT(references.size(), 10U);
    const std::string_view prefix = "#/components/schemas/";
    for (const auto& reference : references) {
        ASSERT_TRUE(reference.starts_with(prefix)) << reference;
        EXPECT_TRUE(json["components"]["schemas"][reference.substr(prefix.size())].is_object()) << reference;
    }
}

}  // namespace
}  // namespace herald::openapi
