#include "templates/lru_cache.h"

#include <gtest/gtest.h>

#include <string>

namespace herald::templates {
namespace {

TEST(LruCache, LetsTheLeastRecentlyUsedGo) {
    LruCache<int, std::string> cache(2);
    cache.put(1, "one");
    cache.put(2, "two");
    ASSERT_NE(cache.get(1), nullptr);
    cache.put(3, "three");
    EXPECT_EQ(cache.get(2), nullptr);
    EXPECT_EQ(*cache.get(1), "one");
    EXPECT_EQ(*cache.get(3), "three");
    EXPECT_EQ(cache.size(), 2u);
}

TEST(LruCache, ReplacesWhatIsThere) {
    LruCache<int, std::string> cache(2);
    cache.put(1, "one");
    cache.put(1, "uno");
    EXPECT_EQ(*cache.get(1), "uno");
    EXPECT_EQ(cache.size(), 1u);
}

TEST(LruCache, HoldsNothingWhenItsBoundIsZero) {
    LruCache<int, std::string> cache(0);
    cache.put(1, "one");
    EXPECT_EQ(cache.get(1), nullptr);
    EXPECT_EQ(cache.size(), 0u);
}

}  // namespace
}  // namespace herald::templates
