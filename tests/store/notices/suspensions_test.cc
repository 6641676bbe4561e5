// A suspended endpoint is told to its service's team: each member once, by the installation's own service.
#include "notices/suspensions.h"

#include <gmock/gmock.h>

#include <thread>

#include "base/log.h"
#include "notices/suspension_text.h"
#include "support/captured_log.h"
#include "support/pipeline.h"

namespace herald::notices {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class Suspensions : public test::PipelineTest {
protected:
    void add_member(const std::string& name, const std::string& email_address) {
        store().write_now([&](db::Transaction& tx) {
            std::get<Uuid>(all_services_.add_team_member(tx, service_.id, {name, email_address, {}}));
        });
    }
    void suspend() {
        store().write_now([&](db::Transaction& tx) {
            callbacks::record_failing(tx, endpoint_, url_, clock().now() - 25h, clock().now());
            ASSERT_TRUE(callbacks::suspend(tx, ids(), endpoint_, clock().now(), clock().now()));
        });
    }
    std::size_t run() {
        return loop_.run(tell_of_suspensions({inline_, loop_, ids(), sealer_}, options_of_it_, clock().now()));
    }
    /// The addresses written to, in their order.
    std::vector<std::string> recipients() {
        constexpr auto text = "SELECT recipient FROM notifications ORDER BY recipient";
        const auto statement = test::ad_hoc(text, text, 0);
        std::vector<std::string> all;
        store().read_now([&](db::Transaction& tx) {
            for (const auto row : tx.query(statement, {})) all.push_back(row.get<std::string>(0));
        });
        return all;
    }

    const std::string url_ = "https://service.example/status";
    const callbacks::Endpoint endpoint_{service_.id, "delivery_status"};
    const services::ServiceStore all_services_{clock(), ids(), sealer_};
    SuspensionOptions options_of_it_{.own = {"Post office", "POST"}, .days_kept = 7, .count_shard = 1};

    test::CapturedLog log_;
};
HERALD_ON_BOTH_STORES(Suspensions);

TEST_P(Suspensions, AreToldToEachActiveMemberOnce) {
    add_member("Ada", "Ada@example.com");
    add_member("Grace", "grace@example.com");
    add_member("Gone", "gone@example.com");
    execute("UPDATE users SET state = 'inactive' WHERE name = 'Gone'");
    EXPECT_EQ(run(), 0u) << "the endpoint is not suspended";
    EXPECT_EQ(count("services"), 1) << "an installation that has nothing to say has no service of its own";
    suspend();
    EXPECT_EQ(run(), 2u);
    EXPECT_THAT(recipients(), ElementsAre("ada@example.com", "grace@example.com"));
    EXPECT_EQ(run(), 0u);
    EXPECT_EQ(count("notifications"), 2);
    EXPECT_EQ(count("deliveries", "owner IS NULL"), 2);
    EXPECT_EQ(count("notification_counts", "status = 'created' AND count = 2 AND shard = 1"), 1);
    EXPECT_EQ(count("daily_totals"), 0) << "nobody's day is charged";
    EXPECT_THAT(log_.text(), HasSubstr(R"("event":"callback_suspension_told")"));
    EXPECT_THAT(log_.text(), Not(HasSubstr("@")));
    EXPECT_THAT(log_.text(), Not(HasSubstr("service.example")));
}

TEST_P(Suspensions, AreReadInMailOfTheOwnService) {
    add_member("Ada", "ada@example.com");
    suspend();
    run();
    stages();
    loop_.run_for(10s);
    ASSERT_EQ(provider_.sent.size(), 1u);
    EXPECT_EQ(provider_.sent[0].provider, "ses");
    EXPECT_THAT(provider_.sent[0].text, HasSubstr("Hello Ada,"));
    EXPECT_THAT(provider_.sent[0].text,
                HasSubstr("Post office calls service.example to tell your service “Sample” about what became of "
                          "messages. No call has succeeded since 1 November 2026 at 09:00 (London time)"));
    const auto mail = stored(services::own_service_id, provider_.sent[0].id);
    EXPECT_EQ(to_text(mail.status), "sending");
    EXPECT_EQ(mail.template_id, suspension_wording.template_id);
    EXPECT_EQ(mail.api_key_id, std::nullopt);
    EXPECT_EQ(mail.reply_to_text, std::nullopt);
}

TEST_P(Suspensions, AreToldAgainWhenTheyHappenAgain) {
    add_member("Ada", "ada@example.com");
    suspend();
    EXPECT_EQ(run(), 1u);
    store().write_now([&](db::Transaction& tx) { callbacks::resume(tx, endpoint_); });
    EXPECT_EQ(run(), 0u);
    suspend();
    EXPECT_EQ(run(), 1u);
    store().write_now([&](db::Transaction& tx) {
        ASSERT_FALSE(all_services_.set_callback(tx, service_.id, services::CallbackType::delivery_status,
                                                {url_, "the-token-of-the-service", {}}));
    });
    EXPECT_EQ(run(), 0u);
    suspend();
    EXPECT_EQ(run(), 1u);
    EXPECT_EQ(count("notifications"), 3);
    EXPECT_EQ(count("templates_history", "name = 'Callbacks stopped'"), 1);
}

TEST_P(Suspensions, OfServicesWithoutAnybodyAreLogged) {
    suspend();
    EXPECT_EQ(run(), 0u);
    EXPECT_THAT(log_.text(), HasSubstr(R"("level":"warning","event":"callback_suspended_nobody_told")"));
    EXPECT_THAT(log_.text(), HasSubstr(service_.id.to_string()));
    log_.clear();
    EXPECT_EQ(run(), 0u);
    EXPECT_EQ(log_.text(), "") << "once";
    EXPECT_EQ(count("services"), 1);
}

TEST_P(Suspensions, AreToldOnceWhenTwoProcessesLookAtOnce) {
    constexpr int members = 3, types = 4;
    for (int i = 0; i < members; ++i) add_member("Member", "member" + std::to_string(i) + "@example.com");
    for (const char* type : {"complaint", "inbound_sms", "returned_letter"})
        store().write_now([&](db::Transaction& tx) {
            ASSERT_FALSE(all_services_.set_callback(tx, service_.id, *services::callback_type_from_text(type),
                                                    {url_, "the-token-of-the-service", {}}));
        });
    execute("UPDATE service_callbacks SET failing_since = created_at, suspended_at = created_at");
    const auto second = database().open(metrics());
    const auto tell_all = [this](db::Store& of, std::size_t& emails) {
        const SuspensionParts parts{of, loop_, ids(), sealer_};
        while (const auto told = of.write_now(
                   [&](db::Transaction& tx) { return tell_of_suspension(tx, parts, options_of_it_, clock().now()); }))
            emails += told->emails;
    };
    std::size_t by_first = 0, by_second = 0;
    std::thread other([&] { tell_all(*second, by_second); });
    tell_all(store(), by_first);
    other.join();
    EXPECT_EQ(by_first + by_second, static_cast<std::size_t>(members * types));
    EXPECT_EQ(count("notifications"), members * types);
    EXPECT_EQ(count("services", "NOT count_as_live"), 1);
    second->stop();
}

}  // namespace
}  // namespace herald::notices
