// What a request with limits and an idempotency key becomes.

#include <gtest/gtest.h>

#include "notifications/intake.h"
#include "support/database.h"
#include "support/inline_store.h"
#include "support/sample_service.h"
#include "support/virtual_loop.h"

namespace herald::notifications {
namespace {

using namespace std::chrono_literals;

class RequestIntake : public test::StoreTest {
protected:
    /// A process.
    struct Process {
        Process(RequestIntake& test, std::int64_t shard)
            : daily_limits(test.inline_, test.loop_, test.clock(), shard),
              intake({test.inline_,
                      test.loop_,
                      test.clock(),
                      test.sealer_,
                      test.metrics(),
                      daily_limits,
                      test.answered_,
                      {shard}},
                     {}) {}
        limits::DailyLimits daily_limits;
        Intake intake;
    };

    Submission submission(int messages, std::optional<IdempotencyKey> key = {}) {
        Submission made;
        for (int i = 0; i < messages; ++i) {
            auto message = test::make_message(service_, ids(), clock().now());
            message->service = limited_;
            made.messages.push_back(std::move(message));
        }
        made.key = std::move(key);
        const std::string answer = "answer " + made.messages.front()->message.id.to_string();
        made.answer = [answer](const Refusals& refusals) { return answer + " of " + std::to_string(refusals.size()); };
        return made;
    }
    IdempotencyKey key(const std::string& name, const std::string& body = "body") {
        return {service_.id, name + std::string(16 - name.size(), 'k'), body + std::string(32 - body.size(), 'b')};
    }
    Verdict submit(Process& process, Submission one) { return loop_.run(process.intake.submit(std::move(one))); }
    /// Offers all at once, in turn to the processes.
    std::vector<Verdict> submit_all(std::vector<Process*> processes, std::vector<Submission> all) {
        std::vector<Verdict> verdicts(all.size());
        std::size_t ended = 0;
        for (std::size_t i = 0; i < all.size(); ++i)
            spawn(submit_one(*processes[i % processes.size()], std::move(all[i]), verdicts[i], ended));
        loop_.run_until([&] { return ended == all.size(); });
        return verdicts;
    }
    std::int64_t number(const std::string& text) {
        const auto statement = test::ad_hoc(text, text, 0);
        return store().read_now([&](db::Transaction& tx) { return tx.query(statement, {})[0].get<std::int64_t>(0); });
    }
    std::int64_t stored() { return number("SELECT count(*) FROM notifications"); }
    void limit_sms(std::int64_t limit) {
        auto limited = std::make_shared<services::Service>(*service_.service);
        limited->sms_message_limit = limit;
        limited_ = std::move(limited);
    }

    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    test::VirtualLoop loop_{clock()};
    test::InlineStore inline_{store()};
    test::SampleService service_ = test::make_sample_service(store(), clock(), ids(), sealer_);
    services::ServicePtr limited_ = service_.service;
    AnsweredRequests answered_{sealer_};
    Process process_{*this, 0}, other_{*this, 3};

private:
    static Task<void> submit_one(Process& process, Submission one, Verdict& verdict, std::size_t& ended) {
        verdict = co_await process.intake.submit(std::move(one));
        ++ended;
    }
};
HERALD_ON_BOTH_STORES(RequestIntake);

TEST_P(RequestIntake, AcceptsWhatTheDayAllowsAndRefusesTheRest) {
    limit_sms(5);
    const auto verdict = submit(process_, submission(7));
    EXPECT_EQ(std::count(verdict.refusals.begin(), verdict.refusals.end(), std::nullopt), 5);
    EXPECT_EQ(verdict.refusals[6], limits::DailyKind::sms);
    EXPECT_EQ(stored(), 5);
    EXPECT_EQ(number("SELECT count(*) FROM deliveries"), 5);
    EXPECT_EQ(submit(other_, submission(1)).refusals[0], limits::DailyKind::sms);
    EXPECT_EQ(stored(), 5);
}

TEST_P(RequestIntake, KeepsTheDaysLimitHoweverManyAskAtOnce) {
    limit_sms(20);
    std::vector<Submission> all;
    for (int i = 0; i < 60; ++i) all.push_back(submission(1));
    int accepted = 0;
    for (const auto& verdict : submit_all({&process_, &other_}, std::move(all))) accepted += !verdict.refusals[0];
    EXPECT_EQ(accepted, 20);
    EXPECT_EQ(stored(), 20);
}

TEST_P(RequestIntake, AnswersARepeatedKeyAsBeforeAndStoresNothing) {
    auto first = submission(1, key("a"));
    const std::string answer = first.answer({{}});
    EXPECT_FALSE(submit(process_, std::move(first)).earlier);
    for (Process* process : {&process_, &other_}) {
        const auto again = submit(*process, submission(1, key("a")));
        ASSERT_TRUE(again.earlier);
        EXPECT_TRUE(again.earlier->same_body);
        EXPECT_EQ(again.earlier->answer, answer);
    }
    EXPECT_EQ(stored(), 1);
    const auto other_body = submit(other_, submission(1, key("a", "another")));
    ASSERT_TRUE(other_body.earlier);
    EXPECT_FALSE(other_body.earlier->same_body);
    EXPECT_EQ(stored(), 1);
    EXPECT_FALSE(submit(process_, submission(1, key("b"))).earlier);
    EXPECT_EQ(stored(), 2);
}

TEST_P(RequestIntake, MakesOneMessageOfManyRequestsWithOneKey) {
    std::vector<Submission> all;
    for (int i = 0; i < 40; ++i) all.push_back(submission(1, key("a")));
    std::size_t accepted = 0;
    // One at a time in each process, as the routes see to it; the two processes meet in the store.
    for (std::size_t i = 0; i < all.size(); i += 2) {
        std::vector<Submission> two;
        two.push_back(std::move(all[i]));
        two.push_back(std::move(all[i + 1]));
        for (const auto& verdict : submit_all({&process_, &other_}, std::move(two))) accepted += !verdict.earlier;
    }
    EXPECT_EQ(accepted, 1u);
    EXPECT_EQ(stored(), 1);
}

TEST_P(RequestIntake, KeepsNoAnswerForWhatIsRefused) {
    limit_sms(0);
    EXPECT_TRUE(submit(process_, submission(1, key("a"))).refusals[0]);
    limit_sms(1);
    EXPECT_FALSE(submit(process_, submission(1, key("a"))).refusals[0]);
    EXPECT_TRUE(submit(process_, submission(1, key("a"))).earlier) << "a repetition is not counted against the limit";
}

TEST_P(RequestIntake, ForgetsKeysAfterADay) {
    submit(process_, submission(1, key("a")));
    clock().advance(24h - 1us);
    EXPECT_TRUE(submit(process_, submission(1, key("a"))).earlier);
    clock().advance(1us);
    EXPECT_FALSE(submit(process_, submission(1, key("a", "another"))).earlier) << "its row makes room";
    EXPECT_TRUE(submit(process_, submission(1, key("a", "another"))).earlier);
    const auto remove = [&] {
        return store().write_now(
            [&](db::Transaction& tx) { return remove_old_idempotency_keys(tx, clock().now(), 100); });
    };
    EXPECT_EQ(remove(), 0);
    clock().advance(24h);
    EXPECT_EQ(remove(), 1);
}

TEST_P(RequestIntake, KnowsAfterARestartWhatWasAnsweredBefore) {
    // More than a slot holds.
    std::vector<Submission> all;
    for (std::size_t i = 0; i < KeySlots::slot_size + 10; ++i) all.push_back(submission(1, key(std::to_string(i))));
    const std::size_t count = all.size();
    submit_all({&process_}, std::move(all));
    EXPECT_EQ(number("SELECT count(DISTINCT slot) FROM idempotency_keys"),
              store().engine() == db::Engine::sqlite ? 2 : 1);

    AnsweredRequests restarted(sealer_);
    const auto is_known = [&](const std::string& name) {
        const auto wanted = key(name);
        return store()
            .read_now([&](db::Transaction& tx) { return restarted.find(tx, wanted, clock().now()); })
            .has_value();
    };
    for (std::size_t i = 0; i < count; ++i) ASSERT_TRUE(is_known(std::to_string(i))) << i;
    EXPECT_FALSE(is_known("new"));
    clock().advance(24h);
    EXPECT_FALSE(is_known("0"));
}

TEST_P(RequestIntake, TakesBackAKeyWithTheMessagesThatWereNotStored) {
    inline_.fail_when([] { return test::InlineStore::Fault::refused; });
    EXPECT_THROW(submit(process_, submission(1, key("a"))), db::StoreUnavailable);
    inline_.fail_when(nullptr);
    EXPECT_FALSE(submit(process_, submission(1, key("a"))).earlier);
    EXPECT_TRUE(submit(process_, submission(1, key("a"))).earlier);
}

TEST_P(RequestIntake, SealsTheAnswersItKeeps) {
    submit(process_, submission(1, key("a")));
    const auto text = test::ad_hoc("SELECT answer FROM idempotency_keys", "SELECT answer FROM idempotency_keys", 0);
    const auto sealed = store().read_now(
        [&](db::Transaction& tx) { return std::string(tx.query(text, {})[0].get<db::Blob>(0).bytes); });
    EXPECT_EQ(sealed.find("answer"), std::string::npos);
}

TEST_P(RequestIntake, LeavesWhatIsScheduledToWhoeverLivesThen) {
    auto later = submission(1);
    auto message = std::make_shared<Accepted>(*later.messages[0]);
    message->message.scheduled_for = clock().now() + 1h;
    later.messages[0] = message;
    submit(process_, std::move(later));
    const auto text = test::ad_hoc("SELECT due_at, owner FROM deliveries", "SELECT due_at, owner FROM deliveries", 0);
    store().read_now([&](db::Transaction& tx) {
        const auto rows = tx.query(text, {});
        EXPECT_EQ(rows[0].get<Timestamp>(0), clock().now() + 1h);
        EXPECT_TRUE(rows[0].is_null(1));
    });
}

}  // namespace
}  // namespace herald::notifications
