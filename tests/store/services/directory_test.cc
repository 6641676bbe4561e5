#include "services/directory.h"

#include <gtest/gtest.h>

#include "services/api_key_store.h"
#include "services/service_store.h"
#include "support/database.h"
#include "support/test_loop.h"

namespace herald::services {
namespace {

class ServiceDirectory : public test::StoreTest {
protected:
    void SetUp() override { id_ = create("Service"); }

    Uuid create(const std::string& name) {
        return std::get<Uuid>(store().write_now(
            [&](db::Transaction& tx) { return services_.create(tx, {.name = name, .sms_sender = "SENDER"}); }));
    }
    void make_live() {
        store().write_now([&](db::Transaction& tx) { EXPECT_FALSE(services_.set_live(tx, id_, true)); });
    }
    ServicePtr find(Uuid id) { return loop_.run(directory().find(id)); }
    Directory& directory() {
        if (!directory_) directory_ = std::make_unique<Directory>(store(), loop_, clock(), sealer_);
        return *directory_;
    }

    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    const ServiceStore services_{clock(), ids(), sealer_};
    test::TestLoop loop_;
    std::unique_ptr<Directory> directory_;
    Uuid id_;
};
HERALD_ON_BOTH_STORES(ServiceDirectory);

TEST_P(ServiceDirectory, KnowsWhoIsThereAndWhoIsNot) {
    EXPECT_EQ(find(id_)->name, "Service");
    EXPECT_EQ(find(ids().next_random()), nullptr);
}

TEST_P(ServiceDirectory, SeesAChangeMadeElsewhereAfterTwoSecondsAtTheLatest) {
    EXPECT_TRUE(find(id_)->restricted);
    make_live();
    clock().advance(std::chrono::milliseconds(1999));
    EXPECT_TRUE(find(id_)->restricted);
    clock().advance(std::chrono::milliseconds(1));
    EXPECT_FALSE(find(id_)->restricted);
}

TEST_P(ServiceDirectory, KeepsTheSnapshotOfAServiceThatHasNotChanged) {
    const auto first = find(id_);
    clock().advance(std::chrono::seconds(10));
    EXPECT_EQ(find(id_), first);
}

TEST_P(ServiceDirectory, SeesAChangeAtOnceWhenItIsTold) {
    find(id_);
    make_live();
    directory().forget(id_);
    EXPECT_FALSE(find(id_)->restricted);
}

TEST_P(ServiceDirectory, RemembersForTwoSecondsThatThereIsNoService) {
    SeededIdSource same(clock(), 7), other(clock(), 7);
    const Uuid id = same.next_random();
    EXPECT_EQ(find(id), nullptr);
    store().write_now([&](db::Transaction& tx) {
        ServiceStore(clock(), other, sealer_).create(tx, {.name = "Later", .sms_sender = "SENDER"});
    });
    EXPECT_EQ(find(id), nullptr);
    clock().advance(std::chrono::seconds(2));
    ASSERT_NE(find(id), nullptr);
    EXPECT_EQ(find(id)->name, "Later");
}

TEST_P(ServiceDirectory, SharesOneReadBetweenThoseWhoAskAtOnce) {
    std::vector<ServicePtr> found;
    const auto look = [](Directory& directory, Uuid id, std::vector<ServicePtr>& out) -> Task<void> {
        ServicePtr service = co_await directory.find(id);
        out.push_back(service);
    };
    for (int i = 0; i < 10; ++i) spawn(look(directory(), id_, found));
    loop_.run_until([&] { return found.size() == 10; });
    for (const auto& service : found) EXPECT_EQ(service, found[0]);
}

TEST_P(ServiceDirectory, DoesNotKeepWhatWasForgottenWhileItWasRead) {
    std::vector<ServicePtr> found;
    const auto look = [](Directory& directory, Uuid id, std::vector<ServicePtr>& out) -> Task<void> {
        ServicePtr service = co_await directory.find(id);
        out.push_back(service);
    };
    spawn(look(directory(), id_, found));
    make_live();
    directory().forget(id_);
    spawn(look(directory(), id_, found));
    loop_.run_until([&] { return found.size() == 2; });
    EXPECT_FALSE(found[0]->restricted && found[1]->restricted);
    EXPECT_FALSE(find(id_)->restricted);
}

TEST_P(ServiceDirectory, DropsARevokedKeyWhenItsDaysAreOverThoughNothingChanges) {
    const ApiKeyStore keys(clock(), ids(), sealer_);
    store().write_now([&](db::Transaction& tx) {
        const auto key = std::get<NewApiKey>(keys.create(tx, id_, "key", KeyType::normal));
        EXPECT_FALSE(keys.revoke(tx, id_, key.id));
    });
    EXPECT_EQ(find(id_)->keys.size(), 1u);
    clock().advance(std::chrono::hours(7 * 24));
    EXPECT_EQ(find(id_)->keys.size(), 0u);
}

TEST_P(ServiceDirectory, PassesOnThatTheStoreIsGoneAndRecoversNothingStale) {
    find(id_);
    clock().advance(std::chrono::seconds(3));
    store().stop();
    EXPECT_THROW(find(id_), db::StoreUnavailable);
}

}  // namespace
}  // namespace herald::services
