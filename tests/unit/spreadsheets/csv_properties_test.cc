// What holds for any table and any bytes.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "csv_reading.h"
#include "spreadsheets/csv_writer.h"
#include "spreadsheets/table_shape.h"

namespace herald::spreadsheets {
namespace {

rc::Gen<std::string> any_cell() {
    const auto piece =
        rc::gen::oneOf(rc::gen::element<std::string>(",", "\"", "\"\"", "\r\n", "\n", "\r", " ", "\t", ";", "a", "é",
                                                     "\u00A0", "\u200B", "\uFEFF", "\u2028"),
                       rc::gen::arbitrary<std::string>());
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& all) {
        std::string out;
        for (const std::string& one : all) out += one;
        return out;
    });
}

/// The end of the file is trimmed, so the last cell of the last row holds something.
Rows ending_in_content(Rows rows) {
    for (auto& row : rows)
        if (std::all_of(row.begin(), row.end(), [](const std::string& cell) { return cell.empty(); })) row.clear();
    rows.push_back({"", "end"});
    if (rows.front().empty()) rows.front() = {"start"};
    return rows;
}

std::string write(const Rows& rows) {
    std::string out;
    CsvWriter writer(out);
    for (const auto& row : rows) {
        for (const std::string& cell : row) writer.cell(cell);
        writer.end_row();
    }
    return out;
}

TEST(CsvProperties, WhatWasWrittenIsRead) {
    EXPECT_TRUE(rc::check([] {
        const auto cells = rc::gen::container<std::vector<std::string>>(any_cell());
        const Rows rows = ending_in_content(*rc::gen::scale(0.4, rc::gen::container<Rows>(cells)));
        RC_ASSERT(read_all(write(rows)) == rows);
    }));
}

TEST(CsvProperties, ThePiecesOfAFileDoNotMatter) {
    EXPECT_TRUE(rc::check([] {
        const std::string file = *any_cell();
        const auto piece = *rc::gen::inRange<std::size_t>(1, 9);
        RC_ASSERT(read_all(file, ',', piece) == read_all(file));
    }));
}

TEST(CsvProperties, ASurveyCountsTheRowsBelowTheHeader) {
    EXPECT_TRUE(rc::check([] {
        const std::string file = *any_cell();
        const std::size_t rows = read_all(file).size();
        RC_ASSERT(survey_table(file).rows == (rows == 0 ? 0 : rows - 1));
    }));
}

TEST(CsvWriter, QuotesWhatNeedsIt) {
    EXPECT_EQ(write({{"a", "b c", "", "d"}}), "a,b c,,d\r\n");
    EXPECT_EQ(write({{"a,b", "c\"d", "e\nf", "g\rh"}}), "\"a,b\",\"c\"\"d\",\"e\nf\",\"g\rh\"\r\n");
    EXPECT_EQ(write({{" a", "b ", "\u00A0c", "d\u200B", "é"}}), "\" a\",\"b \",\"\u00A0c\",\"d\u200B\",é\r\n");
}

}  // namespace
}  // namespace herald::spreadsheets
