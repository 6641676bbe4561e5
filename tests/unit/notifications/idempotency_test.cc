#include "notifications/idempotency.h"

#include <gtest/gtest.h>

namespace herald::notifications {
namespace {

class IdempotencyKeys : public testing::Test {
protected:
    IdempotencyKeys() {
        auto service = std::make_shared<services::Service>();
        service->id = *Uuid::parse("6ce466d0-fd6a-11e5-82f5-e0accb9d11a6");
        service->keys.push_back({{}, "live", services::KeyType::normal, "", {}});
        service->keys.push_back({{}, "test", services::KeyType::test, "", {}});
        caller_ = {service, &service->keys[0]};
        request_.path = "/v2/notifications/sms";
        request_.body = "{}";
    }
    std::variant<std::optional<IdempotencyKey>, http::Response> read(std::string name) {
        request_.headers = {{"idempotency-key", std::move(name)}};
        return read_idempotency_key(request_, caller_);
    }
    IdempotencyKey key(std::string name) { return std::get<0>(read(std::move(name))).value(); }

    http::Request request_;
    services::Caller caller_;
};

TEST_F(IdempotencyKeys, AreOptional) {
    request_.headers = {{"Host", "x"}};
    EXPECT_EQ(std::get<0>(read_idempotency_key(request_, caller_)), std::nullopt);
}

TEST_F(IdempotencyKeys, AreOneTo255PrintableCharacters) {
    for (const std::string& name : {std::string(), std::string(256, 'a'), std::string("a\tb"), std::string("né")}) {
        const auto read_now = read(name);
        ASSERT_TRUE(std::holds_alternative<http::Response>(read_now)) << name;
        const auto& response = std::get<http::Response>(read_now);
        EXPECT_EQ(response.status, 400);
        EXPECT_NE(response.body.find("Idempotency-Key must be 1 to 255 printable ASCII characters"), std::string::npos);
    }
    EXPECT_EQ(key(std::string(255, 'a')).key_hash.size(), 16u);
    EXPECT_EQ(key("order 7").key_hash.find("order"), std::string::npos) << "a name may be personal";
}

TEST_F(IdempotencyKeys, BelongToAServiceAKindOfKeyAndARoute) {
    const auto first = key("a");
    EXPECT_EQ(key("a"), first);
    EXPECT_NE(key("b").key_hash, first.key_hash);
    request_.path = "/v2/notifications/email";
    EXPECT_NE(key("a").key_hash, first.key_hash);
    request_.path = "/v2/notifications/sms";
    caller_.key = &caller_.service->keys[1];
    EXPECT_NE(key("a").key_hash, first.key_hash);
}

TEST_F(IdempotencyKeys, TellBodiesApart) {
    const auto first = key("a");
    request_.body = "{ }";
    EXPECT_EQ(key("a").key_hash, first.key_hash);
    EXPECT_NE(key("a").body_hash, first.body_hash);
}

TEST_F(IdempotencyKeys, AreHeldByOneRequestAtATime) {
    KeysUnderWay keys;
    {
        const KeysUnderWay::Claim first(keys, "a"), second(keys, "a"), other(keys, "b");
        EXPECT_TRUE(first.is_held());
        EXPECT_FALSE(second.is_held());
        EXPECT_TRUE(other.is_held());
    }
    EXPECT_TRUE(KeysUnderWay::Claim(keys, "a").is_held());
    const auto response = still_under_way();
    EXPECT_EQ(response.status, 409);
    EXPECT_EQ(response.headers.back().name, "Retry-After");
}

TEST_F(IdempotencyKeys, AnswerARepetitionAsBeforeAndAnotherRequestWith422) {
    const auto again = replay({true, R"({"id":"x"})"});
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, R"({"id":"x"})");
    EXPECT_EQ(again.headers.back().name, "Idempotent-Replay");
    EXPECT_EQ(replay({}).status, 422);
}

}  // namespace
}  // namespace herald::notifications
