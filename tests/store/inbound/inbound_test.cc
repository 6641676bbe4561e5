// Received texts from the provider's request to the service's callback and list (contract public-api §3.6, §6.4).
#include <gmock/gmock.h>

#include "crypto/encoding.h"
#include "crypto/jwt.h"
#include "inbound/inbound_routes.h"
#include "inbound/inbound_sql.h"
#include "inbound/number_store.h"
#include "inbound/received_text_routes.h"
#include "retention/data_retention.h"
#include "services/api_key_store.h"
#include "support/pipeline.h"

namespace herald::inbound {
namespace {

using namespace std::chrono_literals;
using http::Method;

class Inbound : public test::PipelineTest {
protected:
    void SetUp() override {
        store().write_now([&](db::Transaction& tx) {
            EXPECT_FALSE(numbers_.create(tx, "07700900777", "mmg"));
            EXPECT_FALSE(numbers_.assign(tx, "07700900777", service_.id));
            const services::ServiceStore services(clock(), ids(), sealer_);
            EXPECT_FALSE(services.set_callback(tx, service_.id, services::CallbackType::inbound_sms,
                                               {"https://service.example/texts", "the-token-for-texts"}));
            const services::ApiKeyStore keys(clock(), ids(), sealer_);
            const auto key =
                std::get<services::NewApiKey>(keys.create(tx, service_.id, "key", services::KeyType::normal));
            secret_ = services::parse_key(key.key)->secret;
        });
        texts_.emplace(inline_, loop_, clock(), ids(), metrics(), sealer_, stages().lease, &stages().callbacks);
        routes_.emplace(*texts_, inline_, loop_,
                        InboundRoutes::Options{{"mmg", "mmg2"}, {"old password", "new password"}, {"firetext's"}});
        routes_->add_to(router_);
        services_.emplace(inline_, loop_, clock(), sealer_);
        authenticator_.emplace(*services_, clock());
        list_.emplace(ReceivedTextRoutes::Parts{inline_, loop_, clock(), sealer_, *authenticator_});
        list_->add_to(router_);
    }

    http::Response ask(Method method, const std::string& path, std::vector<http::Header> headers,
                       const std::string& body = {}, const std::string& query = {}) {
        http::Request request;
        request.method = method;
        request.path = path;
        request.query = query;
        request.body = body;
        request.headers = std::move(headers);
        request.headers.push_back({"Host", "api.example"});
        const auto match = router_.match(method, path);
        if (!match.handler) throw std::runtime_error("no route for " + path);
        return loop_.run((*match.handler)(request));
    }
    static std::string basic(const std::string& credentials) { return "Basic " + crypto::base64_encode(credentials); }
    http::Response mmg(const std::string& body, const std::string& authorization = basic("mmg:new password"),
                       const std::string& type = "application/json") {
        std::vector<http::Header> headers;
        if (!authorization.empty()) headers.push_back({"Authorization", authorization});
        if (!type.empty()) headers.push_back({"Content-Type", type});
        return ask(Method::post, "/notifications/sms/receive/mmg", headers, body);
    }
    http::Response firetext(const std::string& form, const std::string& authorization = basic("notify:firetext's")) {
        std::vector<http::Header> headers{{"Content-Type", "application/x-www-form-urlencoded"}};
        if (!authorization.empty()) headers.push_back({"Authorization", authorization});
        return ask(Method::post, "/notifications/sms/receive/firetext", headers, form);
    }
    static std::string mmg_body(const std::string& message = "Yes%2C+please", const std::string& id = "77120",
                                const std::string& number = "447700900777") {
        return R"({"ID":")" + id + R"(","MSISDN":"447700900555","Number":")" + number + R"(","Message":")" + message +
               R"(","DateRecieved":"2026-02-03+10%3A15%3A02"})";
    }
    http::Response list(const std::string& query = {}) {
        return ask(Method::get, "/v2/received-text-messages",
                   {{"Authorization", "Bearer " + crypto::make_token(service_.id.to_string(), secret_, clock().now())}},
                   {}, query);
    }
    JsonDocument listed(const std::string& query = {}) {
        const auto answer = list(query);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return *JsonDocument::parse(answer.body);
    }

    const NumberStore numbers_{clock(), ids()};
    std::string secret_;
    http::Router router_;
    std::optional<InboundTexts> texts_;
    std::optional<InboundRoutes> routes_;
    std::optional<services::Directory> services_;
    std::optional<services::Authenticator> authenticator_;
    std::optional<ReceivedTextRoutes> list_;
};
HERALD_ON_BOTH_STORES(Inbound);

TEST_P(Inbound, TextsAreStoredToldAndListed) {
    const auto answer = mmg(mmg_body("one\\\\ntwo"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, R"({"status":"ok"})");
    loop_.run_for(1s);
    const auto all = listed();
    ASSERT_EQ(all["received_text_messages"].size(), 1u);
    const auto text = all["received_text_messages"][0];
    EXPECT_EQ(text.size(), 6u);
    EXPECT_EQ(text["user_number"].text(), "447700900555");
    EXPECT_EQ(text["notify_number"].text(), "07700900777");
    EXPECT_EQ(text["content"].text(), "one\ntwo");
    EXPECT_EQ(text["service_id"].text(), service_.id.to_string());
    EXPECT_EQ(text["created_at"].text(), "2026-11-02T10:00:00.000000Z");
    EXPECT_EQ(all["links"]["current"].text(), "http://api.example/v2/received-text-messages");
    EXPECT_EQ(all["links"]["next"].text(),
              "http://api.example/v2/received-text-messages?older_than=" + std::string(text["id"].text()));

    ASSERT_EQ(calls_.size(), 1u);
    EXPECT_EQ(calls_[0].url, "https://service.example/texts");
    EXPECT_EQ(calls_[0].headers.at(1).value, "Bearer the-token-for-texts");
    EXPECT_EQ(calls_[0].body, R"({"id":")" + std::string(text["id"].text()) +
                                  R"(","source_number":"447700900555","destination_number":"07700900777",)"
                                  R"("message":"one\ntwo","date_received":"2026-02-03T10:15:02.000000Z"})");
}

TEST_P(Inbound, FiretextsTextsAreTakenAsTheyAre) {
    const auto answer =
        firetext("source=a+sender&destination=07700900777&message=50%25%5Cn&time=2026-02-03+10%3A15%3A02");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, R"({"status":"ok"})");
    const auto all = listed();
    EXPECT_EQ(all["received_text_messages"][0]["content"].text(), "50%\\n");
    EXPECT_EQ(all["received_text_messages"][0]["user_number"].text(), "a sender");
}

TEST_P(Inbound, ADateThatCannotBeReadIsNow) {
    firetext("source=07700900555&destination=07700900777&message=x&time=soon");
    loop_.run_for(1s);
    ASSERT_EQ(calls_.size(), 1u);
    EXPECT_THAT(calls_[0].body, testing::HasSubstr(R"("date_received":"2026-11-02T10:00:00.000000Z")"));
}

// Contract public-api §6.4: who may hand texts over, and in which order a request is looked at.
TEST_P(Inbound, IsTakenOnlyFromThoseWhoMay) {
    const auto good = mmg_body();
    const std::string form = "source=1&destination=07700900777&message=x&time=t";
    constexpr const char* missing =
        R"({"result":"error","message":"Unauthorized: authentication token must be provided"})";
    constexpr const char* wrong = R"({"result":"error","message":"Forbidden: invalid authentication token provided"})";
    struct Case {
        const char* what;
        http::Response answer;
        int status;
        const char* body;
    };
    const Case cases[] = {
        {"no header", mmg(good, ""), 401, missing},
        {"broken header", mmg(good, "Basic !!!"), 401, missing},
        {"other scheme", mmg(good, "Bearer abc"), 403, wrong},
        {"wrong password", mmg(good, basic("mmg:x")), 403, wrong},
        {"wrong user", mmg(good, basic("notify:new password")), 403, wrong},
        {"another of the lists", mmg(good, basic("mmg2:old password")), 200, R"({"status":"ok"})"},
        {"not JSON, and nobody", mmg("{", ""), 400, nullptr},
        {"no JSON type, and nobody", mmg(good, "", "text/plain"), 500,
         R"({"result":"error","message":"Internal server error"})"},
        {"no type at all", mmg(good, basic("mmg:new password"), ""), 500, nullptr},
        {"JSON of another kind", mmg(good, "", "application/cloudevents+json; charset=utf-8"), 401, missing},
        {"a list, and nobody", mmg("[]", ""), 401, missing},
        {"firetext, no header", firetext(form, ""), 401, missing},
        {"firetext, before the form", firetext("", basic("notify:x")), 403, wrong},
        {"firetext, other user", firetext(form, basic("mmg:firetext's")), 403, wrong},
        {"firetext, other provider's password", firetext(form, basic("notify:new password")), 403, wrong},
    };
    for (const auto& one : cases) {
        EXPECT_EQ(one.answer.status, one.status) << one.what;
        if (one.body != nullptr) {
            EXPECT_EQ(one.answer.body, one.body) << one.what;
        }
    }
}

TEST_P(Inbound, WhatNobodyWantsIsTakenFromTheProviderAndDropped) {
    const auto unknown = mmg(mmg_body("x", "1", "07700900778"));
    EXPECT_EQ(unknown.status, 200);
    EXPECT_EQ(unknown.body, "RECEIVED");
    const auto form = "source=1&destination=07700900778&message=x&time=t";
    EXPECT_EQ(firetext(form).body, R"({"status":"ok"})");
    // Of such a number nothing else is looked at.
    EXPECT_EQ(mmg(R"({"Number":"07700900778"})").body, "RECEIVED");
    EXPECT_EQ(firetext("destination=07700900778").status, 200);
    execute("DELETE FROM service_permissions WHERE permission = 'inbound_sms'");
    EXPECT_EQ(mmg(mmg_body()).body, "RECEIVED");
    store().write_now([&](db::Transaction& tx) {
        numbers_.release(tx, "07700900777", "S", true);
        numbers_.assign(tx, "07700900777", service_.id);
    });
    execute("UPDATE inbound_numbers SET active = FALSE");
    EXPECT_EQ(mmg(mmg_body()).body, "RECEIVED");
    EXPECT_EQ(count("inbound_sms"), 0);
    loop_.run_for(1s);
    EXPECT_TRUE(calls_.empty());
}

TEST_P(Inbound, WhatLacksSomethingIsRefused) {
    EXPECT_EQ(mmg(R"({"Number":"07700900777"})").status, 500);
    EXPECT_EQ(mmg(R"({"Message":"x"})").status, 500);
    EXPECT_EQ(firetext("destination=07700900777").status, 400);
    EXPECT_EQ(firetext("source=1&message=x&time=t").status, 400);
    EXPECT_EQ(count("inbound_sms"), 0);
}

TEST_P(Inbound, ARepeatIsAnsweredAndNotStoredAgain) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(mmg(mmg_body()).body, R"({"status":"ok"})");
    EXPECT_EQ(count("inbound_sms"), 1);
    const std::string form = "source=07700900555&destination=07700900777&message=x&time=2026-02-03+10%3A15%3A02";
    for (int i = 0; i < 3; ++i) EXPECT_EQ(firetext(form).status, 200);
    EXPECT_EQ(count("inbound_sms"), 2);
    // Another reference, another text, another second: another message.
    mmg(mmg_body("Yes%2C+please", "77121"));
    mmg(mmg_body("No", "77120"));
    firetext("source=07700900555&destination=07700900777&message=x&time=2026-02-03+10%3A15%3A03");
    EXPECT_EQ(count("inbound_sms"), 5);
    loop_.run_for(1s);
    EXPECT_EQ(calls_.size(), 5u);
}

TEST_P(Inbound, ContentIsSealed) {
    mmg(mmg_body("a+secret"));
    const char* text = "SELECT content FROM inbound_sms";
    const auto statement = test::ad_hoc(text, text, 0);
    const auto content = store().read_now([&](db::Transaction& tx) {
        const auto rows = tx.query(statement, {});
        return std::string(rows[0].get<db::Blob>(0).bytes);
    });
    EXPECT_EQ(content.find("secret"), std::string::npos);
}

// Public-api §7: a received text goes to where the service wants it when the call is made.
TEST_P(Inbound, TheCallIsAddressedWhenItIsMade) {
    endpoint_ = [](const auto&) { return answered(500); };
    mmg(mmg_body());
    loop_.run_for(1s);
    const services::ServiceStore services(clock(), ids(), sealer_);
    const auto set = [&](const char* url) {
        store().write_now([&](db::Transaction& tx) {
            EXPECT_FALSE(services.set_callback(tx, service_.id, services::CallbackType::inbound_sms,
                                               {url, "another-token-for-texts"}));
        });
    };
    set("https://service.example/moved");
    loop_.run_for(6min);
    ASSERT_EQ(calls_.size(), 2u);
    EXPECT_EQ(calls_[1].url, "https://service.example/moved");
    EXPECT_EQ(calls_[1].headers.at(1).value, "Bearer another-token-for-texts");
    store().write_now(
        [&](db::Transaction& tx) { services.remove_callback(tx, service_.id, services::CallbackType::inbound_sms); });
    loop_.run_for(6min);
    EXPECT_EQ(calls_.size(), 2u);
    EXPECT_EQ(count("callbacks") + count("failed_callbacks"), 0);
}

TEST_P(Inbound, NobodyIsToldWithoutAnEndpoint) {
    execute("DELETE FROM service_callbacks WHERE callback_type = 'inbound_sms'");
    mmg(mmg_body());
    EXPECT_EQ(count("callbacks"), 0);
    EXPECT_EQ(count("inbound_sms"), 1);
}

TEST_P(Inbound, IsListedInPages) {
    for (int i = 0; i < 253; ++i) {
        if (i % 2 == 0) clock().advance(1s);
        mmg(mmg_body("text+" + std::to_string(i), std::to_string(i)));
    }
    const auto first = listed();
    ASSERT_EQ(first["received_text_messages"].size(), 250u);
    const std::string last(first["received_text_messages"][249]["id"].text());
    const auto second = listed("older_than=" + last);
    EXPECT_EQ(second["received_text_messages"].size(), 3u);
    EXPECT_EQ(second["links"]["current"].text(), "http://api.example/v2/received-text-messages");
    const auto third = listed("older_than=" + std::string(second["received_text_messages"][2]["id"].text()));
    EXPECT_EQ(third["received_text_messages"].size(), 0u);
    EXPECT_FALSE(third["links"]["next"].exists());
    EXPECT_EQ(listed("older_than=" + ids().next_random().to_string())["received_text_messages"].size(), 0u);
}

TEST_P(Inbound, IsListedForSevenDaysAndOnlyToItsService) {
    mmg(mmg_body());
    clock().set(*Timestamp::parse_iso("2026-11-09T23:59:59Z"));
    EXPECT_EQ(listed()["received_text_messages"].size(), 1u);
    clock().set(*Timestamp::parse_iso("2026-11-10T00:00:00Z"));
    EXPECT_EQ(listed()["received_text_messages"].size(), 0u);
    clock().set(*Timestamp::parse_iso("2026-11-09T10:00:00Z"));
    const auto other = test::make_sample_service(store(), clock(), ids(), sealer_, {.name = "Other"});
    execute("UPDATE inbound_sms SET service_id = " +
            (engine() == db::Engine::sqlite
                 ? "x'" +
                       crypto::hex_encode(std::string_view(reinterpret_cast<const char*>(&other.id), sizeof other.id)) +
                       "'"
                 : "'" + other.id.to_string() + "'"));
    EXPECT_EQ(listed()["received_text_messages"].size(), 0u);
}

// Contract tasks §1.1 and §1.3: days are London's, whose clocks go back on 25 October 2026.
TEST_P(Inbound, IsListedForAsManyDaysAsItsServiceWants) {
    const auto want = [&](std::int64_t days, services::Channel channel) {
        store().write_now([&](db::Transaction& tx) {
            EXPECT_TRUE(
                retention::create(tx, {ids().next_random(), service_.id, "", channel, days, clock().now(), {}}));
        });
    };
    const auto listed_at = [&](const char* time) {
        clock().set(*Timestamp::parse_iso(time));
        return listed()["received_text_messages"].size();
    };
    clock().set(*Timestamp::parse_iso("2027-03-24T23:59:59Z"));
    mmg(mmg_body("in+the+evening", "1"));
    clock().set(*Timestamp::parse_iso("2027-03-25T00:00:00Z"));
    mmg(mmg_body("after+midnight", "2"));
    want(30, services::Channel::email);
    EXPECT_EQ(listed_at("2027-03-31T23:00:00Z"), 1u);
    want(10, services::Channel::sms);
    EXPECT_EQ(listed_at("2027-04-03T22:59:59Z"), 2u);
    EXPECT_EQ(listed_at("2027-04-03T23:00:00Z"), 1u);
    EXPECT_EQ(listed_at("2027-04-04T22:59:59Z"), 1u);
    EXPECT_EQ(listed_at("2027-04-04T23:00:00Z"), 0u);
}

// A page is read from the index, however much came before it.
TEST_P(Inbound, APageIsReadFromTheIndex) {
    const db::Statement& page = sql::inbound_sms_of_service;
    const std::string sqlite = "EXPLAIN QUERY PLAN " + std::string(page.sqlite);
    const std::string postgres = "EXPLAIN " + std::string(page.postgres);
    const auto explain = test::ad_hoc(sqlite, postgres, page.parameter_count);
    const auto never_all = test::ad_hoc("SELECT 1", "SET LOCAL enable_seqscan = off", 0);
    std::string plan;
    store().write_now([&](db::Transaction& tx) {
        tx.execute(never_all, {});
        const std::size_t column = engine() == db::Engine::sqlite ? 3 : 0;
        const auto rows =
            tx.query(explain, {service_.id, Timestamp{}, clock().now(), ids().next_random(), std::size_t(250)});
        for (const auto row : rows) plan += row.get<std::string>(column) + "\n";
    });
    EXPECT_THAT(plan, testing::HasSubstr("inbound_sms_service_created"));
    for (const char* slow : {"Sort", "TEMP B-TREE", "SCAN inbound_sms"})
        EXPECT_THAT(plan, testing::Not(testing::HasSubstr(slow)));
}

TEST_P(Inbound, RefusesQueriesInTheContractsWords) {
    struct Case {
        const char* query;
        int status;
        const char *error, *message;
    };
    for (const auto& [query, status, error, message] : {
             Case{"older_than=x", 400, "ValidationError", "older_than is not a valid UUID"},
             Case{"page=2", 400, "ValidationError", "Additional properties are not allowed (page was unexpected)"},
             Case{"older_than=urn:uuid:26785a09-ab16-4eb0-8407-a37497a57506", 404, "DataError", "No result found"},
         }) {
        const auto answer = list(query);
        EXPECT_EQ(answer.status, status);
        const auto body = *JsonDocument::parse(answer.body);
        EXPECT_EQ(body["errors"][0]["error"].text(), error);
        EXPECT_EQ(body["errors"][0]["message"].text(), message);
    }
}

}  // namespace
}  // namespace herald::inbound
