// `/service/{s}/data-retention…` (contract admin-api-services-users §10.2).
#include "retention/data_retention_routes.h"

#include <gtest/gtest.h>

#include "services/service_store.h"
#include "support/database.h"
#include "support/internal_client.h"
#include "support/test_loop.h"

namespace herald::retention {
namespace {

class Retention : public test::StoreTest {
protected:
    Retention() {
        const services::ServiceStore all(clock(), ids(), sealer_);
        service_ = store().write_now([&](db::Transaction& tx) {
            return std::get<Uuid>(all.create(tx, {.name = "Sample", .sms_sender = "SAMPLE"}));
        });
        routes_.add_to(client_.router());
    }
    std::string path(const std::string& rest = "") const {
        return "/service/" + service_.to_string() + "/data-retention" + rest;
    }
    std::string get(const std::string& target, int status = 200) {
        const auto answer = client_.get(loop_, target);
        EXPECT_EQ(answer.status, status) << target;
        return answer.body;
    }
    http::Response post(const std::string& target, const std::string& body) {
        return client_.post(loop_, target, body);
    }

    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    test::TestLoop loop_;
    services::Directory directory_{store(), loop_, clock(), sealer_};
    test::InternalClient client_{clock()};
    DataRetentionRoutes routes_{{store(), loop_, clock(), ids(), client_.authenticator(), directory_}};
    Uuid service_;
};
HERALD_ON_BOTH_STORES(Retention);

// S-071
TEST_P(Retention, IsSevenDaysUnlessTheServiceSaysOtherwise) {
    const auto days = [&](Channel channel) {
        return store().read_now([&](db::Transaction& tx) { return days_kept(tx, service_, channel); });
    };
    EXPECT_EQ(days(Channel::sms), 7);
    EXPECT_EQ(post(path(), R"({"days_of_retention":3,"notification_type":"sms"})").status, 201);
    EXPECT_EQ(days(Channel::sms), 3);
    EXPECT_EQ(days(Channel::email), 7);
}

TEST_P(Retention, IsSetAndChangedForEachChannel) {
    EXPECT_EQ(get(path()), "[]");
    const auto made = post(path(), R"({"days_of_retention":3,"notification_type":"sms","updated_by":"x"})");
    EXPECT_EQ(made.status, 201);
    const auto shown = JsonDocument::parse(made.body);
    const std::string id((*shown)["result"]["id"].text());
    const std::string service = service_.to_string();
    EXPECT_EQ(made.body, R"({"result":{"id":")" + id + R"(","service_id":")" + service +
                             R"(","service_name":"Sample","notification_type":"sms","days_of_retention":3,)"
                             R"("created_at":"2026-11-02T10:00:00.000000Z","updated_at":null}})");
    EXPECT_EQ(post(path(), R"({"days_of_retention":30,"notification_type":"email"})").status, 201);
    EXPECT_EQ(post(path("/" + id), R"({"days_of_retention":5})").status, 204);
    const std::string changed = R"({"id":")" + id + R"(","service_id":")" + service +
                                R"(","service_name":"Sample","notification_type":"sms","days_of_retention":5,)"
                                R"("created_at":"2026-11-02T10:00:00.000000Z",)"
                                R"("updated_at":"2026-11-02T10:00:00.000000Z"})";
    EXPECT_EQ(get(path("/" + id)), changed);
    EXPECT_EQ(get(path("/notification-type/sms")), changed);
    EXPECT_EQ(get(path("/notification-type/letter")), "{}");
    EXPECT_EQ(get(path("/notification-type/fax"), 404), R"({"result":"error","message":"No result found"})");
    EXPECT_EQ(get(path("/" + service)), "{}");
    const auto all = JsonDocument::parse(get(path()));
    EXPECT_EQ(all->root()[0]["notification_type"].text(), "email") << "order email, sms, letter";
    EXPECT_EQ(all->root()[1].to_json(), changed);
}

TEST_P(Retention, RefusesInTheContractsWords) {
    const std::string good = R"({"days_of_retention":3,"notification_type":"letter"})";
    EXPECT_EQ(post(path(), good).status, 201);
    const std::string there =
        R"({"result":"error","message":"Service already has data retention for letter notification type"})";
    const auto again = post(path(), good);
    EXPECT_EQ(again.status, 400);
    EXPECT_EQ(again.body, there);
    const std::string nobody = ids().next_random().to_string();
    EXPECT_EQ(post("/service/" + nobody + "/data-retention", good).body, there);
    EXPECT_EQ(post(path(), R"({"days_of_retention":"3","notification_type":"fax"})").body,
              R"({"status_code":400,"errors":[)"
              R"({"error":"ValidationError","message":"days_of_retention 3 is not of type integer"},)"
              R"({"error":"ValidationError","message":"notification_type fax is not one of [sms, letter, email]"}]})");
    const auto unknown = post(path("/" + nobody), R"({"days_of_retention":5})");
    EXPECT_EQ(unknown.status, 404);
    EXPECT_EQ(unknown.body, R"({"result":"error","message":"The service data retention for id: )" + nobody +
                                " was not found for service: " + service_.to_string() + "\"}");
    EXPECT_EQ(post(path("/" + nobody), "{}").status, 400);
}

}  // namespace
}  // namespace herald::retention
