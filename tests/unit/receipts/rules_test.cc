#include "receipts/rules.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <map>

namespace herald::receipts {
namespace {

using notifications::Channel;
using notifications::Notification;
using notifications::Status;

constexpr Status every_status[] = {
    Status::created,
    Status::sending,
    Status::pending,
    Status::sent,
    Status::delivered,
    Status::cancelled,
    Status::failed,
    Status::technical_failure,
    Status::temporary_failure,
    Status::permanent_failure,
    Status::pending_virus_check,
    Status::validation_failed,
    Status::virus_scan_failed,
    Status::returned_letter,
};

Receipt receipt(Receipt::Key key, Status status, std::string provider = "mmg", std::string detail = "") {
    Receipt made;
    made.key = key;
    made.provider = std::move(provider);
    made.status = status;
    made.detail_code = std::move(detail);
    return made;
}

Notification text_in(Status status) {
    Notification message;
    message.status = status;
    return message;
}

Notification email_in(Status status) {
    Notification message = text_in(status);
    message.channel = Channel::email;
    return message;
}

// S-091: the states that take a receipt: text messages' by whatever key, emails' by the provider's reference.
TEST(ReceiptRules, OnlyOpenStatesTakeAReceipt) {
    const std::map<Status, std::pair<bool, bool>> open = {
        // a text message's, an email's by reference
        {Status::created, {true, false}},
        {Status::sending, {true, true}},
        {Status::pending, {true, true}},
        {Status::sent, {true, false}},
        {Status::pending_virus_check, {true, false}},
    };
    for (const Status status : every_status) {
        const auto entry = open.find(status);
        const auto [text, email] = entry == open.end() ? std::pair(false, false) : entry->second;
        const auto verdict = [&](Receipt::Key key, const Notification& message) {
            return judge(receipt(key, Status::cancelled), message);
        };
        if (status == Status::cancelled) continue;
        for (const auto key : {Receipt::Key::notification_id, Receipt::Key::provider_reference})
            EXPECT_EQ(verdict(key, text_in(status)), text ? Verdict::apply : Verdict::duplicate) << to_text(status);
        EXPECT_EQ(verdict(Receipt::Key::provider_reference, email_in(status)),
                  email ? Verdict::apply : Verdict::duplicate)
            << to_text(status);
    }
}

TEST(ReceiptRules, AStatusThatIsThereAlreadyIsADuplicate) {
    EXPECT_EQ(judge(receipt(Receipt::Key::notification_id, Status::pending), text_in(Status::pending)),
              Verdict::duplicate);
}

struct Abroad {
    const char* prefix;
    bool international;
    Verdict verdict;
};
class InternationalReceipt : public testing::TestWithParam<Abroad> {};
INSTANTIATE_TEST_SUITE_P(Table, InternationalReceipt,
                         testing::Values(Abroad{"1", true, Verdict::ignored},     // the USA tell nothing
                                         Abroad{"20", true, Verdict::apply},      // Egypt does
                                         Abroad{"1441", true, Verdict::ignored},  // Bermuda does not
                                         Abroad{"999", true, Verdict::ignored},   // a prefix that nobody knows
                                         Abroad{"1", false, Verdict::apply},  // a stored flag decides, not the prefix
                                         Abroad{"44", false, Verdict::apply}));
TEST_P(InternationalReceipt, CountsOnlyWhereTheCountryReportsDelivery) {
    Notification message = text_in(Status::sent);
    message.international = GetParam().international;
    message.phone_prefix = GetParam().prefix;
    EXPECT_EQ(judge(receipt(Receipt::Key::notification_id, Status::delivered), message), GetParam().verdict);
}

TEST(ReceiptRules, AnEmailIsNeverTakenForANumberAbroad) {
    Notification message = text_in(Status::sending);
    message.channel = Channel::email;
    message.international = true;
    EXPECT_EQ(judge(receipt(Receipt::Key::provider_reference, Status::delivered, "ses"), message), Verdict::apply);
}

struct Refined {
    std::string provider, sent_by, code;
    Status told, current, result;
};
class FiretextRefinement : public testing::TestWithParam<Refined> {};
INSTANTIATE_TEST_SUITE_P(
    Table, FiretextRefinement,
    testing::Values(
        Refined{"firetext", "firetext", "000", Status::permanent_failure, Status::sending, Status::temporary_failure},
        Refined{"firetext", "firetext", "101", Status::permanent_failure, Status::sending, Status::permanent_failure},
        Refined{"firetext", "firetext", "101", Status::permanent_failure, Status::pending, Status::permanent_failure},
        Refined{"firetext", "firetext", "302", Status::permanent_failure, Status::sending, Status::temporary_failure},
        Refined{"firetext", "firetext", "900", Status::permanent_failure, Status::sending, Status::temporary_failure},
        // Without a usable code the state decides.
        Refined{"firetext", "firetext", "", Status::permanent_failure, Status::sending, Status::permanent_failure},
        Refined{"firetext", "firetext", "", Status::permanent_failure, Status::pending, Status::temporary_failure},
        Refined{"firetext", "firetext", "555", Status::permanent_failure, Status::pending, Status::temporary_failure},
        // A receipt that came before the sender has said which provider it was is Firetext's own word.
        Refined{"firetext", "", "102", Status::permanent_failure, Status::created, Status::temporary_failure},
        // Other results, other providers and messages sent by others are taken as told.
        Refined{"firetext", "firetext", "102", Status::delivered, Status::pending, Status::delivered},
        Refined{"mmg", "mmg", "102", Status::permanent_failure, Status::pending, Status::permanent_failure},
        Refined{"firetext", "mmg", "102", Status::permanent_failure, Status::pending, Status::permanent_failure}));
TEST_P(FiretextRefinement, FollowsTheCodeThenTheState) {
    const Refined& row = GetParam();
    Notification message = text_in(row.current);
    if (!row.sent_by.empty()) message.sent_by = row.sent_by;
    const auto told = receipt(Receipt::Key::notification_id, row.told, row.provider, row.code);
    EXPECT_EQ(to_text(refined_status(told, message)), to_text(row.result));
}

// Tasks §19.3: whatever comes, in whatever order, a status only goes forward; the first final one stays.
RC_GTEST_PROP(ReceiptRules, LetAStatusOnlyGoForward, (const std::vector<unsigned>& told, bool is_email)) {
    constexpr std::array statuses{Status::delivered, Status::temporary_failure, Status::permanent_failure,
                                  Status::pending, Status::technical_failure};
    notifications::Notification message;
    message.channel = is_email ? notifications::Channel::email : notifications::Channel::sms;
    message.status = is_email ? Status::sending : Status::created;
    for (const unsigned one : told) {
        Receipt receipt;
        receipt.provider = is_email ? "ses" : one % 2 == 0 ? "mmg" : "firetext";
        if (is_email) receipt.key = Receipt::Key::provider_reference;
        receipt.status = statuses[one % statuses.size()];
        const bool was_final = notifications::is_completed(message.status);
        const Verdict verdict = judge(receipt, message);
        if (was_final) RC_ASSERT(verdict == Verdict::duplicate);
        if (verdict != Verdict::apply) continue;
        RC_ASSERT(refined_status(receipt, message) != message.status);
        message.status = refined_status(receipt, message);
    }
}

// tasks.md §6.3: what the printer's word does to a letter in each status.
TEST(ReceiptRules, LettersTakeThePrintersWordUntilItsFirst) {
    for (const Status status : every_status) {
        const bool is_open = status == Status::created || status == Status::sending;
        const bool is_given_up = status == Status::technical_failure;
        Notification letter;
        letter.channel = Channel::letter;
        letter.status = status;
        const auto takes = [&](Status told) { return judge_letter(letter, told) == Verdict::apply; };
        EXPECT_EQ(takes(Status::delivered), is_open || is_given_up) << to_text(status);
        EXPECT_EQ(takes(Status::technical_failure), is_open) << to_text(status);
        // The printer had it: technical-failure is the printer's own word.
        letter.sent_by = "dvla";
        EXPECT_EQ(takes(Status::delivered), is_open) << to_text(status);
        EXPECT_EQ(takes(Status::technical_failure), is_open) << to_text(status);
    }
}

}  // namespace
}  // namespace herald::receipts
