// Tasks.md §7: an endpoint that fails repeatedly is held back, and probed once a minute.
#include "callbacks/endpoint_health.h"

#include <gtest/gtest.h>

#include <set>

namespace herald::callbacks {
namespace {

using namespace std::chrono_literals;
using Failed = EndpointHealth::Failed;

class Health : public testing::Test {
protected:
    void fail(int times) {
        for (int i = 0; i < times; ++i) health_.failed(group_, now_);
    }
    const Endpoint endpoint_{*Uuid::parse("11111111-1111-4111-8111-111111111111"), "delivery_status"};
    const Uuid group_ = endpoint_.group();
    Timestamp now_{1'000'000'000'000};
    EndpointHealth health_{{}};
};

TEST_F(Health, EachTypeOfEachServiceIsAnEndpoint) {
    std::set<Uuid> groups;
    for (const char* type : {"delivery_status", "complaint", "inbound_sms", "returned_letter"})
        for (const char* id : {"11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"})
            groups.insert(Endpoint{*Uuid::parse(id), type}.group());
    EXPECT_EQ(groups.size(), 8u);
}

TEST_F(Health, TwentyFailuresInARowHoldAnEndpointBack) {
    fail(18);
    EXPECT_EQ(health_.failed(group_, now_), Failed::once_more);
    EXPECT_TRUE(health_.may_call(group_, now_));
    EXPECT_EQ(health_.failed(group_, now_), Failed::opens);
    EXPECT_TRUE(health_.is_open(group_));
    EXPECT_FALSE(health_.may_call(group_, now_));
    EXPECT_FALSE(health_.may_call(group_, now_ + 59s));
    EXPECT_TRUE(health_.may_call(group_, now_ + 1min));
    EXPECT_TRUE(health_.may_call(*Uuid::parse("33333333-3333-4333-8333-333333333333"), now_));
}

TEST_F(Health, AnAnswerInBetweenStartsTheCountAnew) {
    fail(19);
    EXPECT_FALSE(health_.succeeded(group_)) << "it was not held back: the store need not know";
    fail(19);
    EXPECT_FALSE(health_.is_open(group_));
}

TEST_F(Health, OneProbeIsMadeInAMinute) {
    fail(20);
    now_ = now_ + 1min;
    health_.began(group_, now_);
    EXPECT_FALSE(health_.may_call(group_, now_ + 59s));
    EXPECT_EQ(health_.failed(group_, now_ + 5s), Failed::probe);
    EXPECT_FALSE(health_.may_call(group_, now_ + 64s));
    EXPECT_TRUE(health_.may_call(group_, now_ + 65s));
    EXPECT_TRUE(health_.succeeded(group_));
    EXPECT_TRUE(health_.may_call(group_, now_));
    EXPECT_EQ(health_.failing_since(group_), std::nullopt);
}

TEST_F(Health, WhatOthersHaveFoundOutCountsUntilItIsGone) {
    const Timestamp since = now_ - 5h;
    health_.learn({{endpoint_, since, false}}, now_);
    EXPECT_TRUE(health_.is_open(group_));
    EXPECT_TRUE(health_.may_call(group_, now_)) << "a probe at once";
    EXPECT_EQ(health_.failing_since(group_), since);
    EXPECT_EQ(health_.failed(group_, now_), Failed::probe);
    health_.learn({{endpoint_, since, true}}, now_);
    EXPECT_TRUE(health_.is_suspended(group_));
    EXPECT_FALSE(health_.may_call(group_, now_)) << "learning the same again makes no probe due";
    health_.learn({}, now_);
    EXPECT_FALSE(health_.is_open(group_));
    EXPECT_FALSE(health_.is_suspended(group_));
}

TEST_F(Health, WhatOnlyThisProcessKnowsIsNotForgottenByLearning) {
    fail(20);
    health_.learn({}, now_);
    EXPECT_TRUE(health_.is_open(group_)) << "the store has not been told yet";
}

}  // namespace
}  // namespace herald::callbacks
