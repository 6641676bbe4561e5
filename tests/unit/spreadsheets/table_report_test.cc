// Content.md §7.4: the summary above a table, and which of its rows are shown.
#include "spreadsheets/table_report.h"

#include <gtest/gtest.h>

#include "table_reading.h"

namespace herald::spreadsheets {
namespace {

using Items = std::vector<std::string>;

TEST(ErrorSummary, NamesOneThingInASentence) {
    struct Case {
        RecipientKind kind;
        RowErrorCounts counts;
        const char* sentence;
    };
    const Case cases[] = {
        {sms, {.bad_recipients = 1}, "You need to fix 1 phone number."},
        {sms, {.bad_recipients = 2'000}, "You need to fix 2,000 phone numbers."},
        {email, {.bad_recipients = 1}, "You need to fix 1 email address."},
        {email, {.bad_recipients = 2}, "You need to fix 2 email addresses."},
        {letter, {.bad_recipients = 1}, "You need to fix 1 address."},
        {letter, {.bad_recipients = 2}, "You need to fix 2 addresses."},
        {sms, {.missing_data = 1}, "You need to enter missing data in 1 row."},
        {sms, {.missing_data = 2}, "You need to enter missing data in 2 rows."},
        {sms, {.messages_too_long = 1}, "You need to shorten the message in 1 row."},
        {sms, {.messages_too_long = 2}, "You need to shorten the messages in 2 rows."},
        {sms, {.empty_messages = 1}, "You need to check you have content for the empty message in 1 row."},
        {sms, {.empty_messages = 2}, "You need to check you have content for the empty messages in 2 rows."},
        {letter, {.long_qr_codes = 1}, "You need to enter fewer characters for the QR code links in 1 row."},
        {letter, {.long_qr_codes = 2}, "You need to enter fewer characters for the QR code links in 2 rows."},
    };
    for (const Case& the : cases) {
        const auto summary = summarise(the.counts, the.kind, "tides.csv");
        ASSERT_TRUE(summary) << the.sentence;
        EXPECT_EQ(summary->heading, "There’s a problem with tides.csv");
        EXPECT_EQ(summary->sentence, the.sentence);
        EXPECT_EQ(summary->items, Items{});
    }
    EXPECT_FALSE(summarise({}, sms, "tides.csv"));
}

TEST(ErrorSummary, ListsSeveralThingsInOrder) {
    const RowErrorCounts counts{.with_errors = 9,
                                .bad_recipients = 3,
                                .missing_data = 1,
                                .messages_too_long = 2,
                                .empty_messages = 1,
                                .long_qr_codes = 4};
    const auto summary = summarise(counts, email, "tides.csv");
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->heading, "There are some problems with tides.csv");
    EXPECT_EQ(summary->sentence, "You need to:");
    EXPECT_EQ(summary->items,
              (Items{"fix 3 email addresses", "enter missing data in 1 row", "shorten the messages in 2 rows",
                     "check you have content for the empty message in 1 row",
                     "enter fewer characters for the QR code links in 4 rows"}));
}

TEST(ErrorSummary, CountsRowsByEachOfTheirErrors) {
    const auto body = content::Template::parse("((name))");
    TableRules rules = rules_for(sms, body.placeholders());
    rules.check_message = check_text_message(body, std::nullopt);
    const std::string long_name(919, 'x');
    const TableReport report = check_table(
        "phone number,name\n07700900512,A\n07700,B\n07700,\n," + long_name + "\n07700900512,\u200B\n07700900512,`\n",
        rules, {.file_name = "x"});
    ASSERT_TRUE(report.summary);
    EXPECT_EQ(report.summary->items,
              (Items{"fix 2 phone numbers", "enter missing data in 3 rows", "shorten the message in 1 row"}));
}

/// A table of so many rows, of which those given by number have an error.
std::string table(std::size_t count, std::size_t bad_from, std::size_t bad_count) {
    std::string file = "phone number,name\n";
    for (std::size_t i = 0; i < count; ++i)
        file +=
            (i >= bad_from && i < bad_from + bad_count ? "07700" : "07700900512") + (",n" + std::to_string(i)) + "\n";
    return file;
}

TEST(ShownRows, AreThoseWithErrorsOrTheFirst) {
    struct Case {
        std::size_t rows;
        std::size_t bad_rows;
        std::size_t shown;
        std::size_t first_number;
        const char* note;
    };
    const Case cases[] = {
        {3, 0, 3, 2, ""},
        {50, 0, 50, 2, ""},
        {51, 0, 50, 2, "Only showing the first 50 rows"},
        {100, 1, 1, 12, "Only showing rows with errors"},
        {100, 50, 50, 12, "Only showing rows with errors"},
        {100, 51, 50, 12, "Only showing the first 50 rows with errors"},
    };
    for (const Case& the : cases) {
        const TableReport report = check_table(table(the.rows, 10, the.bad_rows), rules_for(sms), {});
        EXPECT_EQ(report.rows.size(), the.shown) << the.rows;
        EXPECT_EQ(report.rows.at(0).number, the.first_number) << the.rows;
        EXPECT_EQ(report.rows_note, the.note) << the.rows;
        EXPECT_EQ(report.row_count, the.rows);
    }
    const TableReport all_bad = check_table(table(3, 0, 3), rules_for(sms), {});
    EXPECT_EQ(all_bad.rows.size(), 3u);
    EXPECT_EQ(all_bad.rows_note, "");
}

TEST(ShownRows, AreTheFirstWhenAColumnIsMissing) {
    const TableReport report = check_table(table(100, 10, 1), rules_for(sms, {"when"}), {});
    EXPECT_EQ(report.rows.size(), 50u);
    EXPECT_EQ(report.rows.at(0).number, 2u);
    EXPECT_EQ(report.rows_note, "Only showing the first 50 rows");
}

TEST(ShownRows, HoldWhatTheFileHolds) {
    const TableReport report =
        check_table("phone number,kit,kit,other\n07700, rope ,,,beyond\n,a,b\n", rules_for(sms, {"kit"}), {});
    EXPECT_EQ(report.column_names, (Items{"phone number", "kit", "other"}));
    ASSERT_EQ(report.rows.size(), 2u);
    const ShownRow& first = report.rows[0];
    ASSERT_EQ(first.cells.size(), 2u);
    EXPECT_EQ(first.cells[0].values, Items{"07700"});
    EXPECT_EQ(first.cells[0].error, "Mobile number is too short");
    EXPECT_EQ(first.cells[1].values, Items{"rope"});
    EXPECT_EQ(first.extra, Items{"beyond"});
    EXPECT_EQ(report.rows[1].cells[0].error, "Missing");
    EXPECT_EQ(report.rows[1].cells[1].values, (Items{"a", "b"}));
}

TEST(TableReport, LooksAtTheFirst100000RowsOnly) {
    std::string file = table(table_rows_max, 0, 0) + "07700\n";
    TableReport report = check_table(file, rules_for(sms), {});
    EXPECT_EQ(report.row_count, table_rows_max + 1);
    EXPECT_EQ(report.rows_note, "Only showing the first 50 rows");
    ASSERT_TRUE(report.file_error);
    EXPECT_EQ(report.file_error->kind, FileErrorKind::too_many_rows);
}

}  // namespace
}  // namespace herald::spreadsheets
