// Content.md §7.2: how a stored file is cut into rows and cells.
#include "spreadsheets/csv_reader.h"

#include <gtest/gtest.h>

#include "csv_reading.h"

namespace herald::spreadsheets {
namespace {

struct Case {
    std::string file;
    Rows rows;
};

class CsvReading : public testing::TestWithParam<Case> {};

TEST_P(CsvReading, GivesTheSameRowsWhateverThePieces) {
    const Case& the = GetParam();
    EXPECT_EQ(read_all(the.file), the.rows) << the.file;
    for (const std::size_t piece : {1, 2, 3, 5, 7})
        EXPECT_EQ(read_all(the.file, ',', piece), the.rows) << the.file << " in pieces of " << piece;
}

INSTANTIATE_TEST_SUITE_P(Quoting, CsvReading,
                         testing::Values(Case{"a,b\nc,d", {{"a", "b"}, {"c", "d"}}},           //
                                         Case{"\"a,b\",c", {{"a,b", "c"}}},                    //
                                         Case{"\"say \"\"hi\"\"\",c", {{"say \"hi\"", "c"}}},  //
                                         Case{"\"\"\"\",c", {{"\"", "c"}}},                    //
                                         Case{"a\"b\",c", {{"a\"b\"", "c"}}},                  //
                                         Case{"\"a\"b\"c,d", {{"ab\"c", "d"}}},                //
                                         Case{"\"a\" ,b", {{"a ", "b"}}},                      //
                                         Case{"a,  b,   \"c, d\"", {{"a", "b", "c, d"}}},      //
                                         Case{"a\n  \"b\"", {{"a"}, {"b"}}},                   //
                                         Case{"a,\t\"b\"", {{"a", "\t\"b\""}}},                //
                                         Case{"a,b ,c", {{"a", "b ", "c"}}},                   //
                                         Case{"\"open,\nto the end", {{"open,\nto the end"}}},
                                         Case{"\"open, \n,,", {{"open"}}}));

INSTANTIATE_TEST_SUITE_P(LineEnds, CsvReading,
                         testing::Values(Case{"a\r\nb\rc\nd", {{"a"}, {"b"}, {"c"}, {"d"}}},
                                         Case{"a\r\r\nb", {{"a"}, {}, {"b"}}},                             //
                                         Case{"a\n\rb", {{"a"}, {}, {"b"}}},                               //
                                         Case{"\"a\r\nb\rc\nd\",e", {{"a\r\nb\rc\nd", "e"}}},              //
                                         Case{"a\u2028b\u0085c\vd\n e", {{"a\u2028b\u0085c\vd"}, {"e"}}},  //
                                         Case{"a\r\n", {{"a"}}}));

INSTANTIATE_TEST_SUITE_P(EndsOfTheFile, CsvReading,
                         testing::Values(Case{"", {}},                                                  //
                                         Case{" \r\n\t\u200B\u00A0\n,, ,\n", {}},                       //
                                         Case{"\uFEFFa,b", {{"a", "b"}}},                               //
                                         Case{"\uFEFF\"a\",b", {{"a", "b"}}},                           //
                                         Case{" \n\u200B \u00A0\u202F\r\n a,b", {{"a", "b"}}},          //
                                         Case{",a", {{"", "a"}}},                                       //
                                         Case{"\u20ACa,b", {{"\u20ACa", "b"}}},                         //
                                         Case{"\xE2\x80", {{"\xE2\x80"}}},                              //
                                         Case{"\xEF\"a\",b", {{"\xEF\"a\"", "b"}}},                     //
                                         Case{"a,b,,\n", {{"a", "b"}}},                                 //
                                         Case{"a,b,,\n1,2,,\n,,\n", {{"a", "b", "", ""}, {"1", "2"}}},  //
                                         Case{"a,b\n,\n , \n\n", {{"a", "b"}}},                         //
                                         Case{"a,b\n\"\",\n", {{"a", "b"}, {""}}},                      //
                                         Case{"a,\"\",\"\"", {{"a", "", ""}}}));

INSTANTIATE_TEST_SUITE_P(BlankRows, CsvReading,
                         testing::Values(Case{"a\n\n\nb\n\n", {{"a"}, {}, {}, {"b"}}},
                                         Case{"a,b\n , \u00A0,\nc,d", {{"a", "b"}, {}, {"c", "d"}}},
                                         Case{",,\na", {{}, {"a"}}}));

TEST(CsvReader, ReadsOtherDelimitersWithoutTakingThemForWhiteSpace) {
    EXPECT_EQ(read_all("\ta\n1\t2\t\n", '\t'), (Rows{{"", "a"}, {"1", "2"}}));
    EXPECT_EQ(read_all("a;b,c;\"d;e\";;\n", ';'), (Rows{{"a", "b,c", "d;e"}}));
}

TEST(CsvReader, CountsFilledCells) {
    CsvReader reader;
    reader.feed("a,\u00A0b,\"\", ,\u200B\n\u200B,\nc");
    reader.finish();
    ASSERT_EQ(reader.next(), CsvStep::row);
    EXPECT_EQ(reader.row().filled(), 3u);
    EXPECT_EQ(reader.row().size(), 5u);
    ASSERT_EQ(reader.next(), CsvStep::row);
    EXPECT_TRUE(reader.row().is_blank());
    ASSERT_EQ(reader.next(), CsvStep::row);
    EXPECT_EQ(reader.row().filled(), 1u);
    EXPECT_EQ(reader.next(), CsvStep::end);
}

TEST(CsvReader, GivesUpOnARowThatIsNone) {
    CsvReader reader;
    const std::string piece(1 << 16, 'x');
    reader.feed("\"");
    CsvStep step = reader.next();
    std::size_t fed = 0;
    for (; step == CsvStep::needs_input && fed < 2 * row_bytes_max; fed += piece.size()) {
        reader.feed(piece);
        step = reader.next();
    }
    EXPECT_EQ(step, CsvStep::row_too_long);
    EXPECT_LE(fed, row_bytes_max + piece.size());
}

TEST(CsvReader, GivesUpOnTooManyCells) {
    const std::string commas(row_bytes_max + 1, ',');
    CsvReader reader;
    reader.feed(commas);
    EXPECT_EQ(reader.next(), CsvStep::row_too_long);
}

}  // namespace
}  // namespace herald::spreadsheets
