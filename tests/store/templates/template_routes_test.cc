#include "templates/template_routes.h"

#include <gmock/gmock.h>

#include "crypto/jwt.h"
#include "services/api_key_store.h"
#include "services/service_store.h"
#include "support/database.h"
#include "support/test_loop.h"
#include "templates/template_store.h"

namespace herald::templates {
namespace {

using testing::HasSubstr;

/// Enough for these tests: texts and lists of texts.
content::Personalisation read_values(JsonValue object) {
    content::Personalisation values;
    for (std::size_t i = 0; i < object.size(); ++i) {
        const JsonValue value = object.member_value(i);
        content::List items;
        for (std::size_t j = 0; j < value.size(); ++j) items.emplace_back(value[j].text());
        if (value.is_array()) values.set(object.member_name(i), items);
        else values.set(object.member_name(i), std::string(value.text()));
    }
    return values;
}

class TemplateApi : public test::StoreTest {
protected:
    void SetUp() override {
        store().write_now([&](db::Transaction& tx) {
            service_ = std::get<Uuid>(
                services::ServiceStore(clock(), ids(), sealer_).create(tx, {.name = "S", .sms_sender = "SENDER"}));
            const services::ApiKeyStore keys(clock(), ids(), sealer_);
            const auto key = std::get<services::NewApiKey>(keys.create(tx, service_, "key", services::KeyType::normal));
            secret_ = services::parse_key(key.key)->secret;
            sms_ = make(tx, TemplateType::sms, "B", "Hi ((name))", std::nullopt);
            email_ = make(tx, TemplateType::email, "A", "# Dear ((name))\n\n((things))", "About ((case))");
            EXPECT_TRUE(std::holds_alternative<TemplateVersion>(
                templates_.update(tx, service_, sms_, {.content = "Hello ((name))"})));
        });
        services_.emplace(store(), loop_, clock(), sealer_);
        authenticator_.emplace(*services_, clock());
        directory_.emplace(store(), loop_, *services_);
        routes_.emplace(TemplateRoutes::Parts{store(), loop_, *authenticator_, *directory_, read_values});
        routes_->add_to(router_);
    }
    Uuid make(db::Transaction& tx, TemplateType type, std::string name, std::string content,
              std::optional<std::string> subject) {
        NewTemplate text;
        text.service_id = service_;
        text.type = type;
        text.name = std::move(name);
        text.content = std::move(content);
        text.subject = std::move(subject);
        return std::get<TemplateVersion>(templates_.create(tx, text)).id;
    }

    struct Answer {
        int status;
        JsonDocument body;
        std::string error() const { return std::string(body["errors"][0]["error"].text()); }
        std::string message(std::size_t i = 0) const { return std::string(body["errors"][i]["message"].text()); }
    };
    Answer ask(http::Method method, const std::string& path, const std::string& query = {},
               const std::string& body = {}) {
        http::Request request;
        request.method = method;
        request.path = path;
        request.query = query;
        request.body = body;
        request.headers.push_back(
            {"Authorization", "Bearer " + crypto::make_token(service_.to_string(), secret_, clock().now())});
        const auto match = router_.match(method, path);
        if (!match.handler) throw std::runtime_error("no route for " + path);
        request.params = match.params;
        const auto response = loop_.run((*match.handler)(request));
        return {response.status, *JsonDocument::parse(response.body)};
    }
    Answer get(const std::string& path, const std::string& query = {}) { return ask(http::Method::get, path, query); }
    Answer preview(const std::string& id, const std::string& body) {
        return ask(http::Method::post, "/v2/template/" + id + "/preview", {}, body);
    }

    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    const TemplateStore templates_{clock(), ids()};
    test::TestLoop loop_;
    http::Router router_;
    std::optional<services::Directory> services_;
    std::optional<services::Authenticator> authenticator_;
    std::optional<TemplateDirectory> directory_;
    std::optional<TemplateRoutes> routes_;
    Uuid service_, sms_, email_;
    std::string secret_;
};
HERALD_ON_BOTH_STORES(TemplateApi);

TEST_P(TemplateApi, ShowsATemplateWithEveryKey) {
    const auto answer = get("/v2/template/" + email_.to_string());
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.root().size(), 12u);
    EXPECT_EQ(answer.body["id"].text(), email_.to_string());
    EXPECT_EQ(answer.body["name"].text(), "A");
    EXPECT_EQ(answer.body["type"].text(), "email");
    EXPECT_EQ(answer.body["version"].as_integer(), 1);
    EXPECT_EQ(answer.body["body"].text(), "# Dear ((name))\n\n((things))");
    EXPECT_EQ(answer.body["subject"].text(), "About ((case))");
    EXPECT_EQ(answer.body["personalisation"].to_json(),
              R"({"case":{"required":true},"name":{"required":true},"things":{"required":true}})");
    EXPECT_EQ(answer.body["created_at"].text(), clock().now().to_iso());
    EXPECT_TRUE(answer.body["updated_at"].is_null());
    EXPECT_TRUE(answer.body["created_by"].is_string());
    EXPECT_TRUE(answer.body["postage"].is_null());
    EXPECT_TRUE(answer.body["letter_contact_block"].is_null());
}

TEST_P(TemplateApi, ShowsVersions) {
    const std::string path = "/v2/template/" + sms_.to_string() + "/version/";
    EXPECT_EQ(get(path + "1").body["body"].text(), "Hi ((name))");
    EXPECT_EQ(get(path + "2").body["body"].text(), "Hello ((name))");
    EXPECT_EQ(get(path + "0").body["version"].as_integer(), 2);
    for (const std::string version : {"3", "99999999999999999999"}) {
        const auto answer = get(path + version);
        EXPECT_EQ(answer.status, 404);
        EXPECT_EQ(answer.error(), "NoResultFound");
    }
}

TEST_P(TemplateApi, TellsABadIdFromAnUnknownOne) {
    EXPECT_EQ(get("/v2/template/nonsense").message(), "id is not a valid UUID");
    EXPECT_EQ(get("/v2/template/nonsense/version/1").error(), "ValidationError");
    EXPECT_EQ(get("/v2/template/" + service_.to_string()).error(), "NoResultFound");
    EXPECT_EQ(get("/v2/template/urn:uuid:" + sms_.to_string()).error(), "DataError");
    EXPECT_EQ(get("/v2/template/" + sms_.to_string().substr(0, 8) + sms_.to_string().substr(9)).status, 200);
}

TEST_P(TemplateApi, ListsByName) {
    const auto all = get("/v2/templates");
    ASSERT_EQ(all.body["templates"].size(), 2u);
    EXPECT_EQ(all.body["templates"][0]["name"].text(), "A");
    EXPECT_EQ(get("/v2/templates", "type=sms").body["templates"].size(), 1u);
    const auto wrong = get("/v2/templates", "z=1&type=fax&a=2");
    EXPECT_EQ(wrong.status, 400);
    EXPECT_EQ(wrong.message(0), "type fax is not one of [sms, email, letter]");
    EXPECT_EQ(wrong.message(1), "Additional properties are not allowed (a, z were unexpected)");
    EXPECT_EQ(get("/v2/templates", "page=1").message(), "Additional properties are not allowed (page was unexpected)");
}

TEST_P(TemplateApi, PreviewsATextMessage) {
    const auto answer = preview(sms_.to_string(), R"({"personalisation":{"Name":"Amala"},"unknown":1})");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body["body"].text(), "Hello Amala");
    EXPECT_EQ(answer.body["version"].as_integer(), 2);
    EXPECT_TRUE(answer.body["html"].is_null());
    EXPECT_TRUE(answer.body["subject"].is_null());
    EXPECT_TRUE(answer.body["postage"].is_null());
}

TEST_P(TemplateApi, PreviewsAnEmail) {
    const auto answer =
        preview(email_.to_string(), R"({"personalisation":{"name":"A & B","case":"this","things":["x","y"]}})");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body["subject"].text(), "About this");
    EXPECT_THAT(std::string(answer.body["body"].text()), HasSubstr("# Dear A & B"));
    EXPECT_THAT(std::string(answer.body["body"].text()), HasSubstr("* x\n* y"));
    EXPECT_THAT(std::string(answer.body["html"].text()), HasSubstr("A &amp; B"));
    EXPECT_THAT(std::string(answer.body["html"].text()), testing::Not(HasSubstr("<html")));
}

// The heading is escaped, the body is not (content.md §1.7).
TEST_P(TemplateApi, ShowsAndPreviewsALetter) {
    const Uuid id = store().write_now([&](db::Transaction& tx) {
        return make(tx, TemplateType::letter, "L", " Dear ((name))\n\n((things)) ", "It's  <((case))> - a-b");
    });
    const auto shown = get("/v2/template/" + id.to_string());
    EXPECT_EQ(shown.body["type"].text(), "letter");
    EXPECT_EQ(shown.body["postage"].text(), "second");
    EXPECT_TRUE(shown.body["letter_contact_block"].is_null());
    const auto answer = preview(id.to_string(), R"({"personalisation":{"name":"A & B","case":"x&y","things":["x"]}})");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body["subject"].text(), "It’s &lt;x&amp;y&gt; – a-b");
    EXPECT_EQ(answer.body["body"].text(), "Dear A & B\n\n\n\n* x");
    EXPECT_TRUE(answer.body["html"].is_null());
    EXPECT_EQ(answer.body["postage"].text(), "second");
}

TEST_P(TemplateApi, RefusesAPreviewInTheContractsOrder) {
    const std::string id = sms_.to_string();
    EXPECT_EQ(preview("x", "{").message(), "Invalid JSON supplied in POST data");
    EXPECT_EQ(preview("x", "{}").message(), "id is not a valid UUID");
    const auto both = preview("x", R"({"personalisation":null})");
    EXPECT_EQ(both.message(0), "id is not a valid UUID");
    EXPECT_EQ(both.message(1), "personalisation None is not of type object");
    EXPECT_EQ(preview(id, R"({"personalisation":[]})").message(), "personalisation [] is not of type object");
    EXPECT_EQ(preview(id, "[1]").message(), "[1] is not of type object");
    EXPECT_EQ(preview(service_.to_string(), "{}").error(), "NoResultFound");
    for (const std::string empty : {"", "null", "{}", "[]", "0", "false", "\"\""}) {
        EXPECT_EQ(preview(id, empty).error(), "BadRequestError") << empty;
        EXPECT_EQ(preview(id, empty).message(), "Missing personalisation: name") << empty;
    }
    EXPECT_EQ(preview(email_.to_string(), "").message(), "Missing personalisation: case, name, things");
}

TEST_P(TemplateApi, AsksForAToken) {
    http::Request request;
    request.path = "/v2/templates";
    const auto match = router_.match(http::Method::get, request.path);
    EXPECT_EQ(loop_.run((*match.handler)(request)).status, 401);
}

}  // namespace
}  // namespace herald::templates
