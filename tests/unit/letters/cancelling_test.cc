// Content.md §8, tasks §1.6, S-060: until when letters can be cancelled, and what is said about it.
#include "letters/cancelling.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace herald::letters {
namespace {

Timestamp at(std::string_view text) {
    return Timestamp::parse_iso(text).value();
}

// In London it is an hour later. 14 July 2026 is a Tuesday.
TEST(Cancelling, EndsAtTheCutOffThatTheLetterWaitsFor) {
    struct Case {
        std::string_view created;
        std::string_view now;
        bool too_late;
    };
    const Case cases[] = {
        // Made before the cut-off.
        {"2026-07-14T10:00Z", "2026-07-14T10:00Z", false},
        {"2026-07-14T10:00Z", "2026-07-14T16:29:59.999999Z", false},
        {"2026-07-14T10:00Z", "2026-07-14T16:30Z", true},
        {"2026-07-14T10:00Z", "2026-07-14T22:59Z", true},
        {"2026-07-14T10:00Z", "2026-07-14T23:00Z", true},
        {"2026-07-14T10:00Z", "2026-07-15T10:00Z", true},
        {"2026-07-13T23:00Z", "2026-07-14T16:29Z", false},
        // Made at the cut-off, to the microsecond: as before it.
        {"2026-07-14T16:29:59.999999Z", "2026-07-14T16:30Z", true},
        {"2026-07-14T16:30Z", "2026-07-14T16:30Z", true},
        {"2026-07-14T16:30Z", "2026-07-15T00:00Z", true},
        {"2026-07-14T16:30:00.000001Z", "2026-07-14T16:30:00.000001Z", false},
        {"2026-07-14T16:30:00.000001Z", "2026-07-14T16:30:59Z", false},
        {"2026-07-14T16:30:59Z", "2026-07-15T09:00Z", false},
        // Made after it: until the next day's, whatever day that is.
        {"2026-07-14T17:00Z", "2026-07-14T18:00Z", false},
        {"2026-07-14T17:00Z", "2026-07-15T16:29:59.999999Z", false},
        {"2026-07-14T17:00Z", "2026-07-15T16:30Z", true},
        {"2026-07-14T17:00Z", "2026-07-15T23:00Z", true},
        {"2026-07-14T22:59Z", "2026-07-15T16:29Z", false},
        {"2026-07-17T17:00Z", "2026-07-18T16:29Z", false},
        {"2026-07-17T17:00Z", "2026-07-18T16:30Z", true},
        {"2026-07-17T17:00Z", "2026-07-19T08:00Z", true},
        // Winter, and across a change of the clocks.
        {"2026-01-20T17:29Z", "2026-01-20T17:30Z", true},
        {"2026-01-20T17:31Z", "2026-01-21T17:29Z", false},
        {"2026-03-28T17:31Z", "2026-03-29T16:29Z", false},
        {"2026-03-28T17:31Z", "2026-03-29T16:30Z", true},
        {"2026-10-24T16:31Z", "2026-10-25T17:29Z", false},
        {"2026-10-24T16:31Z", "2026-10-25T17:30Z", true},
        {"2026-12-31T18:00Z", "2027-01-01T17:29Z", false},
    };
    for (const Case& c : cases)
        EXPECT_EQ(is_too_late_to_cancel(at(c.created), at(c.now)), c.too_late) << c.created << " " << c.now;
}

TEST(Cancelling, IsForLettersThatStillWait) {
    const Timestamp created = at("2026-07-14T10:00Z");
    for (const std::string_view status : {"created", "pending-virus-check"}) {
        EXPECT_TRUE(can_be_cancelled({status, created}, at("2026-07-14T16:29Z"))) << status;
        EXPECT_FALSE(can_be_cancelled({status, created}, at("2026-07-14T16:30Z"))) << status;
    }
    for (const std::string_view status : {"cancelled", "sending", "delivered", "virus-scan-failed", "validation-failed",
                                          "technical-failure", "permanent-failure", "returned-letter", "received", ""})
        EXPECT_FALSE(can_be_cancelled({status, created}, created)) << status;
}

TEST(Cancelling, SaysWhyNot) {
    struct Case {
        std::string_view status;
        std::string_view created;
        std::string_view now;
        std::optional<std::string> refusal;
    };
    const Case cases[] = {
        {"created", "2026-07-14T10:00Z", "2026-07-14T12:00Z", std::nullopt},
        {"created", "2026-07-14T10:00Z", "2026-07-14T16:30Z",
         "It’s too late to cancel this letter. Printing started today at 5.30pm"},
        // The printing of an evening's letter is that of the next day.
        {"created", "2026-07-14T17:00Z", "2026-07-15T16:30Z",
         "It’s too late to cancel this letter. Printing started today at 5.30pm"},
        {"created", "2026-07-14T17:00Z", "2026-07-16T08:00Z",
         "It’s too late to cancel this letter. Printing started on 15 July at 5.30pm"},
        {"created", "2026-06-03T10:00Z", "2026-07-14T16:30Z",
         "It’s too late to cancel this letter. Printing started on 3 June at 5.30pm"},
        // Made at the cut-off itself: printing belongs to tomorrow, but no later day than today is told.
        {"created", "2026-07-14T16:30Z", "2026-07-14T16:30Z",
         "It’s too late to cancel this letter. Printing started today at 5.30pm"},
        // Too late comes first, whatever the status.
        {"cancelled", "2026-07-14T10:00Z", "2026-07-14T16:30Z",
         "It’s too late to cancel this letter. Printing started today at 5.30pm"},
        {"cancelled", "2026-07-14T10:00Z", "2026-07-14T16:29Z", "This letter has already been cancelled."},
        {"sending", "2026-07-14T10:00:03.683595Z", "2026-07-14T16:29Z",
         "We could not cancel this letter. Letter status: sending, created_at: 2026-07-14 10:00:03.683595"},
        {"delivered", "2026-07-14T10:00Z", "2026-07-14T16:29Z",
         "We could not cancel this letter. Letter status: delivered, created_at: 2026-07-14 10:00:00"},
    };
    for (const Case& c : cases)
        EXPECT_EQ(cancel_refusal(Letter{c.status, at(c.created)}, at(c.now)), c.refusal) << c.created << " " << c.now;
    EXPECT_EQ(nothing_to_cancel, "Notification not found");
    EXPECT_EQ(only_letters_can_be_cancelled, "Notification cannot be cancelled - only letters can be cancelled");
}

// S-060: the wording, and the order in which a job is refused.
TEST(Cancelling, OfAJobNeedsAllItsLetters) {
    constexpr std::string_view not_letters =
        "Only letter jobs can be cancelled through this endpoint. This is not a letter job.";
    constexpr std::string_view still_processing =
        "We are still processing these letters, please try again in 5 minutes.";
    constexpr std::string_view too_late = "It’s too late to cancel sending, these letters have already been sent.";
    const Timestamp created = at("2026-07-14T10:00Z");
    const Timestamp before = at("2026-07-14T16:29Z");
    const Timestamp after = at("2026-07-14T16:30Z");
    EXPECT_EQ(cancel_refusal(JobToCancel{true, true, true, created}, before), std::nullopt);
    EXPECT_EQ(cancel_refusal(JobToCancel{true, true, true, created}, after), too_late);
    EXPECT_EQ(cancel_refusal(JobToCancel{true, true, false, created}, before), too_late);
    EXPECT_EQ(cancel_refusal(JobToCancel{true, false, true, created}, before), still_processing);
    EXPECT_EQ(cancel_refusal(JobToCancel{true, false, false, created}, after), still_processing);
    EXPECT_EQ(cancel_refusal(JobToCancel{false, true, true, created}, before), not_letters);
    EXPECT_EQ(cancel_refusal(JobToCancel{false, false, false, created}, after), not_letters);
}

TEST(Cancelling, OfAJobNeedsLettersThatHaveNotGone) {
    for (const std::string_view status :
         {"created", "cancelled", "virus-scan-failed", "validation-failed", "technical-failure", "pending-virus-check"})
        EXPECT_TRUE(is_cancellable_in_job(status)) << status;
    for (const std::string_view status :
         {"sending", "delivered", "returned-letter", "permanent-failure", "Created", ""})
        EXPECT_FALSE(is_cancellable_in_job(status)) << status;
}

TEST(PrintingStatement, TellsTheDay) {
    struct Case {
        std::string_view status;
        std::string_view created;
        std::string_view now;
        std::string_view full;
        std::string_view brief;
    };
    const Case cases[] = {
        {"created", "2026-07-14T10:00Z", "2026-07-14T12:00Z", "Printing starts today at 5:30pm",
         "Printing today at 5:30pm"},
        {"created", "2026-07-14T17:00Z", "2026-07-14T18:00Z", "Printing starts tomorrow at 5:30pm",
         "Printing tomorrow at 5:30pm"},
        {"created", "2026-07-14T17:00Z", "2026-07-15T08:00Z", "Printing starts today at 5:30pm",
         "Printing today at 5:30pm"},
        {"pending-virus-check", "2026-07-14T10:00Z", "2026-07-14T12:00Z", "Printing starts today at 5:30pm",
         "Printing today at 5:30pm"},
        {"created", "2026-07-14T10:00Z", "2026-07-14T16:30Z", "Printed today at 5:30pm", "Printed today at 5:30pm"},
        {"sending", "2026-07-14T10:00Z", "2026-07-15T08:00Z", "Printed yesterday at 5:30pm",
         "Printed yesterday at 5:30pm"},
        {"sending", "2026-07-14T17:00Z", "2026-07-16T08:00Z", "Printed yesterday at 5:30pm",
         "Printed yesterday at 5:30pm"},
        {"sending", "2026-07-14T17:00Z", "2026-07-17T08:00Z", "Printed on 15 July at 5:30pm",
         "Printed 15 July at 5:30pm"},
        {"delivered", "2026-06-03T10:00Z", "2026-07-17T08:00Z", "Printed on 3 June at 5:30pm",
         "Printed 3 June at 5:30pm"},
        {"delivered", "2025-12-31T18:00Z", "2026-07-17T08:00Z", "Printed on 1 January at 5:30pm",
         "Printed 1 January at 5:30pm"},
    };
    for (const Case& c : cases) {
        const Letter letter{c.status, at(c.created)};
        EXPECT_EQ(printing_statement(letter, at(c.now)), c.full) << c.created << " " << c.now;
        EXPECT_EQ(printing_statement(letter, at(c.now), StatementForm::brief), c.brief) << c.created << " " << c.now;
    }
}

// What is too late stays so, and every letter can be cancelled when it has just been made, but for those of 17:30:00.
TEST(Properties, TheWindowIsOneSpan) {
    EXPECT_TRUE(rc::check([] {
        const Timestamp created{*rc::gen::inRange<std::int64_t>(1'500'000'000, 2'000'000'000) * 1'000'000 + 1};
        const Timestamp now = created + std::chrono::minutes(*rc::gen::inRange(0, 3'000));
        const Timestamp later = now + std::chrono::minutes(*rc::gen::inRange(0, 3'000));
        RC_ASSERT(!is_too_late_to_cancel(created, created));
        if (is_too_late_to_cancel(created, now)) {
            RC_ASSERT(is_too_late_to_cancel(created, later));
        }
    }));
}

}  // namespace
}  // namespace herald::letters
