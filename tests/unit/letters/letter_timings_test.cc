// Content.md §8, public-api §4.4: when letters are printed and delivered.
#include "letters/letter_timings.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "letters/working_days.h"

namespace herald::letters {
namespace {

constexpr Postage all_postage[] = {Postage::first, Postage::second, Postage::economy, Postage::europe,
                                   Postage::rest_of_world};

Timestamp at(std::string_view text) {
    return Timestamp::parse_iso(text).value();
}

std::string estimated(std::string_view created_at, Postage postage) {
    return letter_timings(at(created_at), postage).latest_delivery.to_iso();
}

// Exactly 17:30:00 London time is the next day, in winter and in summer.
TEST(LetterTimings, TheCutOffIsHalfPastFiveInLondon) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"2026-01-20T00:00Z", "2026-01-20"},
        {"2026-01-20T17:29:59.999999Z", "2026-01-20"},
        {"2026-01-20T17:30Z", "2026-01-21"},
        {"2026-01-20T23:59Z", "2026-01-21"},
        {"2026-07-14T16:29:59.999999Z", "2026-07-14"},
        {"2026-07-14T16:30Z", "2026-07-15"},
        {"2026-07-14T22:59Z", "2026-07-15"},
        {"2026-07-14T23:00Z", "2026-07-15"},
        {"2026-07-31T23:30Z", "2026-08-01"},
        {"2026-12-31T18:00Z", "2027-01-01"},
        // On the days when the clocks change.
        {"2026-03-28T17:30Z", "2026-03-29"},
        {"2026-03-29T16:29:59Z", "2026-03-29"},
        {"2026-03-29T16:30Z", "2026-03-30"},
        {"2026-10-25T00:30Z", "2026-10-25"},
        {"2026-10-25T17:29:59Z", "2026-10-25"},
        {"2026-10-25T17:30Z", "2026-10-26"},
    };
    for (const auto& [created, date] : cases) EXPECT_EQ(to_iso(processing_day(at(created))), date) << created;
}

TEST(LetterTimings, ThePrintDayIsTheNextWorkingDay) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"2026-07-14T12:00Z", "2026-07-15"},  // Tuesday
        {"2026-07-17T12:00Z", "2026-07-20"},  // Friday
        {"2026-07-16T18:00Z", "2026-07-20"},  // Thursday evening belongs to Friday
        {"2026-07-18T12:00Z", "2026-07-20"},  // Saturday
        {"2026-07-19T12:00Z", "2026-07-20"},  // Sunday
        {"2026-07-19T18:00Z", "2026-07-21"},  // Sunday evening belongs to Monday
        {"2026-04-02T12:00Z", "2026-04-07"},  // before Easter
        {"2026-12-24T12:00Z", "2026-12-29"},
    };
    for (const auto& [created, date] : cases) EXPECT_EQ(to_iso(print_day(at(created))), date) << created;
}

// The table of days per postage, on two weeks without a bank holiday: printed on Wednesday 15 July.
TEST(LetterTimings, EachPostageHasItsDays) {
    struct Case {
        Postage postage;
        std::string_view earliest;
        std::string_view latest;
    };
    const Case cases[] = {
        {Postage::first, "2026-07-16", "2026-07-16"},         {Postage::second, "2026-07-21", "2026-07-22"},
        {Postage::economy, "2026-07-21", "2026-07-24"},       {Postage::europe, "2026-07-21", "2026-07-23"},
        {Postage::rest_of_world, "2026-07-23", "2026-07-27"},
    };
    for (const Case& c : cases) {
        const LetterTimings timings = letter_timings(at("2026-07-14T12:00Z"), c.postage);
        EXPECT_EQ(timings.printed_by, at("2026-07-15T14:00Z"));
        EXPECT_EQ(timings.earliest_delivery, at(std::string(c.earliest) + "T15:00Z")) << to_text(c.postage);
        EXPECT_EQ(timings.latest_delivery, at(std::string(c.latest) + "T15:00Z")) << to_text(c.postage);
    }
}

// Only first class is delivered on Saturdays, and that not on a bank holiday.
TEST(LetterTimings, FirstClassArrivesOnSaturdays) {
    EXPECT_EQ(estimated("2026-07-16T12:00Z", Postage::first), "2026-07-18T15:00:00.000000Z");
    EXPECT_EQ(estimated("2026-07-16T18:00Z", Postage::first), "2026-07-21T15:00:00.000000Z");
    EXPECT_EQ(estimated("2026-12-23T12:00Z", Postage::first), "2026-12-26T16:00:00.000000Z");
    EXPECT_EQ(estimated("2027-12-24T12:00Z", Postage::first), "2027-12-30T16:00:00.000000Z");
}

// Public-api §4.4 has these, and the examples of content.md §8; the seconds of the creation are not copied.
TEST(LetterTimings, TheEstimatedDeliveryIsTheLatestInUtc) {
    EXPECT_EQ(estimated("2000-12-01T00:00Z", Postage::second), "2000-12-11T16:00:00.000000Z");
    EXPECT_EQ(estimated("2000-06-01T00:00Z", Postage::first), "2000-06-03T15:00:00.000000Z");
    EXPECT_EQ(estimated("2026-07-14T12:34:56.789012Z", Postage::first), "2026-07-16T15:00:00.000000Z");
    // Made in summer time, delivered in winter time.
    EXPECT_EQ(estimated("2026-10-21T12:00Z", Postage::second), "2026-10-29T16:00:00.000000Z");
}

TEST(Properties, LettersArriveInOrder) {
    EXPECT_TRUE(rc::check([] {
        const Timestamp created{*rc::gen::inRange<std::int64_t>(1'500'000'000, 2'000'000'000) * 1'000'000};
        const Timestamp later = created + std::chrono::minutes(*rc::gen::inRange(0, 100'000));
        for (const Postage postage : all_postage) {
            const LetterTimings timings = letter_timings(created, postage);
            RC_ASSERT(created < timings.printed_by);
            RC_ASSERT(timings.printed_by < timings.earliest_delivery);
            RC_ASSERT(timings.earliest_delivery <= timings.latest_delivery);
            RC_ASSERT(timings.latest_delivery <= letter_timings(later, postage).latest_delivery);
            RC_ASSERT(is_working_day(london_date(timings.printed_by)));
            RC_ASSERT(is_working_day(london_date(timings.latest_delivery), WorkingWeek::monday_to_saturday));
        }
    }));
}

// Content.md §4.4.
TEST(Postage, IsChosenAtHomeAndFollowsFromTheAddressAbroad) {
    using recipients::PostageZone;
    for (const Postage chosen : {Postage::first, Postage::second, Postage::economy}) {
        EXPECT_EQ(postage_for(PostageZone::united_kingdom, chosen), chosen);
        EXPECT_EQ(postage_for(PostageZone::europe, chosen), Postage::europe);
        EXPECT_EQ(postage_for(PostageZone::rest_of_world, chosen), Postage::rest_of_world);
        EXPECT_TRUE(is_class(chosen));
    }
    EXPECT_FALSE(is_class(Postage::europe));
    EXPECT_FALSE(is_class(Postage::rest_of_world));
    EXPECT_EQ(default_postage, Postage::second);
}

TEST(Postage, HasNames) {
    const std::pair<Postage, std::string_view> names[] = {
        {Postage::first, "first"},
        {Postage::second, "second"},
        {Postage::economy, "economy"},
        {Postage::europe, "europe"},
        {Postage::rest_of_world, "rest-of-world"},
    };
    for (const auto& [postage, name] : names) {
        EXPECT_EQ(to_text(postage), name);
        EXPECT_EQ(parse_postage(name), postage);
    }
    for (const std::string_view none : {"", "First", "third", "rest_of_world", "united-kingdom"})
        EXPECT_EQ(parse_postage(none), std::nullopt) << none;
    EXPECT_EQ(class_refused, "postage invalid. It must be either first, second or economy.");
    EXPECT_EQ(postage_refused, "postage invalid. It must be first, second, economy, europe or rest-of-world.");
}

}  // namespace
}  // namespace herald::letters
