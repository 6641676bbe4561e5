// Unsubscribing: by a mail program (contract public-api §6.5) and by a person on the page.
#include <gmock/gmock.h>

#include "support/archive.h"
#include "support/pipeline.h"
#include "unsubscribe/unsubscribe_routes.h"

namespace herald::unsubscribe {
namespace {

using http::Method;
using testing::HasSubstr;

constexpr const char* success = R"({"result":"success","message":"Unsubscribe successful"})";

class Unsubscribe : public test::PipelineTest {
protected:
    void SetUp() override {
        message_ = send({.channel = notifications::Channel::email})->message;
        links_.emplace(sealer_, clock(), "https://api.example");
        made_ = links_->make(message_.id, "ada@example.com");
        routes_.emplace(UnsubscribeRoutes::Parts{inline_, loop_, clock(), ids(), sealer_, metrics(), nullptr},
                        documents::Frame("Herald", "#1d70b8"));
        routes_->add_to(router_);
    }
    http::Response ask(Method method, std::string url) {
        const std::string path = url.starts_with("https://api.example") ? url.substr(19) : url;
        const auto match = router_.match(method, path);
        if (!match.handler) return {match.allow.empty() ? 404 : 405, ""};
        http::Request request;
        request.method = method;
        request.path = path;
        request.params = match.params;
        request.body = "List-Unsubscribe=One-Click";
        return loop_.run((*match.handler)(request));
    }
    http::Response post() { return ask(Method::post, made_.one_click); }
    /// What a service does with its requests.
    void put_into_report(bool processed) {
        execute(std::string("DELETE FROM unsubscribe_request_reports"));
        const Uuid report = ids().next_random();
        const char* insert_sqlite =
            "INSERT INTO unsubscribe_request_reports (id, service_id, created_at, earliest_timestamp, "
            "latest_timestamp, "
            "processed_by_service_at, count) VALUES (?1, ?2, ?3, ?3, ?3, ?4, 1)";
        const char* insert_postgres =
            "INSERT INTO unsubscribe_request_reports (id, service_id, created_at, earliest_timestamp, "
            "latest_timestamp, "
            "processed_by_service_at, count) VALUES ($1, $2, $3, $3, $3, $4, 1)";
        const auto insert = test::ad_hoc(insert_sqlite, insert_postgres, 4);
        const auto update = test::ad_hoc("UPDATE unsubscribe_requests SET report_id = ?1",
                                         "UPDATE unsubscribe_requests SET report_id = $1", 1);
        const std::optional<Timestamp> at = processed ? std::optional(clock().now()) : std::nullopt;
        store().write_now([&](db::Transaction& tx) {
            tx.execute(insert, {report, service_.id, clock().now(), at});
            tx.execute(update, {report});
        });
    }

    notifications::Notification message_;
    std::optional<LinkMaker> links_;
    Links made_;
    http::Router router_;
    std::optional<UnsubscribeRoutes> routes_;
};
HERALD_ON_BOTH_STORES(Unsubscribe);

TEST_P(Unsubscribe, StoresTheAddressOfTheToken) {
    const auto answer = post();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, success);
    const char* text =
        "SELECT notification_id, service_id, template_id, template_version, email_address, created_at "
        "FROM unsubscribe_requests";
    const auto statement = test::ad_hoc(text, text, 0);
    store().read_now([&](db::Transaction& tx) {
        const auto rows = tx.query(statement, {});
        ASSERT_EQ(rows.size(), 1u);
        EXPECT_EQ(rows[0].get<Uuid>(0), message_.id);
        EXPECT_EQ(rows[0].get<Uuid>(1), service_.id);
        EXPECT_EQ(rows[0].get<Uuid>(2), message_.template_id);
        EXPECT_EQ(rows[0].get<std::int64_t>(3), 1);
        EXPECT_EQ(rows[0].get<std::string>(4), "ada@example.com");
    });
}

// Data-model §9: a repeat counts once the service has dealt with the first.
TEST_P(Unsubscribe, ARepeatCountsOnlyOnceTheFirstIsProcessed) {
    for (int i = 0; i < 2; ++i) EXPECT_EQ(post().body, success);
    EXPECT_EQ(count("unsubscribe_requests"), 1);
    put_into_report(false);
    EXPECT_EQ(post().body, success);
    EXPECT_EQ(count("unsubscribe_requests"), 1);
    put_into_report(true);
    for (int i = 0; i < 2; ++i) EXPECT_EQ(post().body, success);
    EXPECT_EQ(count("unsubscribe_requests"), 2);
    put_into_report(true);
    EXPECT_EQ(post().body, success);
    EXPECT_EQ(count("unsubscribe_requests"), 3);
}

// Contract public-api §6.5, row by row.
TEST_P(Unsubscribe, RefusesInTheContractsWords) {
    constexpr const char* bad_token =
        R"({"result":"error","message":{"unsubscribe request":"This is not a valid unsubscribe link."}})";
    constexpr const char* unknown =
        R"({"result":"error","message":{"unsubscribe request":"This unsubscribe link is invalid or expired."}})";
    const std::string id = message_.id.to_string(), nobody = ids().next_random().to_string();
    const std::string token = made_.one_click.substr(made_.one_click.rfind('/') + 1);
    struct Case {
        Method method;
        std::string path;
        int status;
        const char* body;
    };
    for (const auto& [method, path, status, body] : {
             Case{Method::post, "/unsubscribe/" + id + "/broken", 404, bad_token},
             Case{Method::post, "/unsubscribe/" + nobody + "/broken", 404, bad_token},
             Case{Method::post, "/unsubscribe/" + nobody + "/" + token, 404, unknown},
             Case{Method::post, "/unsubscribe/not-an-id/" + token, 404, ""},
             Case{Method::get, "/unsubscribe/" + id + "/" + token, 405, ""},
         }) {
        const auto answer = ask(method, path);
        EXPECT_EQ(answer.status, status) << path;
        EXPECT_EQ(answer.body, body) << path;
    }
    EXPECT_EQ(count("unsubscribe_requests"), 0);
    clock().advance(std::chrono::hours(24 * 366));
    EXPECT_EQ(post().body, bad_token);
}

// A valid token unsubscribes its own address on behalf of the message that the path names (§6.5, kept).
TEST_P(Unsubscribe, TheTokenIsNotTiedToTheMessage) {
    const auto other = send({.channel = notifications::Channel::email, .recipient = "bob@example.com"})->message.id;
    const std::string token = made_.one_click.substr(made_.one_click.rfind('/') + 1);
    EXPECT_EQ(ask(Method::post, "/unsubscribe/" + other.to_string() + "/" + token).status, 200);
    EXPECT_EQ(count("unsubscribe_requests", "email_address = 'ada@example.com'"), 1);
}

TEST_P(Unsubscribe, FindsArchivedMessages) {
    test::archive_messages(store());
    EXPECT_EQ(post().body, success);
    EXPECT_EQ(count("unsubscribe_requests"), 1);
}

TEST_P(Unsubscribe, OfTheInstallationsOwnListsChangesTheUser) {
    const auto statement = test::ad_hoc(
        "INSERT INTO users (id, name, email_address, state, created_at) VALUES (?1, 'Ada', 'ada@example.com', "
        "'active', ?2)",
        "INSERT INTO users (id, name, email_address, state, created_at) VALUES ($1, 'Ada', 'ada@example.com', "
        "'active', $2)",
        2);
    store().write_now([&](db::Transaction& tx) {
        tx.execute(statement, {ids().next_random(), clock().now()});
        Mail mail{message_.id, *Uuid::parse("6c335bf6-ea00-45f1-a40c-6612c7639386"), message_.template_id, 1,
                  "Research"};
        EXPECT_TRUE(store_request(tx, ids(), clock().now(), mail, "ada@example.com"));
        mail.service_id = *Uuid::parse("2242f811-1027-44c0-b7d1-1459823d6740");
        EXPECT_TRUE(store_request(tx, ids(), clock().now(), mail, "ada@example.com"));
        EXPECT_FALSE(store_request(tx, ids(), clock().now(), mail, "bob@example.com"));
    });
    EXPECT_EQ(count("users", "NOT take_part_in_research AND NOT receives_new_features_email"), 1);
    EXPECT_EQ(count("unsubscribe_requests"), 0);
}

TEST_P(Unsubscribe, ThePageAsksBeforeItActs) {
    const auto shown = ask(Method::get, made_.page);
    EXPECT_EQ(shown.status, 200);
    EXPECT_EQ(shown.content_type, "text/html; charset=utf-8");
    EXPECT_THAT(shown.body, HasSubstr("<h1>Unsubscribe from these emails</h1>"));
    EXPECT_THAT(shown.body, HasSubstr("is from Sample."));
    EXPECT_THAT(shown.body, HasSubstr("<form method=\"post\">"));
    EXPECT_THAT(shown.body, testing::Not(HasSubstr("ada@example.com")));
    EXPECT_EQ(count("unsubscribe_requests"), 0);
    const auto done = ask(Method::post, made_.page);
    EXPECT_EQ(done.status, 200);
    EXPECT_THAT(done.body, HasSubstr("<h1>You have unsubscribed</h1>"));
    EXPECT_EQ(count("unsubscribe_requests"), 1);
    bool no_referrer = false;
    for (const auto& header : shown.headers) no_referrer |= header.name == "Referrer-Policy";
    EXPECT_TRUE(no_referrer);
}

TEST_P(Unsubscribe, ThePageOfABrokenLinkSaysSo) {
    for (const auto method : {Method::get, Method::post})
        for (const std::string& path : {"/unsubscribe/page/" + message_.id.to_string() + "/broken",
                                        links_->make(ids().next_random(), "ada@example.com").page}) {
            const auto shown = ask(method, path);
            EXPECT_EQ(shown.status, 404);
            EXPECT_THAT(shown.body, HasSubstr("<h1>This link does not work</h1>"));
        }
    EXPECT_EQ(count("unsubscribe_requests"), 0);
}

TEST_P(Unsubscribe, AServicesNameIsText) {
    execute("UPDATE services SET name = '<b>Fines & more</b>'");
    EXPECT_THAT(ask(Method::get, made_.page).body, HasSubstr("is from &lt;b&gt;Fines &amp; more&lt;/b&gt;."));
}

}  // namespace
}  // namespace herald::unsubscribe
