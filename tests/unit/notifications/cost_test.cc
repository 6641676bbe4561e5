#include "notifications/cost.h"

#include <gtest/gtest.h>

namespace herald::notifications {
namespace {

struct RateRow {
    const char* instant;
    double pounds;
};
class SmsRate : public testing::TestWithParam<RateRow> {};
// Data-model §14.4: a rate begins at London's midnight, the first one at UTC's.
INSTANTIATE_TEST_SUITE_P(
    Table, SmsRate,
    testing::Values(RateRow{"2016-05-17T23:59:59.999999Z", 0}, RateRow{"2016-05-18T00:00:00Z", 0.0165},
                    RateRow{"2017-03-31T22:59:59.999999Z", 0.0165}, RateRow{"2017-03-31T23:00:00Z", 0.0158},
                    RateRow{"2021-03-31T23:00:00Z", 0.016}, RateRow{"2022-03-31T23:00:00Z", 0.0161},
                    RateRow{"2022-04-30T22:59:59Z", 0.0161}, RateRow{"2022-04-30T23:00:00Z", 0.0172},
                    RateRow{"2023-03-31T23:00:00Z", 0.0197}, RateRow{"2024-03-31T23:00:00Z", 0.0227},
                    RateRow{"2025-03-31T23:00:00Z", 0.0233}, RateRow{"2026-03-31T22:59:59Z", 0.0233},
                    RateRow{"2026-03-31T23:00:00Z", 0.024}, RateRow{"2031-01-01T00:00:00Z", 0.024}));
TEST_P(SmsRate, IsTheOneOfTheDayOfCreation) {
    EXPECT_EQ(sms_rate_at(*Timestamp::parse_iso(GetParam().instant)), GetParam().pounds);
}

Notification text_message(Status status, std::int64_t units, double multiplier) {
    Notification message;
    message.status = status;
    message.billable_units = units;
    message.rate_multiplier = multiplier;
    message.created_at = *Timestamp::parse_iso("2026-06-01T00:00:00Z");
    return message;
}

TEST(Cost, OfAnEmailIsNothingAndKnownAtOnce) {
    Notification email = text_message(Status::created, 0, 1);
    email.channel = Channel::email;
    const Cost cost = cost_of(email);
    EXPECT_TRUE(cost.is_ready);
    EXPECT_EQ(cost.pounds, 0.0);
    EXPECT_FALSE(cost.has_sms_details);
}

TEST(Cost, OfATextMessageIsNotKnownBeforeItsFirstAttempt) {
    const Cost cost = cost_of(text_message(Status::created, 0, 1));
    EXPECT_FALSE(cost.is_ready);
    EXPECT_EQ(cost.pounds, std::nullopt);
    EXPECT_FALSE(cost.has_sms_details);
}

TEST(Cost, OfATextMessageIsFragmentsTimesMultiplierTimesRate) {
    const Cost cost = cost_of(text_message(Status::created, 3, 2));
    EXPECT_TRUE(cost.is_ready);
    EXPECT_DOUBLE_EQ(*cost.pounds, 3 * 2 * 0.024);
    EXPECT_EQ(cost.fragments, 3);
    EXPECT_EQ(cost.rate_multiplier, 2);
    EXPECT_EQ(cost.sms_rate, 0.024);
}

TEST(Cost, OfATextMessageThatEndedWithoutAFragmentIsNothing) {
    const Cost cost = cost_of(text_message(Status::technical_failure, 0, 1));
    EXPECT_TRUE(cost.is_ready);
    EXPECT_EQ(cost.pounds, 0.0);
    EXPECT_TRUE(cost.has_sms_details);
}

}  // namespace
}  // namespace herald::notifications
