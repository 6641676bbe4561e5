// `/service/{s}/job/{j}/notifications` of the internal API (contract admin-api-messages §1.7, §1.8, §6.4).
#include <gmock/gmock.h>

#include "jobs/job_routes.h"
#include "store/jobs/jobs_test.h"
#include "support/internal_client.h"
#include "support/memory_objects.h"

namespace herald::jobs {
namespace {

using namespace std::chrono_literals;
using notifications::Status;
using testing::ElementsAre;
using testing::HasSubstr;

class JobRows : public test::JobsTest {
protected:
    JobRows() { routes_.add_to(client_.router()); }

    std::string text_of(const Uuid& id) const {
        std::string text = id.to_string();
        if (engine() == db::Engine::postgres) return "'" + text + "'";
        std::erase(text, '-');
        return "x'" + text + "'";
    }

    /// A message that is a row of the job.
    Uuid add_row(const Uuid& job, int row, const std::string& status, const std::string& type = "sms") {
        const auto accepted = test::make_message(service_, ids(), clock().now());
        insert_unclaimed({accepted});
        const Uuid id = accepted->message.id;
        execute("UPDATE notifications SET job_id = " + text_of(job) + ", job_row_number = " + std::to_string(row) +
                ", status = '" + status + "', notification_type = '" + type + "' WHERE id = " + text_of(id));
        execute("INSERT INTO job_counts (job_id, status, shard, count) VALUES (" + text_of(job) + ", '" + status +
                "', 0, 1) ON CONFLICT (job_id, status, shard) DO UPDATE SET count = job_counts.count + 1");
        return id;
    }

    http::Response ask(const Uuid& job, const std::string& query = "") {
        return client_.get(
            loop_, "/service/" + service_.id.to_string() + "/job/" + job.to_string() + "/notifications" + query);
    }
    JsonDocument page(const Uuid& job, const std::string& query = "") {
        const auto answer = ask(job, query);
        EXPECT_EQ(answer.status, 200) << query << answer.body;
        return *JsonDocument::parse(answer.body);
    }
    std::vector<std::int64_t> rows(const Uuid& job, const std::string& query = "") {
        const auto answer = page(job, query);
        std::vector<std::int64_t> found;
        for (std::size_t i = 0; i < answer["notifications"].size(); ++i)
            found.push_back(*answer["notifications"][i]["job_row_number"].as_integer());
        return found;
    }

    test::MemoryObjects objects_;
    services::Directory directory_{inline_, loop_, clock(), sealer_};
    templates::TemplateDirectory templates_{inline_, loop_, directory_};
    limits::DailyLimits limits_{inline_, loop_, clock(), 0};
    test::InternalClient client_{clock()};
    JobRoutes routes_{
        {inline_, loop_, clock(), sealer_, client_.authenticator(), directory_, templates_, objects_, limits_, 0}};
};
HERALD_ON_BOTH_STORES(JobRows);

TEST_P(JobRows, ShowEveryField) {
    const Uuid job = create(new_job());
    const std::string id = add_row(job, 0, "created").to_string();
    const std::string service = service_.id.to_string(), source = service_.sms->id.to_string();
    EXPECT_EQ(ask(job).body,
              R"({"notifications":[{"id":")" + id + R"(","service":")" + service +
                  R"(","to":"07900900123","normalised_to":"447900900123","notification_type":"sms","status":"created",)"
                  R"("template":{"id":")" +
                  source + R"(","service":")" + service +
                  R"~(","version":1,"name":"Sample","template_type":"sms","content":"Hello ((name))","subject":null,)~"
                  R"("redact_personalisation":false,"is_precompiled_letter":false,"letter_attachment":null,)"
                  R"("reply_to_text":"SAMPLE","letter_languages":null,"letter_welsh_subject":null,)"
                  R"("letter_welsh_content":null,"has_unsubscribe_link":false},"personalisation":{"name":"Ada"},)"
                  R"("job":{"id":")" +
                  job.to_string() +
                  R"(","original_file_name":"people.csv"},"job_row_number":0,"api_key":null,"key_name":null,)"
                  R"("key_type":"normal","created_by":null,"created_at":"2026-11-02T10:00:00.000000Z","sent_at":null,)"
                  R"("updated_at":null,"sent_by":null,"reference":null,"client_reference":null,"billable_units":0,)"
                  R"("international":false,"phone_prefix":"44","rate_multiplier":1.0,"postage":null,)"
                  R"("reply_to_text":null,"document_download_count":null,"unsubscribe_link":null}],)"
                  R"("page_size":50,"total":1,"links":{}})");
    EXPECT_EQ(ask(job, "?format_for_csv=True").body,
              R"({"notifications":[{"id":")" + id +
                  R"(","row_number":1,"recipient":"07900900123","client_reference":"","template_name":"Sample",)"
                  R"("template_type":"sms","job_name":"people.csv","status":"Sending",)"
                  R"("created_at":"2026-11-02 10:00:00","created_by_name":null,"created_by_email_address":null,)"
                  R"("api_key_name":null}],"page_size":50,"total":1,"links":{}})");
}

TEST_P(JobRows, AreInTheOrderOfTheFileAndFiltered) {
    const Uuid job = create(new_job(5));
    const char* const statuses[] = {"delivered", "created", "permanent-failure", "sending", "delivered"};
    for (const int row : {3, 1, 0, 4, 2}) add_row(job, row, statuses[row]);
    EXPECT_THAT(rows(job), ElementsAre(0, 1, 2, 3, 4));
    EXPECT_THAT(rows(job, "?status=delivered"), ElementsAre(0, 4));
    EXPECT_THAT(rows(job, "?status=created&status=sending"), ElementsAre(1, 3));
    EXPECT_THAT(rows(job, "?status=failed"), ElementsAre(2));
    EXPECT_THAT(rows(job, "?status=nonsense"), ElementsAre());
    EXPECT_THAT(rows(job, "?template_type=sms"), testing::SizeIs(5));
    EXPECT_THAT(rows(job, "?template_type=email"), ElementsAre());
    EXPECT_EQ(page(job, "?status=delivered")["total"].as_integer(), 2);
    EXPECT_EQ(page(job, "?status=nonsense")["total"].as_integer(), 0);
    EXPECT_EQ(ask(job, "?template_type=fax").status, 400);
    EXPECT_EQ(ask(job, "?page=x").body, R"({"result":"error","message":{"page":["Not a valid integer."]}})");
}

// A page past the end is none; the site's download stops there.
TEST_P(JobRows, HavePages) {
    const Uuid job = create(new_job(5));
    for (int row = 0; row < 5; ++row) add_row(job, row, "delivered");
    EXPECT_THAT(rows(job, "?page_size=2"), ElementsAre(0, 1));
    EXPECT_THAT(rows(job, "?page_size=2&page=3"), ElementsAre(4));
    EXPECT_EQ(ask(job, "?page_size=2&page=4").status, 404);
    EXPECT_EQ(ask(job, "?page_size=5&page=2").status, 404);
    const std::string path = "/service/" + service_.id.to_string() + "/job/" + job.to_string() + "/notifications?";
    EXPECT_THAT(ask(job, "?page_size=2&page=2&status=delivered").body,
                HasSubstr(R"("page_size":2,"total":5,"links":{"prev":")" + path +
                          R"(page_size=2&status=delivered&page=1","next":")" + path +
                          R"(page_size=2&status=delivered&page=3","last":")" + path +
                          R"(page_size=2&status=delivered&page=3"}})"));
}

// The counters outlive the messages; a page of nothing has none.
TEST_P(JobRows, PastRetentionAreGone) {
    const Uuid job = create(new_job(1));
    add_row(job, 0, "delivered");
    execute("DELETE FROM notifications");
    EXPECT_EQ(ask(job).body, R"({"notifications":[],"page_size":50,"total":0,"links":{}})");
    EXPECT_EQ(statistics(job), "delivered=1");
}

}  // namespace
}  // namespace herald::jobs
