#include "jobs/processing.h"

#include <gtest/gtest.h>

#include <limits>

#include "store/jobs/jobs_test.h"

namespace herald::jobs {
namespace {

using namespace std::chrono_literals;

class ProcessingJobs : public test::JobsTest {};
HERALD_ON_BOTH_STORES(ProcessingJobs);

TEST_P(ProcessingJobs, MakesAMessageOfEachRowAndSendsIt) {
    const Uuid id = upload(texts(3));
    process();
    EXPECT_EQ(job(id).status, JobStatus::all_created);
    EXPECT_EQ(rows_of(id), "0:sending 1:sending 2:sending");
    EXPECT_EQ(statistics(id), "sending=3");
    EXPECT_EQ(job(id).stored_rows, 3);
    EXPECT_EQ(job(id).next_row, 3);
    EXPECT_TRUE(job(id).processing_started && job(id).processing_finished);
    ASSERT_EQ(provider_.sent.size(), 3u);
    EXPECT_NE(provider_.sent[1].text.find("Person 1"), std::string::npos);
    const auto message = row_of(id, 1);
    EXPECT_EQ(message.job_id, id);
    EXPECT_EQ(message.job_row_number, 1);
    EXPECT_EQ(message.recipient, "07700900001");
    EXPECT_EQ(message.normalised_recipient, "447700900001");
    EXPECT_EQ(message.personalisation, R"({"name":"Person 1"})");
    EXPECT_EQ(message.key_type, services::KeyType::normal);
    EXPECT_FALSE(message.api_key_id);
    EXPECT_EQ(message.reply_to_text, "SAMPLE");
    EXPECT_EQ(sent_today("sms"), 3);
    EXPECT_EQ(count("deliveries"), 0);
}

TEST_P(ProcessingJobs, MovesTheJobsCountersWithItsMessages) {
    const Uuid id = upload(texts(3));
    process();
    receive(receipt_by_id(row_of(id, 0).id, notifications::Status::delivered));
    receive(receipt_by_id(row_of(id, 2).id, notifications::Status::permanent_failure));
    EXPECT_EQ(statistics(id), "delivered=1 permanent-failure=1 sending=1");
    send();
    EXPECT_EQ(sum("job_counts", "count", "1 = 1"), 3) << "other messages are no concern of it";
}

TEST_P(ProcessingJobs, TakesEmailsReferencesListsAndTheChosenSender) {
    const Uuid reply_to = store().write_now([&](db::Transaction& tx) {
        const services::ServiceStore all(clock(), ids(), sealer_);
        return std::get<Uuid>(all.add_reply_to(tx, service_.id, "answers@example.com", false));
    });
    loop_.run_for(3s);
    const Uuid id =
        upload("Email_Address,name,name,Reference\r\nAda@Example.com,Ada,Lovelace,case 7\r\n", [&](NewJob& wanted) {
            wanted.template_id = service_.email->id;
            wanted.template_version = service_.email->version;
            wanted.channel = Channel::email;
            wanted.sender_id = reply_to;
        });
    process();
    const auto message = row_of(id, 0);
    EXPECT_EQ(message.normalised_recipient, "ada@example.com");
    EXPECT_EQ(message.client_reference, "case 7");
    EXPECT_EQ(message.reply_to_text, "answers@example.com");
    ASSERT_EQ(provider_.sent.size(), 1u);
    EXPECT_NE(provider_.sent[0].text.find("• Ada\n• Lovelace"), std::string::npos) << provider_.sent[0].text;
}

// tasks.md §5.4: an invalid number is stored, so that the row is seen; what could not be rendered is skipped.
TEST_P(ProcessingJobs, StoresInvalidNumbersAndSkipsWhatCannotBeRendered) {
    execute("DELETE FROM service_permissions WHERE permission = 'international_sms'");
    set_service("prefix_sms = FALSE");
    const std::string text_too_long(1'000, 'x');
    const Uuid id = upload(
        "phone number,name\r\n07700900000,Ada\r\nnot a number,Bob\r\n07700900002,\r\n+33612345678,Eve\r\n"
        "07700900004," +
        text_too_long + "\r\n,Nobody\r\n07700900006,Zoe\r\n");
    process();
    EXPECT_EQ(rows_of(id), "0:sending 1:validation-failed 3:validation-failed 5:validation-failed 6:sending");
    EXPECT_EQ(skipped_of(id), "2:missing-data 4:message-too-long");
    EXPECT_EQ(statistics(id), "sending=2 validation-failed=5");
    EXPECT_EQ(job(id).status, JobStatus::all_created) << "the sum is the number of rows";
    EXPECT_EQ(job(id).stored_rows, 5);
    EXPECT_EQ(provider_.sent.size(), 2u);
    const auto invalid = row_of(id, 1);
    EXPECT_EQ(invalid.recipient, "not a number");
    EXPECT_EQ(invalid.phone_prefix, "+44");
    EXPECT_EQ(invalid.rate_multiplier, 0);
    EXPECT_EQ(invalid.billable_units, 0);
    EXPECT_EQ(sent_today("sms"), 5) << "what is skipped gives back what was reserved for it";
    EXPECT_EQ(sent_today("international_sms"), 0) << "an invalid number is not abroad";
}

TEST_P(ProcessingJobs, SkipsEveryRowOfAFileThatLacksAColumn) {
    const Uuid id = upload("phone number\r\n07700900000\r\n07700900001\r\n");
    process();
    EXPECT_EQ(rows_of(id), "");
    EXPECT_EQ(skipped_of(id), "0:missing-data 1:missing-data");
    EXPECT_EQ(job(id).status, JobStatus::all_created);
}

TEST_P(ProcessingJobs, SkipsWhomAServiceInTrialModeMayNotSendTo) {
    const auto statement = test::ad_hoc(
        "INSERT INTO service_guest_list (id, service_id, recipient_type, recipient, created_at) VALUES (?1, ?2, "
        "'mobile', '07700900001', ?3)",
        "INSERT INTO service_guest_list (id, service_id, recipient_type, recipient, created_at) VALUES ($1, $2, "
        "'mobile', '07700900001', $3)",
        3);
    store().write_now([&](db::Transaction& tx) {
        tx.execute(statement, {ids().next_random(), service_.id, clock().now()});
    });
    set_service("restricted = TRUE");
    const Uuid id = upload(texts(3));
    process();
    EXPECT_EQ(rows_of(id), "1:sending");
    EXPECT_EQ(skipped_of(id), "0:not-allowed 2:not-allowed");
    EXPECT_EQ(job(id).status, JobStatus::all_created);
}

TEST_P(ProcessingJobs, CountsTextsAbroadWithoutBeingHeldBack) {
    set_service("international_sms_message_limit = 0");
    const Uuid id = upload("phone number,name\r\n+33612345678,Eve\r\n07700900000,Ada\r\n");
    process();
    EXPECT_EQ(rows_of(id), "0:sent 1:sending");
    EXPECT_EQ(sent_today("international_sms"), 1);
}

TEST_P(ProcessingJobs, RefusesAJobThatIsLargerThanWhatIsLeftOfTheDay) {
    set_service("sms_message_limit = 5");
    const Uuid first = upload(texts(3));
    process();
    const Uuid second = upload(texts(3));
    process();
    EXPECT_EQ(job(first).status, JobStatus::all_created);
    EXPECT_EQ(job(second).status, JobStatus::limits_exceeded);
    EXPECT_EQ(job(second).processing_finished, job(second).updated_at);
    EXPECT_EQ(job(second).processing_started, job(second).updated_at) << "it is not listed as one that waits";
    EXPECT_EQ(messages_of(second), 0) << "no partial send";
    EXPECT_EQ(sent_today("sms"), 3);
    EXPECT_EQ(statistics(second), "");
    const Uuid third = upload(texts(2));
    process();
    EXPECT_EQ(job(third).status, JobStatus::all_created) << "exactly the limit";
    const Uuid endless =
        upload(texts(1), [](NewJob& wanted) { wanted.notification_count = std::numeric_limits<std::int64_t>::max(); });
    process();
    EXPECT_EQ(job(endless).status, JobStatus::limits_exceeded);
    EXPECT_EQ(sent_today("sms"), 5);
}

TEST_P(ProcessingJobs, CancelsTheJobsOfAnInactiveService) {
    set_service("active = FALSE");
    const Uuid id = upload(texts(3));
    process();
    EXPECT_EQ(job(id).status, JobStatus::cancelled);
    EXPECT_TRUE(job(id).processing_started);
    EXPECT_EQ(messages_of(id), 0);
    EXPECT_EQ(sent_today("sms"), 0);
}

TEST_P(ProcessingJobs, StartsAScheduledJobAtItsTime) {
    const Timestamp time = clock().now() + 10min + 7s;
    const Uuid id = upload(texts(2), [&](NewJob& wanted) { wanted.scheduled_for = time; });
    process(10min);
    EXPECT_EQ(job(id).status, JobStatus::scheduled);
    process(10s);
    EXPECT_EQ(job(id).status, JobStatus::all_created);
    EXPECT_GE(*job(id).processing_started, time);
    EXPECT_LE(*job(id).processing_started, time + 2s);
}

// Both days on which the clocks change: a schedule is an instant, whatever the clocks show.
TEST_P(ProcessingJobs, StartsScheduledJobsAtTheirInstantWhenTheClocksChange) {
    for (const char* change : {"2027-03-28T01:00:00Z", "2026-10-25T01:00:00Z"}) {
        const Timestamp instant = *Timestamp::parse_iso(change);
        if (clock().now() < instant) clock().set(instant - 1h);
        else continue;
        const Uuid before = upload(texts(1), [&](NewJob& wanted) { wanted.scheduled_for = instant - 30min; });
        const Uuid after = upload(texts(1), [&](NewJob& wanted) { wanted.scheduled_for = instant + 30min; });
        process(31min);
        EXPECT_EQ(job(before).status, JobStatus::all_created) << change;
        EXPECT_EQ(job(after).status, JobStatus::scheduled) << change;
        process(1h);
        EXPECT_EQ(job(after).status, JobStatus::all_created) << change;
        EXPECT_LE(*job(after).processing_started, instant + 30min + 2s) << change;
    }
}

TEST_P(ProcessingJobs, GoesThroughAFileInChunksAndInOrder) {
    job_options_.chunk_rows = 7;
    const Uuid id = upload(texts(50));
    process();
    EXPECT_EQ(job(id).status, JobStatus::all_created);
    EXPECT_EQ(messages_of(id), 50);
    const auto statement = test::ad_hoc(
        "SELECT count(*) FROM notifications a JOIN notifications b ON a.job_id = b.job_id AND a.job_row_number < "
        "b.job_row_number AND a.id >= b.id",
        "SELECT count(*) FROM notifications a JOIN notifications b ON a.job_id = b.job_id AND a.job_row_number < "
        "b.job_row_number AND a.id >= b.id",
        0);
    EXPECT_EQ(store().read_now([&](db::Transaction& tx) { return tx.query(statement, {})[0].get<std::int64_t>(0); }),
              0);
}

TEST_P(ProcessingJobs, FinishesAJobWithoutRows) {
    const Uuid id = upload("phone number,name\r\n");
    process();
    EXPECT_EQ(job(id).status, JobStatus::all_created);
}

TEST_P(ProcessingJobs, DoesNotLookBeyondTheNumberOfRowsThatWasCounted) {
    const Uuid id = upload(texts(5), [](NewJob& wanted) { wanted.notification_count = 3; });
    process();
    EXPECT_EQ(messages_of(id), 3);
    EXPECT_EQ(job(id).status, JobStatus::all_created);
}

TEST_P(ProcessingJobs, LeavesAJobFinishedWhoseFileIsShorterThanItWasSaidToBe) {
    const Uuid id = upload(texts(3), [](NewJob& wanted) { wanted.notification_count = 5; });
    process();
    EXPECT_EQ(messages_of(id), 3);
    EXPECT_EQ(job(id).status, JobStatus::finished);
}

TEST_P(ProcessingJobs, WaitsForAFileThatIsNotThere) {
    const Uuid id = create(new_job(2));
    process(1min);
    EXPECT_EQ(job(id).status, JobStatus::error);
    objects_.all[job(id).object_name] = texts(2);
    process(10min);
    EXPECT_EQ(messages_of(id), 0) << "it is not looked for all the time";
    process(30min);
    EXPECT_EQ(job(id).status, JobStatus::all_created);
    EXPECT_EQ(sent_today("sms"), 2) << "reserved once";
}

TEST_P(ProcessingJobs, GivesBackNothingOnADayOnWhichItReservedNothing) {
    clock().set(*Timestamp::parse_iso("2026-11-02T23:50:00Z"));
    const Uuid id = create(new_job(3));
    process(1min);
    EXPECT_EQ(job(id).status, JobStatus::error);
    objects_.all[job(id).object_name] = "phone number,name\r\n07700900000,Ada\r\n07700900001,\r\n07700900002,\r\n";
    process(1h);
    EXPECT_EQ(job(id).status, JobStatus::all_created);
    EXPECT_EQ(skipped_of(id), "1:missing-data 2:missing-data");
    EXPECT_EQ(sum("daily_totals", "count", "day = '2026-11-02'"), 3) << "counted when it began, and that day is over";
    EXPECT_EQ(sum("daily_totals", "count", "day = '2026-11-03'"), 0);
}

// Whatever fails when, each row becomes a message once (S-064, S-068).
TEST_P(ProcessingJobs, MakesEachRowOnceHoweverOftenTheStoreFails) {
    job_options_.chunk_rows = 3;
    int writes = 0;
    inline_.fail_when([&] {
        ++writes;
        if (writes % 5 == 3) return test::InlineStore::Fault::refused;
        return writes % 7 == 4 ? test::InlineStore::Fault::answer_lost : test::InlineStore::Fault::none;
    });
    const Uuid id = upload(texts(20));
    process(2h);
    inline_.fail_when(nullptr);
    process(1h);
    EXPECT_EQ(job(id).status, JobStatus::all_created);
    EXPECT_EQ(messages_of(id), 20);
    EXPECT_EQ(job(id).stored_rows, 20);
    EXPECT_EQ(sum("job_counts", "count", "1 = 1"), 20);
    EXPECT_EQ(sent_today("sms"), 20);
}

TEST_P(ProcessingJobs, GoesOnWhereADeadWorkerStopped) {
    job_options_.chunk_rows = 2;
    const Uuid id = upload(texts(6));
    const Uuid dead = ids().next_random();
    // The other worker has begun, stored two rows and died.
    const auto& limits = stages().daily_limits;
    store().write_now([&](db::Transaction& tx) {
        const auto claimed = claim_jobs(tx, dead, {}, 1, clock().now());
        ASSERT_EQ(claimed.size(), 1u);
        EXPECT_EQ(begin_job(tx, limits, claimed[0], *service_.service, clock().now()), Begun::goes_on);
        Chunk chunk;
        chunk.next = 2;
        ChunkKeeper keeper(limits, claimed[0], chunk, clock().now());
        ASSERT_TRUE(keeper.begin(tx));
        const RowDrafter drafter(claimed[0].job, service_.service, service_.sms);
        chunk = RowReader(texts(6), drafter, 0).next(2, clock().now());
        std::vector<notifications::NewNotification> rows;
        for (const auto& one : chunk.messages) rows.push_back({&one->message, Uuid{}});
        keeper.end(tx, notifications::insert_job_rows(tx, sealer_, rows));
    });
    EXPECT_EQ(job(id).next_row, 2);
    store().write_now([&](db::Transaction& tx) {
        EXPECT_TRUE(claim_jobs(tx, ids().next_random(), {}, 1, clock().now()).empty()) << "somebody has it";
    });
    set(id, "owner = NULL");
    process(10s);
    EXPECT_EQ(job(id).status, JobStatus::all_created);
    EXPECT_EQ(messages_of(id), 6);
    EXPECT_EQ(sent_today("sms"), 6) << "reserved once";
}

// S-068: the same row twice is one message, one delivery and no error.
TEST_P(ProcessingJobs, TakesARowThatIsThereAlreadyForDone) {
    const Uuid id = upload(texts(3));
    process();
    set(id, "status = 'finished', needs_repair = TRUE, next_row = 0");
    process();
    EXPECT_EQ(messages_of(id), 3);
    EXPECT_EQ(job(id).stored_rows, 3);
    EXPECT_EQ(job(id).status, JobStatus::all_created);
    EXPECT_EQ(provider_.sent.size(), 3u);
    EXPECT_EQ(statistics(id), "sending=3");
}

TEST_P(ProcessingJobs, GivesEachServiceItsTurn) {
    job_options_.chunk_rows = 1;
    job_options_.jobs_max = 2;
    const auto other = test::make_sample_service(store(), clock(), ids(), sealer_, {.name = "Other"});
    const Uuid large = upload(texts(200));
    upload(texts(200));
    const Uuid small = upload(texts(1), [&](NewJob& wanted) {
        wanted.service_id = other.id;
        wanted.template_id = other.sms->id;
    });
    processing();
    loop_.run_until([&] {
        const auto done = store().read_now([&](db::Transaction& tx) { return find_job(tx, other.id, small); });
        return done->status == JobStatus::all_created;
    });
    EXPECT_LT(job(large).next_row, 100);
}

TEST_P(ProcessingJobs, LeavesLettersUntilTheyCanBeMade) {
    const Uuid id = upload(texts(1), [](NewJob& wanted) { wanted.channel = Channel::letter; });
    process();
    EXPECT_EQ(job(id).status, JobStatus::pending);
}

}  // namespace
}  // namespace herald::jobs
