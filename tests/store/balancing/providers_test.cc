// The providers' versions, and who may move weight when several want to.

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "balancing/provider_store.h"
#include "support/database.h"

namespace herald::balancing {
namespace {

using namespace std::chrono_literals;

class ProviderVersions : public test::StoreTest {
protected:
    void SetUp() override {
        store().write_now([&](db::Transaction& tx) { complete_providers(tx, ids()); });
    }
    std::vector<Provider> all() {
        return store().read_now([](db::Transaction& tx) { return all_providers(tx); });
    }
    std::vector<Provider> versions(std::string_view name) {
        return store().read_now([&](db::Transaction& tx) { return versions_of(tx, name); });
    }
    bool change(std::string_view name, const ProviderChange& to, const Author& author = {std::nullopt, "Ada"}) {
        return store().write_now(
            [&](db::Transaction& tx) { return change_provider(tx, name, to, author, clock().now()); });
    }
    Decision blame(db::Store& store, const char* provider) {
        return store.write_now([&](db::Transaction& tx) {
            LockedProviders providers(tx);
            Decision decision = judge_errors({}, providers.active(), provider, 51, clock().now());
            providers.apply(decision, clock().now());
            return decision;
        });
    }
};
HERALD_ON_BOTH_STORES(ProviderVersions);

TEST_P(ProviderVersions, StartWithOneForEachProviderAndAnIdOfItsOwn) {
    std::set<Uuid> ids;
    for (const auto& provider : all()) {
        ids.insert(provider.id);
        EXPECT_EQ(provider.version, 1);
        EXPECT_EQ(versions(provider.identifier).size(), 1u) << provider.identifier;
    }
    EXPECT_EQ(ids.size(), all().size());
    EXPECT_FALSE(ids.contains(Uuid{}));
    EXPECT_TRUE(versions("nobody").empty());
}

TEST_P(ProviderVersions, AreCompletedForAProviderThatALaterMigrationAdds) {
    const char* text =
        "INSERT INTO providers (identifier, display_name, notification_type, priority, active, supports_international, "
        "version) VALUES ('later', 'Later', 'sms', 0, FALSE, FALSE, 1)";
    store().write_now([&](db::Transaction& tx) { tx.execute(test::ad_hoc(text, text, 0), {}); });
    const Uuid mmg = versions("mmg")[0].id;
    store().write_now([&](db::Transaction& tx) { complete_providers(tx, ids()); });
    EXPECT_EQ(versions("later").size(), 1u);
    EXPECT_FALSE(versions("later")[0].id.is_nil());
    EXPECT_EQ(versions("mmg")[0].id, mmg);
    EXPECT_EQ(versions("mmg").size(), 1u) << "what is complete stays as it is";
}

// Tasks §19.8: every change has author, reason and version.
TEST_P(ProviderVersions, KeepWhoChangedWhatAndWhy) {
    EXPECT_TRUE(change("mmg", {.priority = 30, .reason = "their maintenance"}));
    clock().advance(1h);
    EXPECT_TRUE(change("mmg", {.active = false}));
    EXPECT_FALSE(change("nobody", {.priority = 30}));
    const auto kept = versions("mmg");
    ASSERT_EQ(kept.size(), 3u);
    EXPECT_EQ(kept[0].version, 3);
    EXPECT_FALSE(kept[0].active);
    EXPECT_EQ(kept[0].priority, 30);
    EXPECT_EQ(kept[0].reason, std::nullopt) << "an earlier reason is not the reason of this change";
    EXPECT_EQ(kept[1].version, 2);
    EXPECT_TRUE(kept[1].active);
    EXPECT_EQ(kept[1].reason, "their maintenance");
    EXPECT_EQ(kept[1].changed_by, "Ada");
    EXPECT_EQ(kept[0].updated_at, kept[1].updated_at.value() + 1h);
    EXPECT_EQ(kept[2].priority, 51);
}

TEST_P(ProviderVersions, NameTheUserWhoMadeTheChange) {
    const Uuid user = ids().next_random();
    const auto text = test::ad_hoc(
        "INSERT INTO users (id, name, email_address, state, created_at) VALUES (?1, 'Ada', 'ada@example.com', "
        "'active', ?2)",
        "INSERT INTO users (id, name, email_address, state, created_at) VALUES ($1, 'Ada', 'ada@example.com', "
        "'active', $2)",
        2);
    store().write_now([&](db::Transaction& tx) { tx.execute(text, {user, clock().now()}); });
    change("mmg", {.priority = 30}, {user, "Ada"});
    ASSERT_TRUE(versions("mmg")[0].created_by.has_value());
    EXPECT_EQ(versions("mmg")[0].created_by->email_address, "ada@example.com");
}

TEST_P(ProviderVersions, TellOfAutomaticChangesToo) {
    EXPECT_EQ(blame(store(), "mmg").kind, Decision::Kind::change);
    EXPECT_EQ(versions("mmg")[0].priority, 41);
    EXPECT_EQ(versions("mmg")[0].changed_by, "Herald");
    EXPECT_EQ(versions("mmg")[0].reason, reason_reduced);
    EXPECT_EQ(versions("firetext")[0].priority, 59);
    EXPECT_EQ(versions("firetext")[0].version, 2);
}

// S-077: a person's change begins the quiet time, a switch as well as a priority.
TEST_P(ProviderVersions, OfAPersonKeepTheRulesQuiet) {
    change("firetext", {.priority = 49});
    EXPECT_EQ(blame(store(), "mmg").kind, Decision::Kind::quiet);
    clock().advance(1min);
    EXPECT_EQ(blame(store(), "mmg").kind, Decision::Kind::change);
}

TEST_P(ProviderVersions, LeaveOutWhoIsSwitchedOff) {
    change("firetext", {.active = false});
    clock().advance(1h);
    EXPECT_EQ(blame(store(), "mmg").kind, Decision::Kind::alone);
    EXPECT_EQ(blame(store(), "firetext").kind, Decision::Kind::nothing);
}

// Two processes see the same cause at the same moment: weight moves once.
TEST_P(ProviderVersions, AreMadeOnceWhenSeveralSeeTheCause) {
    std::vector<std::thread> threads;
    std::atomic<int> moved = 0;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            if (blame(store(), "mmg").kind == Decision::Kind::change) ++moved;
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(moved, 1);
    EXPECT_EQ(versions("mmg")[0].priority, 41);
    EXPECT_EQ(versions("mmg")[0].version, 2);
}

}  // namespace
}  // namespace herald::balancing
