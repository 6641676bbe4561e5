#include "limits/daily_limits.h"

#include <gtest/gtest.h>

#include "support/database.h"
#include "support/inline_store.h"
#include "support/virtual_loop.h"

namespace herald::limits {
namespace {

using namespace std::chrono_literals;
using services::Channel;
using services::KeyType;

class DayOfAService : public test::StoreTest {
protected:
    DayOfAService() {
        service_.id = ids().next_random();
        service_.sms_message_limit = 5;
        service_.email_message_limit = 3;
        service_.letter_message_limit = 0;
        service_.international_sms_message_limit = 2;
    }
    DailyDemand demand(Channel channel = Channel::sms, bool is_abroad = false, KeyType key_type = KeyType::normal) {
        return {&service_, key_type, channel, is_abroad, clock().now()};
    }
    std::vector<std::optional<DailyKind>> admit(DailyLimits& limits, const std::vector<DailyDemand>& demands) {
        return store().write_now([&](db::Transaction& tx) { return limits.admit(tx, demands); });
    }
    int admitted(DailyLimits& limits, const std::vector<DailyDemand>& demands) {
        const auto refusals = admit(limits, demands);
        return static_cast<int>(std::count(refusals.begin(), refusals.end(), std::nullopt));
    }
    bool has_room(DailyLimits& limits, DailyKind kind, KeyType key_type = KeyType::normal) {
        return loop_.run(limits.has_room(service_, key_type, kind));
    }
    DailyLimits process(std::int64_t shard = 0) { return {inline_, loop_, clock(), shard}; }

    test::VirtualLoop loop_{clock()};
    test::InlineStore inline_{store()};
    services::Service service_;
};
HERALD_ON_BOTH_STORES(DayOfAService);

TEST_P(DayOfAService, TakesAsManyAsItsLimitAndNotOneMore) {
    DailyLimits limits(inline_, loop_, clock(), 0);
    EXPECT_EQ(admitted(limits, std::vector(4, demand())), 4);
    const auto refusals = admit(limits, std::vector(3, demand()));
    EXPECT_FALSE(refusals[0]);
    EXPECT_EQ(refusals[1], DailyKind::sms);
    EXPECT_EQ(refusals[2], DailyKind::sms);
    EXPECT_FALSE(has_room(limits, DailyKind::sms));
    EXPECT_EQ(admitted(limits, std::vector(4, demand(Channel::email))), 3) << "each channel has its own";
    EXPECT_EQ(admitted(limits, {demand(Channel::letter)}), 0) << "a limit of nothing";
}

TEST_P(DayOfAService, CountsTextsAbroadAgainstTwoLimits) {
    DailyLimits limits(inline_, loop_, clock(), 0);
    const auto refusals = admit(limits, std::vector(3, demand(Channel::sms, true)));
    EXPECT_FALSE(refusals[1]);
    EXPECT_EQ(refusals[2], DailyKind::international_sms);
    EXPECT_EQ(admitted(limits, std::vector(9, demand())), 3) << "what was refused has not been counted";
}

TEST_P(DayOfAService, IsSharedExactlyByProcesses) {
    DailyLimits first(inline_, loop_, clock(), 0), second(inline_, loop_, clock(), 3);
    EXPECT_TRUE(has_room(second, DailyKind::sms));
    EXPECT_EQ(admitted(first, std::vector(3, demand())), 3);
    EXPECT_EQ(admitted(second, std::vector(3, demand())), 2) << "although it knew of none";
    clock().advance(3s);
    EXPECT_FALSE(has_room(first, DailyKind::sms));
}

TEST_P(DayOfAService, EndsAtMidnightUtc) {
    DailyLimits limits(inline_, loop_, clock(), 0);
    EXPECT_EQ(admitted(limits, std::vector(5, demand())), 5);
    clock().advance(24h);
    EXPECT_TRUE(has_room(limits, DailyKind::sms));
    EXPECT_EQ(admitted(limits, std::vector(6, demand())), 5);
}

TEST_P(DayOfAService, DoesNotCountTestKeys) {
    DailyLimits limits(inline_, loop_, clock(), 0);
    EXPECT_EQ(admitted(limits, std::vector(9, demand(Channel::sms, false, KeyType::test))), 9);
    EXPECT_TRUE(has_room(limits, DailyKind::sms, KeyType::test));
    EXPECT_FALSE(has_room(limits, DailyKind::letter, KeyType::test)) << "its limit matters only when it is nothing";
    EXPECT_EQ(admitted(limits, std::vector(9, demand(Channel::sms, false, KeyType::team))), 5);
}

TEST_P(DayOfAService, GetsBackWhatIsCancelled) {
    DailyLimits limits(inline_, loop_, clock(), 0);
    EXPECT_EQ(admitted(limits, std::vector(5, demand())), 5);
    EXPECT_FALSE(has_room(limits, DailyKind::sms));
    store().write_now([&](db::Transaction& tx) { limits.give_back(tx, demand()); });
    EXPECT_TRUE(has_room(limits, DailyKind::sms)) << "a no has just been read";
    EXPECT_EQ(admitted(limits, std::vector(2, demand())), 1);
}

TEST_P(DayOfAService, IsCountedSideBySideFarBelowTheLimit) {
    service_.sms_message_limit = DailyLimits::far + 10;
    DailyLimits first(inline_, loop_, clock(), 0), second(inline_, loop_, clock(), 3);
    EXPECT_TRUE(has_room(first, DailyKind::sms));
    EXPECT_TRUE(has_room(second, DailyKind::sms));
    EXPECT_EQ(admitted(first, std::vector(8, demand())), 8);
    EXPECT_EQ(admitted(second, std::vector(8, demand())), 8);
    // Near it, what everybody has counted is read again.
    service_.sms_message_limit = 20;
    EXPECT_EQ(admitted(first, std::vector(8, demand())), 4);
}

TEST_P(DayOfAService, IsForgottenWhenItIsLongAgo) {
    DailyLimits limits(inline_, loop_, clock(), 0);
    admit(limits, std::vector(3, demand()));
    const auto remove = [&](const std::string& day) {
        return store().write_now([&](db::Transaction& tx) { return remove_daily_totals(tx, day, 100); });
    };
    EXPECT_EQ(remove(clock().now().utc_date()), 0);
    EXPECT_EQ(remove((clock().now() + 24h).utc_date()), 1);
}

}  // namespace
}  // namespace herald::limits
