#include "jobs/safety_nets.h"

#include <gtest/gtest.h>

#include "jobs/file_retention.h"
#include "store/jobs/jobs_test.h"

namespace herald::jobs {
namespace {

using namespace std::chrono_literals;

class NetsUnderJobs : public test::JobsTest {
protected:
    std::vector<Uuid> stop_stuck() {
        return store().write_now([&](db::Transaction& tx) { return stop_stuck_jobs(tx, clock().now()); });
    }
    std::vector<Uuid> to_look_through() {
        return store().read_now([&](db::Transaction& tx) { return jobs_to_look_through(tx, clock().now()); });
    }
    MissingRows look(const Uuid& id) {
        return store().write_now([&](db::Transaction& tx) { return look_for_missing_rows(tx, id, clock().now()); });
    }
    /// Takes the job from under its worker, which has been dead for a long time, in the middle of the work.
    Uuid half_done(int rows) {
        const Uuid id = upload(texts(rows));
        const Uuid dead = ids().next_random();
        const auto& limits = stages().daily_limits;
        store().write_now([&](db::Transaction& tx) {
            const auto claimed = claim_jobs(tx, dead, {}, 1, clock().now());
            begin_job(tx, limits, claimed.at(0), *service_.service, clock().now());
        });
        return id;
    }
    void remove_row(const Uuid& id, int row) {
        const auto statement = test::ad_hoc("DELETE FROM notifications WHERE job_id = ?1 AND job_row_number = ?2",
                                            "DELETE FROM notifications WHERE job_id = $1 AND job_row_number = $2", 2);
        store().write_now([&](db::Transaction& tx) { tx.execute(statement, {id, row}); });
    }
    void keep_for(Channel channel, int days) {
        const auto statement = test::ad_hoc(
            "INSERT INTO service_data_retention (id, service_id, notification_type, days_of_retention, created_at) "
            "VALUES (?1, ?2, ?3, ?4, ?5)",
            "INSERT INTO service_data_retention (id, service_id, notification_type, days_of_retention, created_at) "
            "VALUES ($1, $2, $3, $4, $5)",
            5);
        store().write_now([&](db::Transaction& tx) {
            tx.execute(statement, {ids().next_random(), service_.id, to_text(channel), days, clock().now()});
        });
    }
    objects::Removal remove_files(const char* at, bool letters = false) {
        return loop_.run(remove_old_job_files(inline_, loop_, objects_, letters, *Timestamp::parse_iso(at)));
    }
    Uuid upload_at(const char* at, std::function<void(NewJob&)> change = {}) {
        clock().set(*Timestamp::parse_iso(at));
        return upload(texts(1), std::move(change));
    }
};
HERALD_ON_BOTH_STORES(NetsUnderJobs);

// S-074, S-075: by state and not by a window; 31 minutes are too long, 29 are not, and an hour is found as well.
TEST_P(NetsUnderJobs, ResumeAJobThatHasNotGotOnForHalfAnHour) {
    for (const Duration age : {Duration(31min), Duration(60min)}) {
        const Uuid id = half_done(3);
        clock().advance(29min);
        EXPECT_TRUE(stop_stuck().empty());
        clock().advance(age - 29min);
        EXPECT_EQ(stop_stuck(), std::vector{id});
        EXPECT_EQ(job(id).status, JobStatus::error);
        EXPECT_TRUE(stop_stuck().empty()) << "once";
        const Timestamp found = clock().now();
        process();
        EXPECT_EQ(job(id).status, JobStatus::all_created);
        EXPECT_GE(*job(id).processing_started, found) << "with a new start";
        EXPECT_EQ(messages_of(id), 3);
    }
    EXPECT_EQ(sent_today("sms"), 6);
}

TEST_P(NetsUnderJobs, FreeAJobWhoseWorkerIsGone) {
    const Uuid id = half_done(3);
    stop_stuck();
    EXPECT_EQ(job(id).status, JobStatus::in_progress) << "it is not stuck: somebody goes on with it at once";
    process();
    EXPECT_EQ(job(id).status, JobStatus::all_created);
}

TEST_P(NetsUnderJobs, ResumeAScheduledJobThatNobodyHasStarted) {
    const Uuid id = upload(texts(2), [&](NewJob& wanted) { wanted.scheduled_for = clock().now() + 1min; });
    clock().advance(2min);
    store().write_now([&](db::Transaction& tx) { EXPECT_EQ(start_due_jobs(tx, clock().now()), std::vector{id}); });
    store().write_now([&](db::Transaction& tx) { EXPECT_TRUE(start_due_jobs(tx, clock().now()).empty()) << "once"; });
    clock().advance(31min);
    EXPECT_EQ(stop_stuck(), std::vector{id});
    process();
    EXPECT_EQ(job(id).status, JobStatus::all_created);
    EXPECT_EQ(sent_today("sms"), 2);
}

// S-065: row 4 of 5 is made again, the others are left alone.
TEST_P(NetsUnderJobs, MakeAMissingRowAgain) {
    const Uuid id = upload(texts(5));
    process();
    const Uuid lost = row_of(id, 4).id;
    remove_row(id, 4);
    set(id, "status = 'finished'");
    clock().advance(21min);
    EXPECT_EQ(to_look_through(), std::vector{id});
    const MissingRows missing = look(id);
    EXPECT_EQ(missing.count, 1);
    EXPECT_EQ(missing.first, 4);
    EXPECT_EQ(statistics(id), "sending=4");
    EXPECT_TRUE(to_look_through().empty()) << "the repair is under way";
    process();
    EXPECT_EQ(job(id).status, JobStatus::all_created);
    EXPECT_EQ(row_of(id, 4).id, lost) << "the same row is the same message";
    EXPECT_EQ(messages_of(id), 5);
    EXPECT_EQ(statistics(id), "sending=5");
    EXPECT_EQ(job(id).stored_rows, 5);
    EXPECT_EQ(provider_.sent.size(), 6u) << "only the missing one goes out again";
    EXPECT_EQ(sent_today("sms"), 5);
}

TEST_P(NetsUnderJobs, MakeRowsOfAJobWithoutASingleOne) {
    const Uuid id = upload(texts(3));
    set(id, "status = 'finished', processing_started = created_at, processing_finished = created_at");
    clock().advance(21min);
    EXPECT_EQ(look(id).count, 3);
    process();
    EXPECT_EQ(job(id).status, JobStatus::all_created);
    EXPECT_EQ(messages_of(id), 3);
}

// S-066: not before 20 minutes, and not after 24 hours, when messages may be gone because their time is over.
TEST_P(NetsUnderJobs, LookForMissingRowsFromTwentyMinutesToADayAfterTheEnd) {
    const Uuid id = upload(texts(3), [](NewJob& wanted) { wanted.notification_count = 5; });
    process();
    ASSERT_EQ(job(id).status, JobStatus::finished);
    const Timestamp end = *job(id).processing_finished;
    const auto found_at = [&](Duration after) {
        clock().set(end + after);
        return !to_look_through().empty();
    };
    EXPECT_FALSE(found_at(19min));
    EXPECT_FALSE(found_at(20min));
    EXPECT_TRUE(found_at(21min));
    EXPECT_TRUE(found_at(23h));
    EXPECT_FALSE(found_at(25h));
    clock().set(end + 21min);
    for (const char* status :
         {"pending", "in progress", "cancelled", "scheduled", "finished all notifications created"}) {
        set(id, std::string("status = '") + status + "'");
        EXPECT_TRUE(to_look_through().empty()) << status;
    }
}

TEST_P(NetsUnderJobs, GiveUpOnRowsThatAreNotInTheFileADayAfterTheEnd) {
    const Uuid id = upload(texts(3), [](NewJob& wanted) { wanted.notification_count = 5; });
    process();
    const auto end = job(id).processing_finished;
    clock().advance(21min);
    EXPECT_EQ(look(id).count, 2);
    process();
    EXPECT_EQ(job(id).status, JobStatus::finished);
    EXPECT_EQ(job(id).processing_finished, end) << "looking again does not begin the day anew";
}

TEST_P(NetsUnderJobs, LookForNoMoreRowsThanAreReadOfAFile) {
    const Uuid id = upload(texts(1));
    process();
    set(id, "status = 'finished', notification_count = 9000000000000000000");
    EXPECT_EQ(look(id).count, 99'999);
}

TEST_P(NetsUnderJobs, LeaveAJobAloneWhoseFileHasGoneWithItsTime) {
    const Uuid id = upload(texts(1));
    objects_.all.clear();
    set(id, "archived = TRUE");
    process(2h);
    EXPECT_EQ(job(id).status, JobStatus::error);
    EXPECT_LT(*job(id).updated_at, clock().now() - 1h) << "nobody has tried again";
}

TEST_P(NetsUnderJobs, DoNotMissRowsThatWereSkipped) {
    const Uuid id = upload("phone number,name\r\n07700900000,Ada\r\n07700900001,\r\n");
    process();
    set(id, "status = 'finished'");
    clock().advance(21min);
    EXPECT_EQ(look(id).count, 0);
    const auto complete = [&] {
        return store().write_now([&](db::Transaction& tx) { return complete_finished_jobs(tx, clock().now()); });
    };
    EXPECT_EQ(complete(), 1u);
    EXPECT_EQ(complete(), 0u);
    EXPECT_EQ(job(id).status, JobStatus::all_created);
}

// S-070, S-071: by the service's own setting for the channel, else 7 days.
TEST_P(NetsUnderJobs, RemoveFilesByEachServicesOwnSetting) {
    keep_for(Channel::sms, 3);
    const auto email = [&](NewJob& wanted) { wanted.channel = Channel::email; };
    const Uuid sms_14 = upload_at("2026-11-14T12:00:00Z"), sms_15 = upload_at("2026-11-15T12:00:00Z");
    const Uuid email_10 = upload_at("2026-11-10T12:00:00Z", email), email_14 = upload_at("2026-11-14T12:00:00Z", email);
    const Uuid letter = upload_at("2026-11-01T12:00:00Z", [](NewJob& wanted) { wanted.channel = Channel::letter; });
    const Uuid scheduled = upload_at("2026-11-14T12:00:00Z", [](NewJob& wanted) {
        wanted.scheduled_for = Timestamp::parse_iso("2026-11-16T12:00:00Z");
    });

    const objects::Removal removed = remove_files("2026-11-18T04:00:00Z");
    EXPECT_EQ(removed.removed, 2u);
    EXPECT_TRUE(job(sms_14).archived);
    EXPECT_FALSE(objects_.all.contains(job(sms_14).object_name));
    EXPECT_FALSE(job(sms_15).archived) << "exactly three days: its day is not over";
    EXPECT_TRUE(job(email_10).archived);
    EXPECT_FALSE(job(email_14).archived);
    EXPECT_FALSE(job(scheduled).archived) << "it begins when it is scheduled";
    EXPECT_FALSE(job(letter).archived) << "letters have a task of their own";
    EXPECT_EQ(remove_files("2026-11-18T04:20:00Z", true).removed, 1u);
    EXPECT_TRUE(job(letter).archived);
    EXPECT_EQ(remove_files("2026-11-18T04:00:00Z").removed, 0u) << "the second time there is nothing left";
}

// S-072: days are London's, so the hour of the run does not matter; also where a clock change lies between.
TEST_P(NetsUnderJobs, RemoveTheSameFilesAtAnyHourOfADay) {
    struct Case {
        const char *gone, *kept;
        std::vector<const char*> runs;
    };
    const Case cases[] = {
        {"2026-11-10T23:59:00Z", "2026-11-11T00:00:00Z", {"2026-11-18T01:00:00Z", "2026-11-18T23:00:00Z"}},
        {"2027-03-22T23:59:00Z", "2027-03-23T00:00:00Z", {"2027-03-29T23:30:00Z", "2027-03-30T22:30:00Z"}},
        {"2027-06-08T22:59:00Z", "2027-06-08T23:00:00Z", {"2027-06-15T23:30:00Z", "2027-06-16T22:30:00Z"}},
    };
    for (const auto& [gone, kept, runs] : cases) {
        for (const char* run : runs) {
            const Uuid old = upload_at(gone), young = upload_at(kept);
            EXPECT_EQ(remove_files(run).removed, 1u) << run;
            EXPECT_TRUE(job(old).archived) << run;
            EXPECT_FALSE(job(young).archived) << run;
            set(young, "archived = TRUE");
        }
    }
}

TEST_P(NetsUnderJobs, TryAgainWhereAFileCouldNotBeRemoved) {
    const Uuid stuck = upload_at("2026-11-02T12:00:00Z"), missing = upload_at("2026-11-02T13:00:00Z");
    objects_.all.erase(job(missing).object_name);
    objects_.undeletable.insert(job(stuck).object_name);
    const objects::Removal first = remove_files("2026-11-18T04:00:00Z");
    EXPECT_EQ(first.failed, 1u);
    EXPECT_EQ(first.removed, 1u) << "a file that is not there is gone";
    objects_.undeletable.clear();
    EXPECT_EQ(remove_files("2026-11-19T04:00:00Z").removed, 1u);
    EXPECT_TRUE(job(stuck).archived && job(missing).archived);
}

}  // namespace
}  // namespace herald::jobs
