#include "services/api_key_store.h"

#include <gmock/gmock.h>

#include "services/service_store.h"
#include "support/database.h"

namespace herald::services {
namespace {

class StoredApiKeys : public test::StoreTest {
protected:
    void SetUp() override {
        service_ = std::get<Uuid>(store().write_now([&](db::Transaction& tx) {
            return ServiceStore(clock(), ids(), sealer_).create(tx, {.name = "Service", .sms_sender = "SENDER"});
        }));
    }
    std::variant<NewApiKey, Refusal> make(const std::string& name, KeyType type = KeyType::normal) {
        return store().write_now([&](db::Transaction& tx) { return keys_.create(tx, service_, name, type); });
    }
    std::optional<Refusal> revoke(Uuid id) {
        return store().write_now([&](db::Transaction& tx) { return keys_.revoke(tx, service_, id); });
    }
    ServicePtr loaded() {
        return store().read_now(
            [&](db::Transaction& tx) { return load_service(tx, sealer_, service_, clock().now()); });
    }

    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    const ApiKeyStore keys_{clock(), ids(), sealer_};
    Uuid service_;
};
HERALD_ON_BOTH_STORES(StoredApiKeys);

TEST_P(StoredApiKeys, HaveTheShapeThatClientsCheck) {
    const auto key = std::get<NewApiKey>(make("my-key", KeyType::team));
    const auto parsed = parse_key(key.key);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->name, "my-key");
    EXPECT_EQ(parsed->service_id, service_);
    EXPECT_THAT(parsed->secret,
                testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    const auto service = loaded();
    ASSERT_EQ(service->keys.size(), 1u);
    EXPECT_EQ(service->keys[0].id, key.id);
    EXPECT_EQ(service->keys[0].type, KeyType::team);
    EXPECT_EQ(service->keys[0].secret, parsed->secret);
    EXPECT_FALSE(service->keys[0].expiry_date);
}

TEST_P(StoredApiKeys, AreRefusedNamesThatAreTakenOrHaveSpaces) {
    make("taken");
    EXPECT_EQ(std::get<Refusal>(make("taken")).message,
              "The service has a key named 'taken' already; revoke it or choose another name");
    EXPECT_EQ(std::get<Refusal>(make("two words")).message,
              "A key's name must not have spaces, because clients refuse such keys");
    EXPECT_EQ(std::get<Refusal>(make("")).message, "A key's name must not be blank");
    EXPECT_EQ(std::get<Refusal>(make(std::string(256, 'x'))).message, "A key's name must have at most 255 characters");
    const Uuid nobody = ids().next_random();
    EXPECT_EQ(std::get<Refusal>(store().write_now([&](db::Transaction& tx) {
                  return keys_.create(tx, nobody, "key", KeyType::normal);
              })).message,
              "There is no service " + nobody.to_string());
}

TEST_P(StoredApiKeys, MayTakeTheNameOfARevokedOne) {
    const auto first = std::get<NewApiKey>(make("key"));
    EXPECT_FALSE(revoke(first.id));
    EXPECT_TRUE(std::holds_alternative<NewApiKey>(make("key")));
    const auto list = store().read_now([&](db::Transaction& tx) { return keys_.list(tx, service_); });
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(std::count_if(list.begin(), list.end(), [](const auto& key) { return key.expiry_date.has_value(); }), 1);
}

TEST_P(StoredApiKeys, RevokingTwiceOrWhatIsNotThere) {
    const auto key = std::get<NewApiKey>(make("key"));
    EXPECT_FALSE(revoke(key.id));
    const auto number = loaded()->change_number;
    clock().advance(std::chrono::hours(1));
    EXPECT_FALSE(revoke(key.id));
    EXPECT_EQ(loaded()->change_number, number);
    EXPECT_EQ(loaded()->keys[0].expiry_date, clock().now() - std::chrono::hours(1));
    const Uuid unknown = ids().next_random();
    EXPECT_EQ(revoke(unknown)->message, "The service has no key " + unknown.to_string());
}

TEST_P(StoredApiKeys, ThatWereRevokedAreKnownForSixDaysAndTheRestOfADay) {
    const auto key = std::get<NewApiKey>(make("key"));
    clock().set(*Timestamp::parse_iso("2026-11-02T00:00:00Z"));
    revoke(key.id);
    clock().set(*Timestamp::parse_iso("2026-11-08T23:59:59Z"));
    EXPECT_EQ(loaded()->keys.size(), 1u);
    clock().set(*Timestamp::parse_iso("2026-11-09T00:00:00Z"));
    EXPECT_EQ(loaded()->keys.size(), 0u);
}

TEST_P(StoredApiKeys, BumpTheServicesChangeNumber) {
    const auto before = loaded()->change_number;
    const auto key = std::get<NewApiKey>(make("key"));
    EXPECT_EQ(loaded()->change_number, before + 1);
    revoke(key.id);
    EXPECT_EQ(loaded()->change_number, before + 2);
}

}  // namespace
}  // namespace herald::services
