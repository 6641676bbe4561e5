#include "jobs/job_store.h"

#include <gtest/gtest.h>

#include "store/jobs/jobs_test.h"

namespace herald::jobs {
namespace {

using namespace std::chrono_literals;

class StoredJobs : public test::JobsTest {
protected:
    template <class F>
    auto read(F work) {
        return store().read_now([&](db::Transaction& tx) { return work(tx); });
    }
    std::vector<Uuid> listed(const JobFilter& filter, std::size_t page = 1, std::size_t page_size = 50) {
        std::vector<Uuid> found;
        for (const auto& job : read([&](auto& tx) { return list_jobs(tx, service_.id, filter, page, page_size); }).jobs)
            found.push_back(job.id);
        return found;
    }
    std::int64_t total(const JobFilter& filter) {
        return read([&](auto& tx) { return list_jobs(tx, service_.id, filter); }).total;
    }
    bool cancel(const Uuid& service, const Uuid& id) {
        return store().write_now(
            [&](db::Transaction& tx) { return cancel_scheduled_job(tx, service, id, clock().now()); });
    }
    const Uuid another_service_ = ids().next_random();
};
HERALD_ON_BOTH_STORES(StoredJobs);

TEST_P(StoredJobs, AreAsTheyWereMade) {
    NewJob wanted = new_job(7);
    wanted.sender_id = ids().next_random();
    wanted.contact_list_id = ids().next_random();
    create(wanted);
    const Job found = job(wanted.id);
    EXPECT_EQ(found.status, JobStatus::pending);
    EXPECT_EQ(found.template_id, service_.sms->id);
    EXPECT_EQ(found.template_name, "Sample");
    EXPECT_EQ(found.channel, Channel::sms);
    EXPECT_EQ(found.original_file_name, "people.csv");
    EXPECT_EQ(found.object_name, job_object_name(service_.id, wanted.id));
    EXPECT_EQ(found.notification_count, 7);
    EXPECT_EQ(found.sender_id, wanted.sender_id);
    EXPECT_EQ(found.contact_list_id, wanted.contact_list_id);
    EXPECT_EQ(found.created_at, clock().now());
    EXPECT_FALSE(found.archived);
    EXPECT_FALSE(found.scheduled_for || found.processing_started || found.processing_finished || found.updated_at);
}

TEST_P(StoredJobs, AreMadeOnce) {
    const NewJob wanted = new_job();
    create(wanted);
    NewJob again = wanted;
    again.original_file_name = "others.csv";
    again.service_id = another_service_;
    const bool is_new =
        store().write_now([&](db::Transaction& tx) { return create_job(tx, again, clock().now() + 1s); });
    EXPECT_FALSE(is_new);
    EXPECT_EQ(job(wanted.id).original_file_name, "people.csv");
}

// S-062: by service and id, in everything that is asked.
TEST_P(StoredJobs, AreNotFoundByAnotherService) {
    const Uuid id = create(new_job());
    EXPECT_FALSE(read([&](auto& tx) { return find_job(tx, another_service_, id); }));
    EXPECT_FALSE(read([&](auto& tx) { return notification_count(tx, another_service_, id); }));
    EXPECT_FALSE(read([&](auto& tx) { return has_jobs(tx, another_service_); }));
    EXPECT_TRUE(read([&](auto& tx) { return has_jobs(tx, service_.id); }));
    EXPECT_EQ(read([&](auto& tx) { return list_jobs(tx, another_service_, {}); }).total, 0);
    EXPECT_FALSE(read([&](auto& tx) { return notification_count(tx, service_.id, ids().next_random()); }));
}

// S-061
TEST_P(StoredJobs, TellHowManyRowsAreMessages) {
    const Uuid id = create(new_job());
    EXPECT_EQ(read([&](auto& tx) { return notification_count(tx, service_.id, id); }), 0);
    set(id, "stored_rows = 100000");
    EXPECT_EQ(read([&](auto& tx) { return notification_count(tx, service_.id, id); }), 100'000);
}

TEST_P(StoredJobs, AreListedUnstartedFirstThenByStartThenByCreation) {
    const Uuid first = create(new_job());
    clock().advance(1min);
    const Uuid second = create(new_job());
    clock().advance(1min);
    const Uuid third = create(new_job());
    const Uuid fourth = create(new_job());
    for (const auto& [id, started] : {std::pair{first, clock().now() + 9min}, std::pair{third, clock().now() + 1min}}) {
        const auto statement =
            test::ad_hoc("UPDATE jobs SET processing_started = ?2, created_at = ?3 WHERE id = ?1",
                         "UPDATE jobs SET processing_started = $2, created_at = $3 WHERE id = $1", 3);
        store().write_now([&](db::Transaction& tx) { tx.execute(statement, {id, started, started}); });
    }
    EXPECT_EQ(listed({}), (std::vector{fourth, second, first, third}));
    EXPECT_EQ(listed({}, 2, 3), std::vector{third});
    EXPECT_EQ(listed({}, 3, 3), std::vector<Uuid>{});
    EXPECT_EQ(total({}), 4);
}

TEST_P(StoredJobs, AreListedAsFiltersWant) {
    const Uuid old = create(new_job());
    clock().advance(48h);
    NewJob scheduled = new_job();
    scheduled.scheduled_for = clock().now() + 1h;
    create(scheduled);
    NewJob of_list = new_job();
    of_list.contact_list_id = ids().next_random();
    create(of_list);
    NewJob one_off = new_job();
    one_off.original_file_name = "Report";
    create(one_off);

    EXPECT_EQ(total({}), 3) << "a report of old is in no list";
    EXPECT_EQ(listed({.statuses = {"scheduled"}}), std::vector{scheduled.id});
    EXPECT_EQ(total({.statuses = {"scheduled", "pending"}}), 3);
    EXPECT_EQ(total({.statuses = {"unheard of", "%"}}), 0);
    EXPECT_EQ(listed({.contact_list_id = of_list.contact_list_id}), std::vector{of_list.id});
    EXPECT_EQ(total({.created_since = clock().now() - 1h}), 2);
    const Timestamp recent = clock().now() - 24h, ever = clock().now() - 480h;
    const auto uploaded = [&](const UploadsSince& kept) {
        return read([&](auto& tx) { return list_uploaded_jobs(tx, service_.id, ever, kept, 0, 50); });
    };
    ASSERT_EQ(uploaded({ever, recent, recent}).jobs.size(), 1u);
    EXPECT_EQ(uploaded({ever, recent, recent}).jobs[0].id, old);
    EXPECT_EQ(uploaded({ever, recent, recent}).total, 1);
    EXPECT_TRUE(uploaded({recent, ever, ever}).jobs.empty());
}

TEST_P(StoredJobs, TellHowAContactListIsUsed) {
    NewJob of_list = new_job();
    of_list.contact_list_id = ids().next_random();
    create(of_list);
    const auto use = [&](const Uuid& service, Timestamp since) {
        return read([&](auto& tx) { return contact_list_use(tx, service, *of_list.contact_list_id, since); });
    };
    EXPECT_TRUE(use(service_.id, clock().now()).has_jobs);
    EXPECT_EQ(use(service_.id, clock().now()).recent_jobs, 1);
    EXPECT_EQ(use(service_.id, clock().now() + 1s).recent_jobs, 0);
    EXPECT_FALSE(use(another_service_, clock().now()).has_jobs);
}

TEST_P(StoredJobs, AreCancelledWhileTheyAreScheduled) {
    NewJob wanted = new_job();
    wanted.scheduled_for = clock().now() + 1h;
    create(wanted);
    const auto scheduled = [&] { return read([&](auto& tx) { return scheduled_jobs(tx, service_.id); }); };
    EXPECT_EQ(scheduled().count, 1);
    EXPECT_EQ(scheduled().soonest, wanted.scheduled_for);
    EXPECT_FALSE(cancel(another_service_, wanted.id));
    EXPECT_TRUE(cancel(service_.id, wanted.id));
    EXPECT_EQ(job(wanted.id).status, JobStatus::cancelled);
    EXPECT_EQ(job(wanted.id).updated_at, clock().now());
    EXPECT_FALSE(cancel(service_.id, wanted.id)) << "it is cancelled already";
    EXPECT_FALSE(cancel(service_.id, create(new_job()))) << "it is not scheduled";
    EXPECT_EQ(scheduled().count, 0);
    EXPECT_FALSE(scheduled().soonest);
}

// S-073: skipped rows are in the sum.
TEST_P(StoredJobs, HaveStatisticsThatAreTheSumOfTheirShards) {
    const Uuid id = create(new_job(10));
    EXPECT_EQ(statistics(id), "");
    set(id, "skipped_rows = 2");
    const auto statement =
        test::ad_hoc("INSERT INTO job_counts (job_id, status, shard, count) VALUES (?1, ?2, ?3, ?4)",
                     "INSERT INTO job_counts (job_id, status, shard, count) VALUES ($1, $2, $3, $4)", 4);
    store().write_now([&](db::Transaction& tx) {
        tx.execute(statement, {id, "created", 0, 8});
        tx.execute(statement, {id, "created", 1, -8});
        tx.execute(statement, {id, "delivered", 1, 7});
        tx.execute(statement, {id, "validation-failed", 0, 1});
    });
    EXPECT_EQ(statistics(id), "delivered=7 validation-failed=3");
}

TEST_P(StoredJobs, ListTheirSkippedRowsInOrder) {
    const Uuid id = create(new_job(10));
    const auto statement =
        test::ad_hoc("INSERT INTO job_skipped_rows (job_id, row_number, reason) VALUES (?1, ?2, ?3)",
                     "INSERT INTO job_skipped_rows (job_id, row_number, reason) VALUES ($1, $2, $3)", 3);
    store().write_now([&](db::Transaction& tx) {
        for (const int row : {8, 2, 5}) tx.execute(statement, {id, row, "not-allowed"});
    });
    const auto found = read([&](auto& tx) { return skipped_rows(tx, id, 3, 10); });
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].row, 5);
    EXPECT_EQ(found[1].reason, "not-allowed");
}

}  // namespace
}  // namespace herald::jobs
