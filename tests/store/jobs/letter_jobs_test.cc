#include "jobs/letter_jobs.h"

#include <gtest/gtest.h>

#include "store/jobs/jobs_test.h"

namespace herald::jobs {
namespace {

using namespace std::chrono_literals;

class LetterJobs : public test::JobsTest {
protected:
    using Cancelled = std::variant<std::int64_t, CancelRefusal, NoSuchJob>;
    Cancelled cancel(const Uuid& id) {
        const auto& limits = stages().daily_limits;
        return store().write_now(
            [&](db::Transaction& tx) { return cancel_letter_job(tx, limits, service_.id, id, 0, clock().now()); });
    }
    std::string refusal(const Uuid& id) {
        const Cancelled cancelled = cancel(id);
        const auto* refused = std::get_if<CancelRefusal>(&cancelled);
        return refused != nullptr ? std::string(refused->text) : "";
    }
    /// A letter job of which so many rows are stored, all of them created.
    Uuid letter_job(int rows, int stored) {
        NewJob wanted = new_job(rows);
        wanted.channel = Channel::letter;
        create(wanted);
        const auto& limits = stages().daily_limits;
        store().write_now([&](db::Transaction& tx) {
            std::vector<notifications::Notification> letters(static_cast<std::size_t>(stored));
            std::vector<notifications::NewNotification> all;
            notifications::CountChanges counts;
            for (int i = 0; i < stored; ++i) {
                auto& letter = letters[static_cast<std::size_t>(i)];
                letter.id = job_row_id(wanted.id, clock().now(), i);
                letter.service_id = service_.id;
                letter.template_id = wanted.template_id;
                letter.template_version = 1;
                letter.channel = Channel::letter;
                letter.job_id = wanted.id;
                letter.job_row_number = i;
                letter.created_at = clock().now();
                all.push_back({&letter, Uuid{}});
                counts.created(letter);
            }
            notifications::insert_job_rows(tx, sealer_, all);
            counts.flush(tx, 0);
            limits.count(tx, service_.id, limits::DailyKind::letter, stored, clock().now());
        });
        set(wanted.id, "stored_rows = " + std::to_string(stored) + ", status = '" +
                           (rows == stored ? "finished all notifications created" : "finished") + "'");
        return wanted.id;
    }
    void set_row(const Uuid& id, int row, const std::string& status) {
        const std::string text =
            "UPDATE notifications SET billable_units = 1, status = '" + status + "' WHERE job_id = ";
        const std::string sqlite = text + "?1 AND job_row_number = ?2", postgres = text + "$1 AND job_row_number = $2";
        const auto statement = test::ad_hoc(sqlite, postgres, 2);
        store().write_now([&](db::Transaction& tx) { tx.execute(statement, {id, row}); });
        execute("DELETE FROM job_counts");
        const std::string count =
            "INSERT INTO job_counts (job_id, status, shard, count) "
            "SELECT job_id, status, 0, count(*) FROM notifications GROUP BY job_id, status";
        execute(count);
    }
    static constexpr const char* still_processing =
        "We are still processing these letters, please try again in 5 minutes.";
    static constexpr const char* too_late = "It’s too late to cancel sending, these letters have already been sent.";
};
HERALD_ON_BOTH_STORES(LetterJobs);

// S-060
TEST_P(LetterJobs, AreCancelledWhenAllTheirRowsAreStored) {
    const Uuid two_of_three = letter_job(3, 2);
    EXPECT_EQ(refusal(two_of_three), still_processing);
    const Uuid id = letter_job(3, 3);
    EXPECT_EQ(sent_today("letter"), 5);
    set_row(id, 1, "validation-failed");
    EXPECT_EQ(std::get<std::int64_t>(cancel(id)), 3);
    EXPECT_EQ(rows_of(id), "0:cancelled 1:cancelled 2:cancelled");
    EXPECT_EQ(sum("notifications", "billable_units", "1 = 1"), 0);
    EXPECT_EQ(job(id).status, JobStatus::cancelled);
    EXPECT_EQ(statistics(id), "cancelled=3");
    EXPECT_EQ(sent_today("letter"), 2);
    EXPECT_EQ(refusal(id), still_processing) << "as the contract has it for any other status";
}

TEST_P(LetterJobs, AreNotCancelledOnceALetterHasGone) {
    const Uuid id = letter_job(3, 3);
    set_row(id, 2, "sending");
    EXPECT_EQ(refusal(id), too_late);
    EXPECT_EQ(rows_of(id), "0:created 1:created 2:sending");
}

TEST_P(LetterJobs, AreNotCancelledOnceALetterGoesMeanwhile) {
    const Uuid id = letter_job(3, 3);
    set_row(id, 2, "sending");
    execute(
        "UPDATE job_counts SET status = 'created' WHERE status = 'sending' AND job_id NOT IN "
        "(SELECT job_id FROM job_counts WHERE status = 'created')");
    execute("DELETE FROM job_counts WHERE status = 'sending'");
    EXPECT_THROW(cancel(id), LettersOvertaken);
    EXPECT_EQ(rows_of(id), "0:created 1:created 2:sending") << "all or none";
}

TEST_P(LetterJobs, AreNotCancelledAfterTheirDaysDeadline) {
    clock().set(*Timestamp::parse_iso("2026-11-02T17:29:59Z"));
    const Uuid id = letter_job(2, 2);
    clock().set(*Timestamp::parse_iso("2026-11-02T17:30:00Z"));
    EXPECT_EQ(refusal(id), too_late);
    clock().set(*Timestamp::parse_iso("2026-11-02T17:30:01Z"));
    const Uuid after = letter_job(2, 2);
    clock().set(*Timestamp::parse_iso("2026-11-03T17:00:00Z"));
    EXPECT_EQ(std::get<std::int64_t>(cancel(after)), 2);
    EXPECT_EQ(sent_today("letter"), 4) << "yesterday's count is left alone";
}

TEST_P(LetterJobs, AreTheOnlyOnesThatAreCancelledSo) {
    const Uuid id = upload(texts(2));
    EXPECT_EQ(refusal(id), "Only letter jobs can be cancelled through this endpoint. This is not a letter job.");
    EXPECT_TRUE(std::holds_alternative<NoSuchJob>(cancel(ids().next_random())));
}

TEST_P(LetterJobs, GiveBackNoMoreThanWasCounted) {
    const Uuid id = letter_job(3, 3);
    execute("UPDATE daily_totals SET count = 1");
    EXPECT_EQ(std::get<std::int64_t>(cancel(id)), 3);
    EXPECT_EQ(sent_today("letter"), 1);
}

}  // namespace
}  // namespace herald::jobs
