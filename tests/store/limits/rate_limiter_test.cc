#include "limits/rate_limiter.h"

#include <gtest/gtest.h>

#include <random>

#include "support/database.h"
#include "support/inline_store.h"
#include "support/virtual_loop.h"

namespace herald::limits {
namespace {

using namespace std::chrono_literals;
using services::KeyType;

class RateLimits : public test::StoreTest {
protected:
    RateLimits() { service_.id = ids().next_random(); }

    /// How many of `requests` requests, made in turn by as many processes as there are limiters, are allowed.
    template <class Limiters>
    int allowed(Limiters& limiters, int requests, KeyType key_type = KeyType::normal) {
        int count = 0;
        for (int i = 0; i < requests; ++i) {
            RateLimiter& limiter = *limiters[static_cast<std::size_t>(i) % limiters.size()];
            if (loop_.run(limiter.allow(service_, key_type))) ++count;
        }
        return count;
    }
    std::vector<std::unique_ptr<SharedRateLimiter>> processes(int count) {
        std::vector<std::unique_ptr<SharedRateLimiter>> limiters;
        for (int i = 0; i < count; ++i)
            limiters.push_back(std::make_unique<SharedRateLimiter>(inline_, loop_, clock()));
        return limiters;
    }

    test::VirtualLoop loop_{clock()};
    test::InlineStore inline_{store()};
    services::Service service_{.rate_limit = 60};
};
HERALD_ON_BOTH_STORES(RateLimits);

TEST_P(RateLimits, OfSeveralProcessesAreExactInSum) {
    for (const int count : {1, 2, 4}) {
        service_.id = ids().next_random();
        auto limiters = processes(count);
        EXPECT_EQ(allowed(limiters, 40), 20) << count << " processes";
    }
}

TEST_P(RateLimits, AreNotReachedBySeveralProcessesThatStayBelowThem) {
    auto limiters = processes(4);
    EXPECT_EQ(allowed(limiters, 40), 20);
    clock().advance(2s);
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(loop_.run(limiters[static_cast<std::size_t>(i) % 4]->allow(service_, KeyType::normal))) << i;
        clock().advance(1s);
    }
}

TEST_P(RateLimits, CountEachTypeOfKeyByItself) {
    auto limiters = processes(2);
    EXPECT_EQ(allowed(limiters, 25, KeyType::normal), 20);
    EXPECT_EQ(allowed(limiters, 25, KeyType::team), 20);
    EXPECT_EQ(allowed(limiters, 25, KeyType::test), 20);
}

TEST_P(RateLimits, RefuseNobodyWhenTheStoreDoesNotAnswer) {
    auto limiters = processes(1);
    EXPECT_EQ(allowed(limiters, 25), 20);
    inline_.fail_when([] { return test::InlineStore::Fault::refused; });
    EXPECT_EQ(allowed(limiters, 5), 5);
    inline_.fail_when(nullptr);
    EXPECT_EQ(allowed(limiters, 1), 0);
}

TEST_P(RateLimits, ThatBringTokensBackFastAreNotAskedForEachRequest) {
    service_.rate_limit = 60'000;  // 100 in a tenth of a second, of a bucket of 1000
    auto limiters = processes(2);
    EXPECT_EQ(allowed(limiters, 2), 2);
    int writes = 0;
    inline_.fail_when([&] {
        ++writes;
        return test::InlineStore::Fault::none;
    });
    EXPECT_EQ(allowed(limiters, 200), 200);
    EXPECT_EQ(writes, 0);
    // What was taken ahead is gone from the row: 1000 - 2 - 200, and the last one stays.
    EXPECT_EQ(allowed(limiters, 2'000), 797);
    clock().advance(100ms);
    EXPECT_EQ(allowed(limiters, 200), 99) << "near the limit one by one";
    inline_.fail_when(nullptr);
}

TEST_P(RateLimits, TakenAheadAreNotKeptForLong) {
    service_.rate_limit = 60'000;
    auto limiters = processes(1);
    EXPECT_EQ(allowed(limiters, 1), 1);
    clock().advance(SharedRateLimiter::ahead_kept + 1us);
    int writes = 0;
    inline_.fail_when([&] {
        ++writes;
        return test::InlineStore::Fault::none;
    });
    EXPECT_EQ(allowed(limiters, 1), 1);
    EXPECT_EQ(writes, 1);
    inline_.fail_when(nullptr);
}

TEST_P(RateLimits, OfOneProcessAreKeptInMemory) {
    std::vector<std::unique_ptr<LocalRateLimiter>> limiters;
    limiters.push_back(std::make_unique<LocalRateLimiter>(clock()));
    inline_.fail_when([] { return test::InlineStore::Fault::refused; });
    EXPECT_EQ(allowed(limiters, 40), 20);
    inline_.fail_when(nullptr);
}

// The statement and TokenBucket reckon alike: one limiter with the row, one in memory, asked the same.
TEST_P(RateLimits, AreTheSameInMemoryAndInTheStore) {
    std::minstd_rand random(7);
    for (const std::int64_t rate : {0, 1, 7, 60, 3000, 59'000}) {
        service_.id = ids().next_random();
        service_.rate_limit = rate;
        SharedRateLimiter shared(inline_, loop_, clock());
        LocalRateLimiter local(clock());
        for (int i = 0; i < 150; ++i) {
            clock().advance(Duration(static_cast<std::int64_t>(random()) % (i % 10 == 9 ? 90'000'000 : 400'000)));
            const std::int64_t requests = i % 7 == 6 ? 2 : 1;
            ASSERT_EQ(loop_.run(shared.allow(service_, KeyType::normal, requests)),
                      loop_.run(local.allow(service_, KeyType::normal, requests)))
                << "rate " << rate << ", request " << i;
        }
    }
}

TEST_P(RateLimits, TakeTwoTokensForWhatCountsTwice) {
    auto limiters = processes(1);
    int letters = 0;
    while (loop_.run(limiters[0]->allow(service_, KeyType::normal, 2))) ++letters;
    EXPECT_EQ(letters, 10);
}

}  // namespace
}  // namespace herald::limits
