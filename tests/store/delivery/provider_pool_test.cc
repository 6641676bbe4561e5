#include "delivery/provider_pool.h"

#include <gtest/gtest.h>

#include <map>

#include "delivery/provider_route.h"
#include "support/database.h"
#include "support/inline_store.h"
#include "support/virtual_loop.h"

namespace herald::delivery {
namespace {

class Named final : public SmsProvider {
public:
    explicit Named(std::string name) : name_(std::move(name)) {}
    std::string_view identifier() const override { return name_; }
    Task<SendResult> send(const OutgoingSms&) override { co_return SendResult{}; }

private:
    std::string name_;
};
class NamedEmail final : public EmailProvider {
public:
    explicit NamedEmail(std::string name) : name_(std::move(name)) {}
    std::string_view identifier() const override { return name_; }
    Task<SendResult> send(const OutgoingEmail&) override { co_return SendResult{}; }

private:
    std::string name_;
};

class Providers : public test::StoreTest {
protected:
    void SetUp() override {
        for (const char* name : {"mmg", "firetext"}) pool_.add(std::make_unique<Named>(name));
        for (const char* name : {"ses", "smtp"}) pool_.add(std::make_unique<NamedEmail>(name));
        refresh();
    }
    void refresh() { loop_.run(pool_.refresh()); }
    /// Sets a row and lets the pool's copy grow old.
    void set(const char* name, std::int64_t priority, bool active) {
        const auto update = test::ad_hoc("UPDATE providers SET priority = ?2, active = ?3 WHERE identifier = ?1",
                                         "UPDATE providers SET priority = $2, active = $3 WHERE identifier = $1", 3);
        store().write_now([&](db::Transaction& tx) { tx.execute(update, {name, priority, active}); });
        clock().advance(std::chrono::seconds(10));
        refresh();
    }
    std::map<std::string, int> draw(int times, std::string_view not_this = {}) {
        std::map<std::string, int> drawn;
        for (int i = 0; i < times; ++i) ++drawn[pool_.choose_sms(false, not_this)->name];
        return drawn;
    }

    test::VirtualLoop loop_{clock()};
    test::InlineStore inline_{store()};
    ProviderPool pool_{inline_, loop_, clock(), metrics(), 42};
};
HERALD_ON_BOTH_STORES(Providers);

// S-078: 10,000 draws at 51/49 stay within 3 %.
TEST_P(Providers, ShareTheLoadByPriority) {
    auto drawn = draw(10'000);
    EXPECT_NEAR(drawn["mmg"], 5'100, 300);
    EXPECT_NEAR(drawn["firetext"], 4'900, 300);
    set("mmg", 90, true);
    set("firetext", 10, true);
    drawn = draw(10'000);
    EXPECT_NEAR(drawn["mmg"], 9'000, 300);
}

TEST_P(Providers, AreAllAsGoodWhenAllPrioritiesAreZero) {
    set("mmg", 0, true);
    set("firetext", 0, true);
    EXPECT_NEAR(draw(10'000)["mmg"], 5'000, 300);
}

// S-078: in the strategy of old the lowest number is the only one.
TEST_P(Providers, AllGoToTheFirstWhereThatIsTheStrategy) {
    ProviderPool first(inline_, loop_, clock(), metrics(), 42, {.strategy = balancing::Strategy::primary});
    for (const char* name : {"mmg", "firetext"}) first.add(std::make_unique<Named>(name));
    set("mmg", 20, true);
    set("firetext", 10, true);
    loop_.run(first.refresh());
    for (int i = 0; i < 100; ++i) EXPECT_EQ(first.choose_sms(false)->name, "firetext");
    EXPECT_EQ(first.choose_sms(false, "firetext")->name, "firetext") << "also after a failure: the numbers are swapped";
}

// S-076: a change acts on the next messages within ten seconds, without a restart.
TEST_P(Providers, AreSwitchedAtAnyTime) {
    set("mmg", 51, false);
    EXPECT_EQ(draw(100)["firetext"], 100);
    set("mmg", 51, true);
    set("firetext", 0, true);
    EXPECT_EQ(draw(100)["mmg"], 100);
}

TEST_P(Providers, AreReadAgainOnlyWhenTheCopyIsTenSecondsOld) {
    const auto off = test::ad_hoc("UPDATE providers SET active = FALSE WHERE identifier = 'mmg'",
                                  "UPDATE providers SET active = FALSE WHERE identifier = 'mmg'", 0);
    store().write_now([&](db::Transaction& tx) { tx.execute(off, {}); });
    clock().advance(std::chrono::milliseconds(9'999));
    refresh();
    EXPECT_GT(draw(100)["mmg"], 0);
    clock().advance(std::chrono::milliseconds(1));
    refresh();
    EXPECT_EQ(draw(100)["mmg"], 0);
}

TEST_P(Providers, ThatHaveJustFailedAreDrawnOnlyWhenThereIsNoOther) {
    EXPECT_EQ(draw(100, "mmg")["firetext"], 100);
    set("firetext", 49, false);
    EXPECT_EQ(draw(100, "mmg")["mmg"], 100);
    set("mmg", 51, false);
    EXPECT_EQ(pool_.choose_sms(false), nullptr);
}

TEST_P(Providers, SendAbroadOnlyWhenTheyCan) {
    for (int i = 0; i < 100; ++i) EXPECT_EQ(pool_.choose_sms(true)->name, "mmg");
    EXPECT_EQ(pool_.choose_sms(true, "mmg")->name, "mmg");
    set("mmg", 51, false);
    EXPECT_EQ(pool_.choose_sms(true), nullptr);
}

TEST_P(Providers, OfEmailAreDrawnOrReplacedByTheOneOfTheInstallation) {
    EXPECT_EQ(pool_.choose_email()->name, "ses");
    set("ses", 10, false);
    EXPECT_EQ(pool_.choose_email(), nullptr);
    pool_.use_only(std::make_unique<NamedEmail>("own"));
    EXPECT_EQ(pool_.choose_email()->name, "own");
}

}  // namespace
}  // namespace herald::delivery
