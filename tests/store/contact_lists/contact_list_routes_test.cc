// `/service/{s}/contact-list…` (contract admin-api-messages §1.10, §8).
#include "contact_lists/contact_list_routes.h"

#include <gtest/gtest.h>

#include "support/database.h"
#include "support/internal_client.h"
#include "support/memory_objects.h"
#include "support/sample_service.h"
#include "support/test_loop.h"

namespace herald::contact_lists {
namespace {

using namespace std::chrono_literals;

constexpr const char* not_found = R"({"result":"error","message":"No result found"})";

class Lists : public test::StoreTest {
protected:
    Lists() {
        routes_.add_to(client_.router());
        const services::ServiceStore all(clock(), ids(), sealer_);
        author_ = store().write_now([&](db::Transaction& tx) {
            return std::get<Uuid>(all.add_team_member(tx, service_.id, {"Grace", "grace@example.gov.uk", {}}));
        });
    }
    std::string path(const std::string& rest = "") const {
        return "/service/" + service_.id.to_string() + "/contact-list" + rest;
    }
    http::Response send(http::Method method, const std::string& target, const std::string& body = "") {
        return client_.send(loop_, method, target, body);
    }
    std::string get(const std::string& target) { return send(http::Method::get, target).body; }
    /// Its id.
    Uuid make(const std::string& type = "sms") {
        const Uuid id = ids().next_random();
        objects_.all[object_name(service_.id, id)] = "phone number\r\n07700900123\r\n";
        EXPECT_EQ(send(http::Method::post, path(), body_of(id, type)).status, 201);
        return id;
    }
    std::string body_of(const Uuid& id, const std::string& type = "sms") const {
        return R"({"id":")" + id.to_string() + R"(","original_file_name":"team.csv","row_count":2,"template_type":")" +
               type + R"(","created_by":")" + author_.to_string() + R"(","more":1})";
    }
    void make_job(const Uuid& list, Timestamp when) {
        jobs::NewJob job;
        job.id = ids().next_random();
        job.service_id = service_.id;
        job.template_id = service_.sms->id;
        job.contact_list_id = list;
        store().write_now([&](db::Transaction& tx) { return jobs::create_job(tx, job, when); });
    }

    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    test::TestLoop loop_;
    test::SampleService service_ = test::make_sample_service(store(), clock(), ids(), sealer_);
    services::Directory directory_{store(), loop_, clock(), sealer_};
    test::MemoryObjects objects_;
    BlockingPool pool_{1, 10};
    test::InternalClient client_{clock()};
    ContactListRoutes routes_{{store(), loop_, clock(), client_.authenticator(), directory_, objects_, pool_}};
    Uuid author_;
};
HERALD_ON_BOTH_STORES(Lists);

TEST_P(Lists, AreShownWithWhatWasMadeOfThem) {
    const Uuid id = make();
    const auto shown = [&](const char* has_jobs, int recent) {
        return R"({"id":")" + id.to_string() +
               R"(","original_file_name":"team.csv","row_count":2,"template_type":"sms","service_id":")" +
               service_.id.to_string() +
               R"(","created_at":"2026-11-02T10:00:00.000000Z","created_by":"Grace","has_jobs":)" + has_jobs +
               R"(,"recent_job_count":)" + std::to_string(recent) + "}";
    };
    EXPECT_EQ(get(path("/" + id.to_string())), shown("false", 0));
    EXPECT_EQ(get(path()), "[" + shown("false", 0) + "]");
    make_job(id, clock().now());
    make_job(id, clock().now() - 7 * 24h);
    make_job(id, clock().now() - 7 * 24h - 11h);
    EXPECT_EQ(get(path("/" + id.to_string())), shown("true", 2)) << "from the start of the day a week ago";
    clock().advance(8 * 24h);
    EXPECT_EQ(get(path("/" + id.to_string())), shown("true", 0));
}

TEST_P(Lists, AreMadeOnceAndShownNewestFirst) {
    const Uuid first = make();
    clock().advance(1s);
    const Uuid second = make("email");
    const auto again = send(http::Method::post, path(), body_of(first, "email"));
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, get(path("/" + first.to_string())));
    const auto all = JsonDocument::parse(get(path()));
    ASSERT_EQ(all->root().size(), 2U);
    EXPECT_EQ(all->root()[0]["id"].text(), second.to_string());
    EXPECT_EQ(all->root()[1]["template_type"].text(), "sms");
}

TEST_P(Lists, GoWithTheirFiles) {
    const Uuid id = make();
    const std::string file = object_name(service_.id, id);
    // Until its file is gone, a list can be removed again.
    objects_.undeletable.insert(file);
    EXPECT_THROW(send(http::Method::del, path("/" + id.to_string())), objects::ObjectStoreError);
    EXPECT_EQ(send(http::Method::get, path("/" + id.to_string())).status, 200);
    objects_.undeletable.clear();
    EXPECT_EQ(send(http::Method::del, path("/" + id.to_string())).status, 204);
    EXPECT_FALSE(objects_.all.contains(file));
    EXPECT_EQ(get(path()), "[]");
    for (const auto method : {http::Method::get, http::Method::del}) {
        const auto answer = send(method, path("/" + id.to_string()));
        EXPECT_EQ(answer.status, 404);
        EXPECT_EQ(answer.body, not_found);
    }
    EXPECT_EQ(send(http::Method::post, path(), body_of(id)).body, not_found) << "an archived id is not used again";
}

TEST_P(Lists, TakeTheirFileThroughHerald) {
    struct Case {
        const char *name, *file, *type, *valid, *error;
        int rows;
    };
    for (const auto& [name, file, type, valid, error, rows] : {
             Case{"a.csv", "phone number\r\n07700900123\r\n07700900124\r\n", "sms", "True", "", 2},
             Case{"b.tsv", "Email Address\nada@example.com\n", "email", "True", "", 1},
             Case{"c.csv", "phone number\r\nnobody\r\n", "sms", "False", "", 1},
             Case{"d.csv", "email address,name\r\nada@example.com,Ada\r\n", "email", "False",
                  "Your file has too many columns", 1},
             Case{"e.csv", "name\r\nAda\r\n", "sms", "False", "There’s a problem with your column names", 1},
         }) {
        const Uuid id = ids().next_random();
        const auto answer = send(http::Method::put, path("/" + id.to_string()) + "?file_name=" + name, file);
        ASSERT_EQ(answer.status, 200) << name << answer.body;
        const objects::Metadata beside{{"original_file_name", name},
                                       {"row_count", std::to_string(rows)},
                                       {"template_type", type},
                                       {"valid", valid}};
        EXPECT_EQ(objects_.metadata[object_name(service_.id, id)], beside) << name;
        const auto shown = JsonDocument::parse(answer.body);
        EXPECT_EQ((*shown)["data"]["template_type"].text(), type) << name;
        EXPECT_EQ((*shown)["data"]["error"]["heading"].text(), error) << name;
    }
    EXPECT_EQ(objects_.all.size(), 5U);
    EXPECT_EQ(send(http::Method::put, path("/" + author_.to_string()), "x").status, 400) << "no name";
    EXPECT_EQ(send(http::Method::put, path("/" + author_.to_string()) + "?file_name=a.doc", "x").status, 400);
    const auto late = send(http::Method::put, path("/" + make().to_string()) + "?file_name=a.csv", "phone number\r\n");
    EXPECT_EQ(late.body, R"({"result":"error","message":"The list of this file has been saved already"})");
}

TEST_P(Lists, AreTheServicesOwn) {
    const Uuid id = make();
    const std::string another = "/service/" + ids().next_random().to_string() + "/contact-list";
    EXPECT_EQ(get(another), "[]");
    EXPECT_EQ(get(another + "/" + id.to_string()), not_found);
    EXPECT_EQ(send(http::Method::del, another + "/" + id.to_string()).body, not_found);
    EXPECT_EQ(send(http::Method::post, another, body_of(id)).body, not_found);
    EXPECT_EQ(send(http::Method::post, path(), "{}").status, 400);
    EXPECT_TRUE(objects_.all.contains(object_name(service_.id, id)));
}

}  // namespace
}  // namespace herald::contact_lists
