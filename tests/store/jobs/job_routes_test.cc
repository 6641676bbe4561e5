// `/service/{s}/job…` of the internal API, as contract admin-api-messages §6 has it.
#include "jobs/job_routes.h"

#include <gmock/gmock.h>

#include "internal/answers.h"
#include "jobs/upload_routes.h"
#include "store/jobs/jobs_test.h"
#include "support/internal_client.h"
#include "support/memory_objects.h"

namespace herald::jobs {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr const char* not_found = R"({"result":"error","message":"No result found"})";

class JobApi : public test::JobsTest {
protected:
    JobApi() {
        routes_.add_to(client_.router());
        uploads_.add_to(client_.router());
        execute("INSERT INTO users (id, name, email_address, state, created_at) VALUES (" + literal(author_) +
                ", 'Grace', 'grace@example.gov.uk', 'active', " + now_literal() + ")");
    }

    std::string literal(const Uuid& id) const {
        std::string text = id.to_string();
        if (engine() == db::Engine::postgres) return "'" + text + "'";
        std::erase(text, '-');
        return "x'" + text + "'";
    }
    std::string now_literal() {
        return engine() == db::Engine::postgres ? "'" + clock().now().to_iso() + "'"
                                                : std::to_string(clock().now().micros);
    }

    std::string path(const std::string& rest = "") const {
        return "/service/" + service_.id.to_string() + "/job" + rest;
    }
    std::string get(const std::string& target, int status = 200) {
        const auto answer = client_.get(loop_, target);
        EXPECT_EQ(answer.status, status) << target;
        return answer.body;
    }
    std::string post(const std::string& target, const std::string& body = "{}", int status = 200) {
        const auto answer = client_.post(loop_, target, body);
        EXPECT_EQ(answer.status, status) << target << " " << body;
        return answer.body;
    }
    JsonDocument json(const std::string& text) {
        auto parsed = JsonDocument::parse(text);
        EXPECT_TRUE(parsed) << text;
        return std::move(*parsed);
    }

    objects::Metadata metadata() const {
        return {{"template_id", service_.sms->id.to_string()},
                {"original_file_name", "people.csv"},
                {"notification_count", "3"},
                {"valid", "True"}};
    }
    Uuid upload(const objects::Metadata& metadata) {
        const Uuid id = ids().next_random();
        const std::string name = job_object_name(service_.id, id);
        objects_.all[name] = "phone number\r\n07700900123\r\n";
        objects_.metadata[name] = metadata;
        return id;
    }
    std::string request(const Uuid& id, const std::string& more = "") const {
        return R"({"id":")" + id.to_string() + R"(","created_by":")" + author_.to_string() + "\"" + more + "}";
    }
    std::vector<std::string> ids_in(const std::string& body) {
        const auto answer = json(body);
        std::vector<std::string> found;
        for (std::size_t i = 0; i < answer["data"].size(); ++i) found.emplace_back(answer["data"][i]["id"].text());
        return found;
    }

    const Uuid author_ = ids().next_random();
    test::MemoryObjects objects_;
    services::Directory directory_{inline_, loop_, clock(), sealer_};
    templates::TemplateDirectory templates_{inline_, loop_, directory_};
    limits::DailyLimits limits_{inline_, loop_, clock(), 0};
    test::InternalClient client_{clock()};
    JobRoutes routes_{
        {inline_, loop_, clock(), sealer_, client_.authenticator(), directory_, templates_, objects_, limits_, 0}};
    UploadRoutes uploads_{{inline_, loop_, clock(), sealer_, client_.authenticator(), directory_, templates_}};
};
HERALD_ON_BOTH_STORES(JobApi);

TEST_P(JobApi, MakesAJobOfWhatStandsBesideTheFile) {
    auto beside = metadata();
    const Uuid sender = ids().next_random();
    beside["sender_id"] = sender.to_string();
    const Uuid id = upload(beside);
    EXPECT_EQ(get(path("/" + id.to_string()), 404), not_found) << "before: the site looks whether it was sent already";
    const std::string made =
        post(path(), request(id, R"(,"notification_count":"99","original_file_name":"other")"), 201);
    const std::string service = service_.id.to_string(), source = service_.sms->id.to_string();
    EXPECT_EQ(made, R"({"data":{"id":")" + id.to_string() + R"(","service":")" + service +
                        R"(","service_name":{"name":"Sample"},"template":")" + source +
                        R"(","template_name":"Sample","template_type":"sms","template_version":1,)"
                        R"("original_file_name":"people.csv","notification_count":3,"job_status":"pending",)"
                        R"("created_by":{"id":")" +
                        author_.to_string() +
                        R"(","name":"Grace"},"created_at":"2026-11-02T10:00:00.000000Z","updated_at":null,)"
                        R"("scheduled_for":null,"processing_started":null,"processing_finished":null,)"
                        R"("archived":false,"contact_list_id":null,"statistics":[]}})");
    EXPECT_EQ(get(path("/" + id.to_string())), made);
    EXPECT_EQ(job(id).sender_id, sender);
}

TEST_P(JobApi, MakesOneJobOfTwoPresses) {
    const Uuid id = upload(metadata());
    const std::string first = post(path(), request(id), 201);
    set(id, "status = 'in progress'");
    // By now the file may have been changed, or be gone.
    objects_.all.clear();
    const std::string second = post(path(), request(id), 201);
    EXPECT_EQ(json(second)["data"]["job_status"].text(), "in progress");
    EXPECT_EQ(count("jobs"), 1);
}

TEST_P(JobApi, RefusesInTheContractsOrder) {
    struct Case {
        objects::Metadata metadata;
        std::string members;  ///< of the body, beside the id
        int status;
        std::string message;  ///< JSON
    };
    const auto with = [&](const char* key, std::optional<std::string> value) {
        auto changed = metadata();
        if (value) changed[key] = *value;
        else changed.erase(key);
        return changed;
    };
    const std::string author = R"(,"created_by":")" + author_.to_string() + "\"";
    const auto at = [&](const char* instant) { return author + R"(,"scheduled_for":")" + instant + "\""; };
    const std::string invalid = R"("File is not valid, can't create job")";
    const std::string missing = R"(["Missing data for required field."])";
    const objects::Metadata bare{{"template_id", service_.sms->id.to_string()}, {"valid", "True"}};
    const std::vector<Case> cases = {
        {with("template_id", std::nullopt), author, 400, invalid},
        {with("template_id", ids().next_random().to_string()), author, 404, R"("No result found")"},
        {with("template_id", "x"), author, 404, R"("No result found")"},
        {with("valid", "False"), author, 400, invalid},
        {with("valid", "true"), author, 400, invalid},
        {with("valid", std::nullopt), author + R"(,"valid":"True")", 400, invalid},
        {with("valid", "False"), "", 400, invalid},
        {bare, "", 400,
         R"({"created_by":)" + missing + R"(,"original_file_name":)" + missing + R"(,"notification_count":)" + missing +
             "}"},
        {with("notification_count", "three"), author, 400, R"({"notification_count":["Not a valid integer."]})"},
        {with("notification_count", "9223372036854775807"), author, 400,
         R"({"notification_count":["Not a valid integer."]})"},
        {with("sender_id", "x"), author, 400, R"({"sender_id":["Not a valid UUID."]})"},
        {with("original_file_name", std::nullopt), author + R"(,"original_file_name":"a\u0000b")", 400,
         R"({"original_file_name":["Not a valid string."]})"},
        {metadata(), R"(,"created_by":null)", 400, R"({"created_by":["Field may not be null."]})"},
        {metadata(), R"(,"created_by":"me")", 400, R"({"created_by":["Not a valid UUID."]})"},
        {metadata(), at(""), 400, R"({"scheduled_for":["Not a valid datetime."]})"},
        {metadata(), at("2026-11-02T09:59:59"), 400, R"({"scheduled_for":["Date cannot be in the past"]})"},
        {metadata(), at("2026-11-09T10:00:01"), 400,
         R"({"scheduled_for":["Date cannot be more than 7 days in the future"]})"},
        {metadata(), author + R"(,"contact_list_id":"x")", 400, R"({"contact_list_id":["Not a valid UUID."]})"},
    };
    for (const auto& [beside, members, status, message] : cases) {
        const std::string body = R"({"id":")" + upload(beside).to_string() + "\"" + members + "}";
        EXPECT_EQ(post(path(), body, status), R"({"result":"error","message":)" + message + "}") << members;
    }
    EXPECT_EQ(post(path(), "{}", 400), R"({"result":"error","message":{"id":)" + missing + "}}");
    EXPECT_EQ(post(path(), R"({"id":"x"})", 400), R"({"result":"error","message":{"id":["Not a valid UUID."]}})");
    EXPECT_EQ(post(path(), "{", 400), internal::unreadable_body().body);
    EXPECT_EQ(count("jobs"), 0);
}

TEST_P(JobApi, RefusesServicesThatMayHaveNoJobs) {
    const Uuid id = upload(metadata());
    EXPECT_EQ(post("/service/" + ids().next_random().to_string() + "/job", request(id), 404), not_found);
    execute("UPDATE services SET active = FALSE, change_number = change_number + 1");
    // Before the body is read.
    EXPECT_EQ(post(path(), "{", 403),
              R"({"result":"error","message":"Create job is not allowed: service is inactive "})");
}

TEST_P(JobApi, RefusesLettersInTrialMode) {
    execute("UPDATE services SET restricted = TRUE, change_number = change_number + 1");
    execute("UPDATE templates SET template_type = 'letter', postage = 'second' WHERE id = " +
            literal(service_.sms->id));
    auto beside = metadata();
    beside["valid"] = "False";
    EXPECT_EQ(post(path(), request(upload(beside)), 403),
              R"({"result":"error","message":"Create letter job is not allowed for service in trial mode "})");
}

TEST_P(JobApi, RefusesATemplateThatHasBeenDeleted) {
    execute("UPDATE templates SET archived = TRUE WHERE id = " + literal(service_.sms->id));
    EXPECT_EQ(post(path(), "{\"id\":\"" + upload(metadata()).to_string() + "\"}", 400),
              R"({"result":"error","message":{"template":["Template has been deleted"]}})");
}

TEST_P(JobApi, RefusesAFileThatIsNotThere) {
    post(path(), request(ids().next_random()), 500);
}

TEST_P(JobApi, SchedulesInUtcWhateverTheDress) {
    struct Case {
        const char *given, *shown;
    };
    for (const auto& [given, shown] : {Case{"\"2026-11-03T15:00:00\"", "\"2026-11-03T15:00:00.000000Z\""},
                                       {"\"2026-11-03T15:00:00Z\"", "\"2026-11-03T15:00:00.000000Z\""},
                                       {"\"2026-11-03T16:00:00+01:00\"", "\"2026-11-03T15:00:00.000000Z\""},
                                       {"\"2026-11-09T10:00:00\"", "\"2026-11-09T10:00:00.000000Z\""},
                                       {"null", "null"}}) {
        const auto made =
            json(post(path(), request(upload(metadata()), std::string(R"(,"scheduled_for":)") + given), 201));
        EXPECT_EQ(made["data"]["scheduled_for"].to_json(), shown);
        EXPECT_EQ(made["data"]["job_status"].text(), made["data"]["scheduled_for"].is_null() ? "pending" : "scheduled");
    }
    EXPECT_EQ(get(path("/scheduled-job-stats")),
              R"({"count":4,"soonest_scheduled_for":"2026-11-03T15:00:00.000000+00:00"})");
    EXPECT_EQ(get("/service/" + ids().next_random().to_string() + "/job/scheduled-job-stats"),
              R"({"count":0,"soonest_scheduled_for":null})");
}

TEST_P(JobApi, ListsThoseNotStartedFirst) {
    std::vector<std::string> made;
    for (const char* name : {"a.csv", "b.csv", "c.csv", "d.csv", "Test message", "Report"}) {
        NewJob one = new_job();
        one.original_file_name = name;
        made.push_back(create(one).to_string());
        clock().advance(1s);
    }
    set(*Uuid::parse(made[0]), "status = 'finished', processing_started = " + now_literal());
    clock().advance(1s);
    set(*Uuid::parse(made[2]), "status = 'in progress', processing_started = " + now_literal());
    using testing::ElementsAre;
    EXPECT_THAT(ids_in(get(path())), ElementsAre(made[3], made[1], made[2], made[0]));
    EXPECT_THAT(ids_in(get(path("?statuses=finished,%20in%20progress%20,nonsense"))), ElementsAre(made[2], made[0]));
    EXPECT_THAT(ids_in(get(path("?statuses="))), testing::SizeIs(4));
    for (const char* unknown : {"nonsense", "%00", "%FF", "finished%00", "%25"})
        EXPECT_THAT(ids_in(get(path(std::string("?statuses=") + unknown))), testing::IsEmpty()) << unknown;
    EXPECT_THAT(ids_in(get(path("?limit_days=0"))), testing::SizeIs(4));
    EXPECT_THAT(ids_in(get(path("?contact_list_id=" + made[0]))), testing::IsEmpty());
    clock().advance(24h);
    EXPECT_THAT(ids_in(get(path("?limit_days=0"))), testing::IsEmpty());
    EXPECT_THAT(ids_in(get(path("?limit_days=1"))), testing::SizeIs(4));
    EXPECT_EQ(get(path("?limit_days=x"), 400),
              R"({"result":"error","message":{"limit_days":["x is not an integer"]}})");
    EXPECT_EQ(json(get(path()))["total"].as_integer(), 4);
}

TEST_P(JobApi, HasPagesOfFifty) {
    for (int i = 0; i < 50; ++i) create(new_job());
    EXPECT_THAT(get(path()), HasSubstr(R"("page_size":50,"total":50,"links":{}})"));
    EXPECT_THAT(get(path("?page=2"), 404), HasSubstr("The requested URL was not found on the server."));
    create(new_job());
    EXPECT_THAT(get(path("?page=1")), HasSubstr(R"("total":51,"links":{"next":")" + path("?page=2") + R"(","last":")" +
                                                path("?page=2") + "\"}}"));
    EXPECT_THAT(get(path("?page=2")), HasSubstr(R"("total":51,"links":{"prev":")" + path("?page=1") + "\"}}"));
    EXPECT_THAT(get("/service/" + ids().next_random().to_string() + "/job"), HasSubstr(R"({"data":[],)"));
}

// S-062: jobs of another service, unknown ones, and what is no id at all.
TEST_P(JobApi, FindsOnlyTheServicesOwn) {
    const std::string id = create(new_job()).to_string();
    const std::string another = "/service/" + ids().next_random().to_string() + "/job/";
    for (const std::string& job : {another + id, path("/" + ids().next_random().to_string()), path("/nonsense")}) {
        EXPECT_EQ(get(job, 404), not_found);
        EXPECT_EQ(get(job + "/notification_count", 404), not_found);
        EXPECT_EQ(post(job + "/cancel", "", 404), not_found);
    }
    EXPECT_EQ(get(path("/nonsense/notifications"), 404), not_found);
    EXPECT_EQ(get(another + id + "/notifications"), R"({"notifications":[],"page_size":50,"total":0,"links":{}})");
    EXPECT_EQ(get(path("/" + id + "/notification_count")), R"({"count":0})");
}

TEST_P(JobApi, CancelsWhatIsStillScheduled) {
    NewJob later = new_job();
    later.scheduled_for = clock().now() + 1h;
    const std::string id = create(later).to_string();
    EXPECT_EQ(json(post(path("/" + id + "/cancel"), ""))["data"]["job_status"].text(), "cancelled");
    EXPECT_EQ(post(path("/" + id + "/cancel"), "", 404), not_found);
    EXPECT_EQ(post(path("/" + create(new_job()).to_string() + "/cancel"), "", 404), not_found);
}

TEST_P(JobApi, ListsUploadsWithinRetention) {
    const std::string list = "/service/" + service_.id.to_string() + "/upload";
    NewJob job = new_job();
    const std::string id = create(job).to_string();
    NewJob later = new_job();
    later.scheduled_for = clock().now() + 1h;
    create(later);
    NewJob of_list = new_job();
    of_list.contact_list_id = ids().next_random();
    create(of_list);
    EXPECT_EQ(get(list), R"({"data":[{"id":")" + id +
                             R"(","original_file_name":"people.csv","notification_count":3,)"
                             R"("created_at":"2026-11-02 10:00:00","upload_type":"job","template_type":"sms",)"
                             R"("recipient":null,"statistics":[]}],"page_size":50,"total":1,"links":{}})");
    clock().advance(7 * 24h + 13h);
    EXPECT_THAT(ids_in(get(list)), testing::SizeIs(1)) << "kept to the end of its day";
    EXPECT_THAT(ids_in(get(list + "?limit_days=6")), testing::IsEmpty());
    clock().advance(2h);
    EXPECT_THAT(ids_in(get(list)), testing::IsEmpty());
    get(list + "?page=2", 404);
    get(list + "?page=x", 400);
    get(list + "?limit_days=x", 400);
}

TEST_P(JobApi, ListsTheDaysOfUploadedLettersAmongTheUploads) {
    const std::string list = "/service/" + service_.id.to_string() + "/upload";
    const auto hidden = store().write_now(
        [&](db::Transaction& tx) { return templates::TemplateStore(clock(), ids()).precompiled(tx, service_.id); });
    const auto add = [&](const char* created_at, notifications::Status status, bool by_key = false) {
        notifications::Notification letter;
        letter.id = ids().next_random();
        letter.service_id = service_.id;
        letter.template_id = hidden->id;
        letter.template_version = hidden->version;
        letter.channel = Channel::letter;
        letter.status = status;
        letter.created_at = *Timestamp::parse_iso(created_at);
        letter.client_reference = "letter.pdf";
        if (by_key) letter.api_key_id = ids().next_random();
        const notifications::NewNotification row{&letter, Uuid{}};
        store().write_now([&](db::Transaction& tx) { notifications::insert_with_deliveries(tx, sealer_, {&row, 1}); });
        return letter.id.to_string();
    };
    using notifications::Status;
    const std::string first = add("2026-11-01T17:29:59Z", Status::sending);
    const std::string second = add("2026-11-01T17:30:00Z", Status::created);
    const std::string third = add("2026-11-02T09:00:00Z", Status::created);
    add("2026-11-02T09:00:01Z", Status::cancelled);
    add("2026-11-02T09:00:02Z", Status::created, true);
    add("2026-10-20T09:00:00Z", Status::created);
    const std::string job = create(new_job()).to_string();
    const std::string day = R"(,"original_file_name":"Uploaded letters","notification_count":)";
    const std::string rest = R"("upload_type":"letter_day","template_type":"letter","recipient":null,"statistics":[]})";
    const std::string found = get(list);
    EXPECT_THAT(found,
                testing::HasSubstr(R"("statistics":[]},{"id":null)" + day + R"(2,"created_at":"2026-11-02 17:30:00",)" +
                                   rest + R"(,{"id":null)" + day + R"(1,"created_at":"2026-11-01 17:30:00",)" + rest +
                                   R"(],"page_size":50,"total":3,"links":{}})"));
    EXPECT_EQ(ids_in(found).front(), job) << "what has not been started comes first";
    get(list + "?page=2", 404);

    const auto letters_of = [&](const std::string& date) {
        const auto answer = json(get(list + "/uploaded-letters/" + date));
        std::vector<std::string> of_day;
        for (std::size_t i = 0; i < answer["notifications"].size(); ++i)
            of_day.emplace_back(answer["notifications"][i]["id"].text());
        EXPECT_EQ(answer["total"].text(), std::to_string(of_day.size()));
        return of_day;
    };
    EXPECT_THAT(letters_of("2026-11-02"), testing::ElementsAre(third, second)) << "the newest first";
    EXPECT_THAT(letters_of("2026-11-01"), testing::ElementsAre(first));
    EXPECT_EQ(get(list + "/uploaded-letters/2026-11-03"),
              R"({"notifications":[],"page_size":50,"total":0,"links":{}})");
    get(list + "/uploaded-letters/2026-11-02?page=2", 404);
    get(list + "/uploaded-letters/today", 400);
}

}  // namespace
}  // namespace herald::jobs
