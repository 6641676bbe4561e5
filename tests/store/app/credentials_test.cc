#include "app/credentials.h"

#include <gtest/gtest.h>

#include "app/installation.h"
#include "support/database.h"

namespace herald::app {
namespace {

class Credentials : public test::StoreTest {
protected:
    void set(std::string_view name, std::string_view value) {
        store().write_now([&](db::Transaction& tx) { set_credential(tx, sealer_, name, value, clock().now()); });
    }
    Settings applied(Settings settings = {}) { return applied_by(sealer_, std::move(settings)); }
    Settings applied_by(const crypto::Sealer& sealer, Settings settings = {}) {
        store().read_now([&](db::Transaction& tx) {
            apply_credentials(tx, sealer, settings);
            return true;
        });
        return settings;
    }
    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
};
HERALD_ON_BOTH_STORES(Credentials);

TEST_P(Credentials, StandForSettingsThatAreNotGiven) {
    set("smpp-password", "stored");
    set("twilio-token", "stored too");
    Settings given;
    given.twilio_token = "given";
    const Settings settings = applied(given);
    EXPECT_EQ(settings.smpp_password, "stored");
    EXPECT_EQ(settings.twilio_token, "given");
}

TEST_P(Credentials, AreReplacedAndRemoved) {
    set("mmg-key", "first");
    set("mmg-key", "second");
    EXPECT_EQ(applied().mmg_key, "second");
    const auto remove = [&] {
        return store().write_now([](db::Transaction& tx) { return remove_credential(tx, "mmg-key"); });
    };
    EXPECT_TRUE(remove());
    EXPECT_FALSE(remove());
    EXPECT_EQ(applied().mmg_key, "");
}

TEST_P(Credentials, AreSealedUnderTheirOwnName) {
    set("mmg-key", "a key that nobody should read");
    const auto text =
        test::ad_hoc("SELECT value FROM provider_credentials", "SELECT value FROM provider_credentials", 0);
    const std::string raw = store().read_now(
        [&](db::Transaction& tx) { return std::string(tx.query(text, {})[0].get<db::Blob>(0).bytes); });
    EXPECT_EQ(raw.find("nobody"), std::string::npos);
    const auto rename = test::ad_hoc("UPDATE provider_credentials SET name = 'firetext-key'",
                                     "UPDATE provider_credentials SET name = 'firetext-key'", 0);
    store().write_now([&](db::Transaction& tx) { tx.execute(rename, {}); });
    EXPECT_THROW(applied(), InstallationError);
}

TEST_P(Credentials, NeedTheSecretThatTheyWereSealedWith) {
    set("mmg-key", "a key");
    const crypto::Sealer other(std::vector<std::string>{"another secret"});
    EXPECT_THROW(applied_by(other), InstallationError);
}

TEST_P(Credentials, AreListedWithoutTheirValues) {
    set("smtp-password", "x");
    set("mmg-key", "y");
    const auto all = store().read_now([](db::Transaction& tx) { return list_credentials(tx); });
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].name, "mmg-key");
    EXPECT_EQ(all[0].updated_at, clock().now());
}

TEST(CredentialNames, AreSecretSettings) {
    for (const auto name : credential_names()) {
        const auto table = settings_table();
        const auto found = std::find_if(table.begin(), table.end(), [&](const Setting& s) { return s.name == name; });
        ASSERT_NE(found, table.end()) << name;
        EXPECT_TRUE(found->secret) << name;
    }
}

}  // namespace
}  // namespace herald::app
