#include <gtest/gtest.h>

#include "services/api_key_store.h"

namespace herald::services {
namespace {

constexpr std::string_view service = "26785a09-ab16-4eb0-8407-a37497a57506";
constexpr std::string_view secret = "3d844edf-8d35-48ac-975b-e847b4f122b0";

TEST(ApiKeys, AreSlicedFromTheEnd) {
    for (const std::string name : {"key", "a-name-with-hyphens", "ü"}) {
        const auto parsed = parse_key(name + "-" + std::string(service) + "-" + std::string(secret));
        ASSERT_TRUE(parsed);
        EXPECT_EQ(parsed->name, name);
        EXPECT_EQ(parsed->service_id.to_string(), service);
        EXPECT_EQ(parsed->secret, secret);
    }
}

TEST(ApiKeys, OfAnotherShapeAreNotTaken) {
    EXPECT_FALSE(parse_key(""));
    EXPECT_FALSE(parse_key(secret));
    EXPECT_FALSE(parse_key(std::string(service) + "-" + std::string(secret)));
    EXPECT_FALSE(parse_key("key-" + std::string(service) + "-3d844edf-8d35-48ac-975b-e847b4f122b"));
    EXPECT_FALSE(parse_key("key-" + std::string(service) + "-zd844edf-8d35-48ac-975b-e847b4f122b0"));
}

TEST(KeyTypes, HaveThreeNamesEach) {
    for (const KeyType type : {KeyType::normal, KeyType::team, KeyType::test})
        EXPECT_EQ(key_type_from_text(to_text(type)), type);
    EXPECT_FALSE(key_type_from_text("live"));
    EXPECT_EQ(public_name(KeyType::normal), "LIVE");
    EXPECT_EQ(public_name(KeyType::team), "TEAM");
    EXPECT_EQ(public_name(KeyType::test), "TEST");
}

}  // namespace
}  // namespace herald::services
