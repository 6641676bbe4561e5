// Content.md §7.3: why no message of a file can be sent, in the contract's words and order.
#include "spreadsheets/file_error.h"

#include <gtest/gtest.h>

#include "spreadsheets/table_report.h"
#include "table_reading.h"

namespace herald::spreadsheets {
namespace {

using Text = std::vector<std::string>;

struct Case {
    const char* what;
    RecipientKind kind;
    std::vector<std::string> placeholders;
    std::string file;
    SendingState state;
    FileErrorKind error;
    std::string heading;
    Text text;
};

/// A state in which everything that the caller can tell is wrong, so that the order shows.
SendingState worst_state() {
    SendingState state;
    state.file_name = "tides.csv";
    state.is_trial_mode = true;
    state.is_already_sent = true;
    state.daily = DailyLimit{1, 1};
    state.international = DailyLimit{0, 0};
    return state;
}

SendingState quiet_state() {
    SendingState state;
    state.file_name = "tides.csv";
    return state;
}

SendingState with_daily(std::size_t limit, std::size_t sent, bool is_trial_mode = false) {
    SendingState state = quiet_state();
    state.daily = DailyLimit{limit, sent};
    state.is_trial_mode = is_trial_mode;
    return state;
}

SendingState with_international(std::size_t limit, std::size_t sent, bool is_one_off = false) {
    SendingState state = quiet_state();
    state.international = DailyLimit{limit, sent};
    state.is_trial_mode = true;
    state.is_one_off = is_one_off;
    return state;
}

SendingState with(bool SendingState::*flag) {
    SendingState state = quiet_state();
    state.*flag = true;
    return state;
}

std::string rows(std::string_view header, std::string_view row, std::size_t count) {
    std::string file(header);
    for (std::size_t i = 0; i < count; ++i) file += "\n" + std::string(row);
    return file;
}

constexpr const char* names_heading = "There’s a problem with your column names";
constexpr const char* placeholders_heading = "Your column names need to match the double brackets in your template";
constexpr const char* one_number = "phone number\n07700900512";
constexpr const char* one_letter = "address line 1,address line 2,postcode\nA,B,PL13 1AA";

class FileErrors : public testing::TestWithParam<Case> {};

TEST_P(FileErrors, AreTheFirstThatApplies) {
    const Case& the = GetParam();
    TableRules rules = rules_for(the.kind, the.placeholders);
    if (the.state.is_trial_mode && the.error != FileErrorKind::over_daily_limit &&
        the.error != FileErrorKind::over_international_limit)
        rules.is_allowed = [](std::string_view) { return false; };
    const TableReport report = check_table(the.file, rules, the.state);
    ASSERT_TRUE(report.file_error) << the.what;
    EXPECT_EQ(report.file_error->kind, the.error) << the.what;
    EXPECT_EQ(report.file_error->heading, the.heading) << the.what;
    EXPECT_EQ(report.file_error->text, the.text) << the.what;
    EXPECT_FALSE(report.summary) << the.what;
    EXPECT_FALSE(report.is_valid()) << the.what;
}

INSTANTIATE_TEST_SUITE_P(
    OfRowsAndColumns, FileErrors,
    testing::Values(
        Case{"too many rows",
             sms,
             {"name"},
             rows("email address,email address", "x", 100'001),
             worst_state(),
             FileErrorKind::too_many_rows,
             "Your file has too many rows",
             {"Notify can process up to 100,000 rows at once. Your file has 100,001 rows."}},
        Case{"no rows",
             sms,
             {},
             "phone number\n , \n",
             worst_state(),
             FileErrorKind::no_rows,
             "Your file is missing some rows",
             {"It needs at least one row of data."}},
        Case{"no rows, one column missing",
             sms,
             {"name"},
             "phone number",
             worst_state(),
             FileErrorKind::no_rows,
             "Your file is missing some rows",
             {"It needs at least one row of data, and a column called ‘name’."}},
        Case{"nothing at all",
             email,
             {"name"},
             "",
             worst_state(),
             FileErrorKind::no_rows,
             "Your file is missing some rows",
             {"It needs at least one row of data, and columns called ‘email address’ and ‘name’."}},
        Case{"no rows of letters",
             letter,
             {},
             "",
             worst_state(),
             FileErrorKind::no_rows,
             "Your file is missing some rows",
             {"It needs at least one row of data."}},
        Case{"no recipients, one column",
             sms,
             {"name"},
             "phone\n1",
             worst_state(),
             FileErrorKind::no_recipient_column,
             names_heading,
             {"Your file needs a column called ‘phone number’.", "Right now it has one column, called ‘phone’."}},
        Case{"no recipients, a semicolon file",
             sms,
             {},
             "phone number;name\n1;a",
             worst_state(),
             FileErrorKind::no_recipient_column,
             names_heading,
             {"Your file needs a column called ‘phone number’.",
              "Right now it has one column, called ‘phone number;name’."}},
        Case{"no recipients, several columns",
             email,
             {},
             "b,a,b,A\n1,2,3,4",
             worst_state(),
             FileErrorKind::no_recipient_column,
             names_heading,
             {"Your file needs a column called ‘email address’.", "Right now it has columns called ‘b’, ‘a’ and ‘A’."}},
        Case{"no address",
             letter,
             {},
             "postcode,name\nx,y",
             worst_state(),
             FileErrorKind::no_recipient_column,
             names_heading,
             {"Your file needs at least 3 address columns, for example ‘address line 1’, ‘address line 2’ and "
              "‘address line 3’.",
              "Right now it has columns called ‘postcode’ and ‘name’."}},
        Case{"recipients twice, one spelling",
             sms,
             {"name"},
             "phone number,phone number\n1,2",
             worst_state(),
             FileErrorKind::repeated_recipient_column,
             names_heading,
             {"We found more than one column called ‘phone number’.",
              "Delete or rename one of these columns and try again."}},
        Case{"recipients twice, two spellings",
             sms,
             {},
             "phone number,Phone-Number\n1,2",
             worst_state(),
             FileErrorKind::repeated_recipient_column,
             names_heading,
             {"We found more than one column called ‘phone number’ or ‘Phone-Number’.",
              "Delete or rename one of these columns and try again."}},
        Case{"one placeholder missing",
             sms,
             {"name", "when"},
             "phone number,name\n1,2",
             worst_state(),
             FileErrorKind::missing_columns,
             placeholders_heading,
             {"Your file is missing a column called ‘when’."}},
        Case{"several placeholders missing",
             sms,
             {"a", "b", "c"},
             "phone number\n1",
             worst_state(),
             FileErrorKind::missing_columns,
             placeholders_heading,
             {"Your file is missing columns called ‘a’, ‘b’ and ‘c’."}},
        Case{"already sent, whatever the rows",
             sms,
             {},
             "phone number\nx",
             worst_state(),
             FileErrorKind::already_sent,
             "These messages have already been sent today",
             {"If you need to resend them, rename the file and upload it again."}}));

INSTANTIATE_TEST_SUITE_P(OfTheService, FileErrors,
                         testing::Values(Case{"one not allowed",
                                              sms,
                                              {},
                                              one_number,
                                              with(&SendingState::is_trial_mode),
                                              FileErrorKind::recipient_not_allowed,
                                              "You cannot send to this phone number",
                                              {"In trial mode you can only send to yourself and members of your team"}},
                                         Case{"several not allowed",
                                              email,
                                              {},
                                              "email address\na@b.example\nb@b.example",
                                              with(&SendingState::is_trial_mode),
                                              FileErrorKind::recipient_not_allowed,
                                              "You cannot send to these email addresses",
                                              {"In trial mode you can only send to yourself and members of your team"}},
                                         Case{"a letter in trial mode",
                                              letter,
                                              {},
                                              one_letter,
                                              with(&SendingState::is_trial_mode),
                                              FileErrorKind::letters_in_trial_mode,
                                              "You cannot send this letter",
                                              {"In trial mode you can only preview how your letters will look"}},
                                         Case{"letters in trial mode",
                                              letter,
                                              {},
                                              std::string(one_letter) + "\nA,B,PL13 1AA",
                                              with(&SendingState::is_trial_mode),
                                              FileErrorKind::letters_in_trial_mode,
                                              "You cannot send these letters",
                                              {"In trial mode you can only preview how your letters will look"}}));

INSTANTIATE_TEST_SUITE_P(
    OfLimits, FileErrors,
    testing::Values(
        Case{"in trial mode",
             sms,
             {},
             rows("phone number", "07700900512", 51),
             with_daily(50, 0, true),
             FileErrorKind::over_daily_limit,
             "Too many recipients",
             {"You can only send 50 text messages per day in trial mode.", "‘tides.csv’ contains 51 phone numbers."}},
        Case{"live, some sent",
             email,
             {},
             rows("email address", "a@b.example", 2'000),
             with_daily(250'000, 248'001),
             FileErrorKind::over_daily_limit,
             "Too many recipients",
             {"You can only send 250,000 emails per day.",
              "You can still send 1,999 emails today, but ‘tides.csv’ contains 2,000 email addresses."}},
        Case{"one of one",
             sms,
             {},
             one_number,
             with_daily(1, 1),
             FileErrorKind::over_daily_limit,
             "Too many recipients",
             {"You can only send 1 text message per day.",
              "You can still send 0 text messages today, but ‘tides.csv’ contains 1 phone number."}},
        Case{"more sent than may be",
             letter,
             {},
             one_letter,
             with_daily(5, 7),
             FileErrorKind::over_daily_limit,
             "Too many recipients",
             {"You can only send 5 letters per day.",
              "You can still send 0 letters today, but ‘tides.csv’ contains 1 address."}},
        Case{"international, never in trial mode",
             sms,
             {},
             "phone number\n+33651223344\n07700900512\n+33651223345\n07797721234",
             with_international(1, 0),
             FileErrorKind::over_international_limit,
             "Too many international phone numbers",
             {"You can only send 1 international text message per day.",
              "‘tides.csv’ contains 2 international phone numbers."}},
        Case{"international, some sent",
             sms,
             {},
             "phone number\n+33651223344",
             with_international(100, 100),
             FileErrorKind::over_international_limit,
             "Too many international phone numbers",
             {"You can only send 100 international text messages per day.",
              "You can still send 0 international text messages today, but ‘tides.csv’ contains 1 international phone "
              "number."}},
        Case{"international, one message",
             sms,
             {},
             "phone number\n+33651223344",
             with_international(100, 100, true),
             FileErrorKind::over_international_limit,
             "Daily limit reached",
             {"You can only send 100 international text messages per day."}}));

TEST(FileErrors, OneMessageIsToldTheLimitInOneSentence) {
    SendingState state = with_daily(50, 50, true);
    state.is_one_off = true;
    const auto error = find_limit_error({.rows = 1}, state, sms);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->heading, "Daily limit reached");
    EXPECT_EQ(error->text, Text{"You can only send 50 text messages per day in trial mode."});
}

TEST(FileErrors, WhatFitsIsValid) {
    const std::pair<std::string, SendingState> cases[] = {
        {rows("phone number", "07700900512", 50), with_daily(50, 0)},
        {rows("phone number", "07700900512", 2), with_daily(50, 48, true)},
        {"phone number\n+33651223344\n07797721234", with_international(1, 0)},
        {rows("phone number", "07700900512", 100'000), quiet_state()},
    };
    for (const auto& [file, state] : cases) {
        const TableReport report = check_table(file, rules_for(sms), state);
        EXPECT_TRUE(report.is_valid()) << (report.file_error ? report.file_error->heading : "");
    }
}

// Errors of rows come before the last four of files.
TEST(FileErrors, OfLimitsComeAfterThoseOfRows) {
    SendingState state = worst_state();
    state.is_already_sent = false;
    TableRules rules = rules_for(sms);
    rules.is_allowed = [](std::string_view) { return false; };
    const TableReport report = check_table("phone number\n07700", rules, state);
    EXPECT_FALSE(report.file_error);
    ASSERT_TRUE(report.summary);
    EXPECT_EQ(report.summary->sentence, "You need to fix 1 phone number.");
}

TEST(FileErrors, SayThatARowIsNone) {
    const TableReport report =
        check_table("phone number\n\"" + std::string(row_bytes_max + 1, 'x'), rules_for(sms), worst_state());
    ASSERT_TRUE(report.file_error);
    EXPECT_EQ(report.file_error->kind, FileErrorKind::unreadable);
    EXPECT_EQ(report.file_error->heading, "Notify cannot read this file - try using a different file type");
}

}  // namespace
}  // namespace herald::spreadsheets
