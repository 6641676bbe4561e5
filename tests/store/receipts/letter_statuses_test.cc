// What the printer tells of letters (tasks.md §6.3), from the request to the rows.
#include "receipts/letter_statuses.h"

#include <gmock/gmock.h>

#include "receipts/letter_status_routes.h"
#include "receipts/letter_tokens.h"
#include "support/archive.h"
#include "support/captured_log.h"
#include "support/pipeline.h"

namespace herald::receipts {
namespace {

using notifications::Status;
using Result = AppliedLetterStatus::Result;
using testing::IsEmpty;

class LetterStatusesOf : public test::PipelineTest {
protected:
    void SetUp() override {
        const LetterStatusRoutes::Parts parts{inline_, loop_, clock(), metrics_, sealer_, &old_};
        routes_.emplace(parts);
        routes_->add_to(router_);
    }

    /// Stores a letter of two sheets.
    Uuid add(Status status = Status::sending) {
        auto accepted = std::make_shared<notifications::Accepted>();
        auto& letter = accepted->message;
        letter.id = ids().next_ordered();
        letter.service_id = service_.id;
        letter.template_id = ids().next_random();
        letter.template_version = 1;
        letter.channel = notifications::Channel::letter;
        letter.reference = "AAAAAAAAAAAAAAAA";
        letter.created_at = clock().now();
        letter.status = status;
        insert_unclaimed({accepted});
        execute("UPDATE notifications SET billable_units = 2");
        return letter.id;
    }
    void archive() { test::archive_messages(store()); }
    static std::string body(const Uuid& id, const std::string& status = "DESPATCHED", const std::string& sheets = "2",
                            const std::string& product = "MM", const std::string& date = "2026-07-05T22:59:59Z") {
        return R"({"id":"e","time":"2026-02-05T09:00:00Z","metadata":{"correlationId":"c"},"data":{"jobId":")" +
               id.to_string() + R"(","jobStatus":")" + status + R"(","transitionDate":")" + date +
               R"(","despatchProperties":[{"key":"postageClass","value":"2ND"},{"key":"totalSheets","value":")" +
               sheets + R"("},{"key":"mailingProduct","value":")" + product + R"("}]}})";
    }
    http::Response post(const std::string& text, std::optional<std::string> token) {
        http::Request request;
        request.method = http::Method::post;
        request.path = "/notifications/letter/status";
        if (token) request.query = "more=1&token=" + *token;
        request.body = text;
        const auto match = router_.match(request.method, request.path);
        return loop_.run((*match.handler)(request));
    }
    std::string token(const Uuid& id) const {
        const std::string url = letter_status_url(sealer_, id, "");
        return url.substr(url.find('=') + 1);
    }
    /// The printer tells of a letter.
    int tell(const Uuid& id, const std::string& text) { return post(text, token(id)).status; }
    int tell(const Uuid& id) { return tell(id, body(id)); }

    std::int64_t counted(std::string_view status) {
        return count("notification_counts", "count = 1 AND status = '" + std::string(status) + "'");
    }
    /// The row of the only despatch.
    std::string despatch() {
        const auto statement =
            test::ad_hoc("SELECT despatched_on, cost_threshold FROM notifications_letter_despatch",
                         "SELECT despatched_on, cost_threshold FROM notifications_letter_despatch", 0);
        return store().read_now([&](db::Transaction& tx) -> std::string {
            const auto rows = tx.query(statement, {});
            if (rows.size() != 1) return std::to_string(rows.size()) + " rows";
            return rows[0].get<std::string>(0) + " " + rows[0].get<std::string>(1);
        });
    }

    Metrics metrics_;
    const crypto::OldSignature old_{"the former secret key", "the former salt"};
    std::optional<LetterStatusRoutes> routes_;
    http::Router router_;

    test::CapturedLog log_;
};
HERALD_ON_BOTH_STORES(LetterStatusesOf);

TEST_P(LetterStatusesOf, ADespatchedLetterIsDeliveredWithItsDayAndPrice) {
    const Uuid letter = add(), other = add();
    clock().advance(std::chrono::hours(30));
    EXPECT_EQ(tell(letter), 204);
    EXPECT_EQ(stored(letter).status, Status::delivered);
    EXPECT_EQ(stored(letter).updated_at, clock().now());
    EXPECT_EQ(stored(letter).sent_by, "dvla");
    EXPECT_EQ(despatch(), "2026-07-05 sorted");
    EXPECT_EQ(counted("delivered"), 1);
    EXPECT_EQ(stored(other).status, Status::sending);
    EXPECT_EQ(counted("sending"), 1);
    EXPECT_EQ(count("notification_counts", "count <> 0"), 2);
    EXPECT_THAT(log_.lines(), IsEmpty());
}

TEST_P(LetterStatusesOf, APrinterMayBeFasterThanOurCommit) {
    const Uuid letter = add(Status::created);
    EXPECT_EQ(tell(letter, body(letter, "DESPATCHED", "2", "UNSORTED", "2026-07-05T23:00:00Z")), 204);
    EXPECT_EQ(stored(letter).status, Status::delivered);
    EXPECT_EQ(despatch(), "2026-07-06 unsorted") << "in London it is after midnight";
}

TEST_P(LetterStatusesOf, ARejectedLetterIsAFailureThatSomebodyHasToLookAt) {
    const Uuid letter = add();
    EXPECT_EQ(tell(letter, body(letter, "REJECTED")), 204);
    EXPECT_EQ(stored(letter).status, Status::technical_failure);
    EXPECT_EQ(counted("technical-failure"), 1);
    EXPECT_EQ(despatch(), "0 rows");
    const auto alerts = log_.of_event("letter_rejected");
    ASSERT_EQ(alerts.size(), 1u);
    EXPECT_EQ(alerts[0]["level"].text(), "error");
    EXPECT_EQ(alerts[0]["notification_id"].text(), letter.to_string());
    // The printer's first word stays.
    EXPECT_EQ(tell(letter), 204);
    EXPECT_EQ(stored(letter).status, Status::technical_failure);
    EXPECT_EQ(despatch(), "0 rows");
}

// S-091: repeats change nothing and are logged with what is needed to look into them.
TEST_P(LetterStatusesOf, RepeatsChangeNothing) {
    const Uuid letter = add();
    tell(letter);
    const Timestamp before = clock().now();
    clock().advance(std::chrono::minutes(1));
    EXPECT_EQ(tell(letter, body(letter, "DESPATCHED", "2", "UNSORTED", "2026-08-01T10:00:00Z")), 204);
    EXPECT_EQ(tell(letter, body(letter, "REJECTED")), 204);
    EXPECT_EQ(stored(letter).status, Status::delivered);
    EXPECT_EQ(stored(letter).updated_at, before);
    EXPECT_EQ(despatch(), "2026-07-05 sorted");
    EXPECT_EQ(counted("delivered"), 1);
    const auto repeats = log_.of_event("receipt_duplicate");
    ASSERT_EQ(repeats.size(), 2u);
    const auto line = repeats[1].root();
    EXPECT_EQ(line["level"].text(), "info");
    EXPECT_EQ(line["service_id"].text(), service_.id.to_string());
    EXPECT_EQ(line["notification_id"].text(), letter.to_string());
    EXPECT_EQ(line["notification_type"].text(), "letter");
    EXPECT_EQ(line["provider"].text(), "dvla");
    EXPECT_EQ(line["new_status"].text(), "technical-failure");
    EXPECT_EQ(line["current_status"].text(), "delivered");
    EXPECT_EQ(line["seconds_since_set"].as_double(), 60);
}

TEST_P(LetterStatusesOf, OtherStatusesAreNotOverwritten) {
    for (const Status status : {Status::cancelled, Status::returned_letter, Status::pending_virus_check,
                                Status::virus_scan_failed, Status::validation_failed}) {
        const Uuid letter = add(status);
        EXPECT_EQ(tell(letter), 204);
        EXPECT_EQ(stored(letter).status, status);
    }
    EXPECT_EQ(log_.of_event("receipt_duplicate").size(), 5u);
    EXPECT_EQ(despatch(), "0 rows");
}

TEST_P(LetterStatusesOf, ALetterThatWasGivenUpHereMayHaveBeenPrintedAfterAll) {
    const Uuid letter = add(Status::technical_failure);
    EXPECT_EQ(tell(letter, body(letter, "REJECTED")), 204);
    EXPECT_EQ(stored(letter).sent_by, std::nullopt);
    EXPECT_EQ(tell(letter), 204);
    EXPECT_EQ(stored(letter).status, Status::delivered);
    EXPECT_EQ(counted("delivered"), 1);
    EXPECT_EQ(despatch(), "2026-07-05 sorted");
}

TEST_P(LetterStatusesOf, ArchivedLettersAreFoundAndCountedToo) {
    const Uuid letter = add();
    archive();
    EXPECT_EQ(tell(letter), 204);
    EXPECT_EQ(count("notification_history", "status = 'delivered' AND sent_by = 'dvla'"), 1);
    EXPECT_EQ(counted("delivered"), 1);
    EXPECT_EQ(despatch(), "2026-07-05 sorted");
    EXPECT_EQ(tell(letter, body(letter, "REJECTED")), 204);
    EXPECT_EQ(count("notification_history", "status = 'delivered'"), 1);
    EXPECT_EQ(log_.of_event("receipt_duplicate").size(), 1u);
}

TEST_P(LetterStatusesOf, OtherSheetsThanAreBilledAreOnlyLogged) {
    const Uuid letter = add();
    EXPECT_EQ(tell(letter, body(letter, "DESPATCHED", "3")), 204);
    EXPECT_EQ(stored(letter).status, Status::delivered);
    EXPECT_EQ(stored(letter).billable_units, 2);
    const auto lines = log_.of_event("letter_sheets_differ");
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0]["level"].text(), "error");
    EXPECT_EQ(lines[0]["sheets"].as_integer(), 3);
    EXPECT_EQ(lines[0]["billable_units"].as_integer(), 2);
}

TEST_P(LetterStatusesOf, NoServiceIsTold) {
    const Uuid letter = add();
    tell(letter);
    EXPECT_EQ(count("callbacks"), 0);
}

TEST_P(LetterStatusesOf, OnlyLettersHaveThem) {
    const auto text = send();
    loop_.run_for(std::chrono::seconds(1));
    log_.clear();
    for (const Uuid& id : {text->message.id, ids().next_random()}) EXPECT_EQ(tell(id), 204);
    EXPECT_EQ(stored(text->message.id).status, Status::sending);
    EXPECT_EQ(log_.of_event("letter_status_unknown").size(), 2u);
    const Uuid letter = add();
    const auto is_known = [&](const Uuid& id) {
        return store().read_now([&](db::Transaction& tx) { return is_letter(tx, id); });
    };
    EXPECT_TRUE(is_known(letter));
    EXPECT_FALSE(is_known(text->message.id));
    archive();
    EXPECT_TRUE(is_known(letter));
}

TEST_P(LetterStatusesOf, WithoutATokenTheBodyIsNotLookedAt) {
    const Uuid letter = add();
    const std::string answer = R"({"status_code":403,"errors":[{"error":"InvalidRequest",)"
                               R"("message":"A valid token must be provided in the query string"}]})";
    for (const std::optional<std::string>& wrong :
         {std::optional<std::string>(), std::optional<std::string>(""), std::optional(letter.to_string()),
          std::optional(token(letter) + "x")}) {
        const auto response = post("{", wrong);
        EXPECT_EQ(response.status, 403);
        EXPECT_EQ(response.body, answer);
    }
    EXPECT_EQ(post("{", token(letter)).status, 500);
    EXPECT_EQ(post("{}", token(letter)).status, 400);
    EXPECT_EQ(post(body(letter), token(ids().next_random())).status, 400);
    EXPECT_EQ(stored(letter).status, Status::sending);
    for (const auto& line : log_.lines()) EXPECT_EQ(line.find(token(letter).substr(0, 8)), std::string::npos) << line;
}

TEST_P(LetterStatusesOf, TokensOfAFormerInstallationAreTaken) {
    const Uuid former = *Uuid::parse("26785a09-ab16-4eb0-8407-a37497a57506");
    const Uuid letter = add();
    const auto rename = test::ad_hoc("UPDATE notifications SET id = ?1 WHERE id = ?2",
                                     "UPDATE notifications SET id = $1 WHERE id = $2", 2);
    store().write_now([&](db::Transaction& tx) { tx.execute(rename, {former, letter}); });
    EXPECT_EQ(
        post(body(former), "IjI2Nzg1YTA5LWFiMTYtNGViMC04NDA3LWEzNzQ5N2E1NzUwNiI.Zh9mysq8v_nw0-AdpyEvJ8tC0d4").status,
        204);
    EXPECT_EQ(stored(former).status, Status::delivered);
}

}  // namespace
}  // namespace herald::receipts
