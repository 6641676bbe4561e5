// Content.md §7.1: which files are taken, and what is stored of them.
#include "spreadsheets/upload.h"

#include <gtest/gtest.h>

#include "spreadsheets/encoding.h"

namespace herald::spreadsheets {
namespace {

std::string stored(std::string_view bytes, std::string_view name, UploadForm form = UploadForm::website) {
    const auto result = to_stored_csv(bytes, name, form);
    if (const auto* error = std::get_if<UploadError>(&result)) return "error: " + std::string(message(*error));
    return std::get<std::string>(result);
}

constexpr const char* not_a_spreadsheet = "error: The file must be a spreadsheet that Notify can read";
constexpr const char* unreadable = "error: Notify cannot read this file - try using a different file type";

TEST(Upload, TakesFilesByTheirExtension) {
    for (const char* name : {"a.csv", "a.CSV", "a.b.Csv", ".csv", "a.tsv", "a.TSV"})
        EXPECT_EQ(stored("", name), "") << name;
    for (const char* name : {"a.xlsx", "a.XLSM", "a.xls", "a.ods"}) EXPECT_EQ(stored("PK", name), unreadable) << name;
    for (const char* name : {"a", "csv", "a.txt", "a.csv.pdf", "a.numbers", "a.csv "})
        EXPECT_EQ(stored("", name), not_a_spreadsheet) << name;
    EXPECT_EQ(stored("x", ""), "error: You need to chose a file to upload");
    EXPECT_EQ(stored(std::string(upload_bytes_max, 'x'), "a.csv").size(), upload_bytes_max);
    EXPECT_EQ(stored(std::string(upload_bytes_max + 1, 'x'), "a.csv"), "error: The file must be smaller than 10MB");
    EXPECT_EQ(stored("a\n", "a.txt", UploadForm::any_delimiter), "a\r\n");
}

TEST(Upload, KeepsACsvButForItsLineEnds) {
    const std::pair<const char*, const char*> cases[] = {
        {"a,b\n1,2", "a,b\r\n1,2"},
        {"\uFEFFa;b\r1;2\r\n\n", "a;b\r\n1;2\r\n\r\n"},
        {"a\n\"b\nc\vd\",,,\n", "a\r\n\"b\r\nc\r\nd\",,,\r\n"},
        {"a\fb\x1C"
         "c\x1D"
         "d\x1E"
         "e\u0085f\u2028g\u2029h\r\ri",
         "a\r\nb\r\nc\r\nd\r\ne\r\nf\r\ng\r\nh\r\n\r\ni"},
        {" a , \"b\" \x1F,\tc", " a , \"b\" \x1F,\tc"},
    };
    for (const auto& [uploaded, expected] : cases) EXPECT_EQ(stored(uploaded, "a.csv"), expected);
}

TEST(Upload, WritesATsvAnew) {
    const std::pair<const char*, const char*> cases[] = {
        {"a\tb\n1,5\t2\n", "a,b\r\n\"1,5\",2\r\n"},
        {"\ta\n\"x\ty\"\t2", ",a\r\nx\ty,2\r\n"},
        {"a\tb\n\n\t\n1\t\t\n", "a,b\r\n\r\n\r\n1\r\n"},
        {"phone number\n07700900512\n", "phone number\r\n07700900512\r\n"},
        {"a,b\tc\n", "\"a,b\",c\r\n"},
    };
    for (const auto& [uploaded, expected] : cases) EXPECT_EQ(stored(uploaded, "a.tsv"), expected);
    EXPECT_EQ(stored("a;b\n1;2\t3\n", "a.tsv"), "a,b\r\n1,2\t3\r\n") << "without a tab in the first row";
}

TEST(Upload, FindsAnyDelimiterWhenAsked) {
    const std::pair<const char*, const char*> cases[] = {
        {"a;b;c\n1,5;2;3\n", "a,b,c\r\n\"1,5\",2,3\r\n"},
        {"a|b\n1|2\n", "a,b\r\n1,2\r\n"},
        {"a\tb\n1\t2\n", "a,b\r\n1,2\r\n"},
        {"a,b\n1;;;;,2\n", "a,b\r\n1;;;;,2\r\n"},
        {"\"a;;;\",b\n1,2\n", "\"a;;;\",b\r\n1,2\r\n"},
        {"one column\n1\n", "one column\r\n1\r\n"},
    };
    for (const auto& [uploaded, expected] : cases)
        for (const char* name : {"a.csv", "a.txt"})
            EXPECT_EQ(stored(uploaded, name, UploadForm::any_delimiter), expected) << name;
}

// Columns up to the last name in the header, but at least 50.
TEST(Upload, LimitsColumnsAndRowsOfWhatItConverts) {
    const auto tabs = [](std::size_t count) { return std::string(count, '\t'); };
    EXPECT_EQ(stored("a\tb" + tabs(40) + "\n" + tabs(49) + "x" + tabs(1) + "y\n", "a.tsv"),
              "a,b\r\n" + std::string(49, ',') + "x\r\n");
    EXPECT_EQ(stored("a" + tabs(59) + "b\n" + tabs(59) + "x\ty\n", "a.tsv"),
              "a" + std::string(59, ',') + "b\r\n" + std::string(59, ',') + "x\r\n");
    EXPECT_EQ(stored("a" + tabs(999) + "b\t \t\n", "a.tsv").size(), 1003u);
    EXPECT_EQ(stored("a" + tabs(1'000) + "b\n", "a.tsv"),
              "error: Your file has too many columns (Notify can process up to 1,000 columns)");
    std::string file = "a\tb\n";
    for (std::size_t i = 1; i < converted_rows_max; ++i) file += "1\n";
    EXPECT_EQ(stored(file, "a.tsv").substr(0, 5), "a,b\r\n");
    EXPECT_EQ(stored(file + "\n\n", "a.tsv").substr(0, 5), "a,b\r\n") << "blank rows at the bottom are none";
    EXPECT_EQ(stored(file + "1\n", "a.tsv"),
              "error: Your file has too many rows (Notify can process up to 100,000 rows at once)");
    std::string csv = file + "1\n";
    EXPECT_EQ(stored(csv, "a.csv").substr(0, 5), "a\tb\r\n") << "a csv may have any number";
}

std::string bytes(std::initializer_list<int> all) {
    std::string out;
    for (const int one : all) out += static_cast<char>(one);
    return out;
}

TEST(Encoding, IsFound) {
    const std::pair<std::string, std::optional<std::string>> cases[] = {
        {"", ""},
        {"h\u00E9 \u20AC \U0001F600", "h\u00E9 \u20AC \U0001F600"},
        {"\uFEFFa\uFFFD", "a\uFFFD"},
        {"\uFEFF\uFEFFa\uFEFF", "a\uFEFF"},
        {bytes({0xFF, 0xFE, 0xFF, 0xFE, 'a', 0}), "a"},
        {bytes({0xEF, 0xBB, 0xBF, 'a', 0xE9}), "a\u00E9"},
        {bytes({0xFF, 0xFE, 'a', 0, 0xE9, 0, 0x3D, 0xD8, 0x00, 0xDE}), "a\u00E9\U0001F600"},
        {bytes({0xFE, 0xFF, 0, 'a', 0, 0xE9, 0xD8, 0x3D, 0xDE, 0x00}), "a\u00E9\U0001F600"},
        {bytes({0xFF, 0xFE}), ""},
        {bytes({'A', 'n', 'd', 'r', 0xE9, ' ', 0x80, 0x93, 'x', 0x94, 0x92}), "Andr\u00E9 \u20AC\u201Cx\u201D\u2019"},
        {bytes({0xFF, 'a', '\t', '\r', '\n'}), "\u00FFa\t\r\n"},
        // No text.
        {bytes({'a', 0, 'b'}), std::nullopt},
        {bytes({0xFF, 0xFE, 'a', 0, 'b'}), std::nullopt},
        {bytes({0xFF, 0xFE, 0, 0}), std::nullopt},
        {bytes({0xFF, 0xFE, 0x3D, 0xD8}), std::nullopt},
        {bytes({0xFF, 0xFE, 0x3D, 0xD8, 'a', 0}), std::nullopt},
        {bytes({0xFF, 0xFE, 0x00, 0xDE}), std::nullopt},
        {bytes({0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}), std::nullopt},
        {bytes({0xE9, 0x81}), std::nullopt},
        {bytes({0xE9, 0x7F}), std::nullopt},
    };
    for (const auto& [file, expected] : cases) EXPECT_EQ(to_utf8(file), expected) << testing::PrintToString(file);
    EXPECT_EQ(stored(bytes({'a', 0}), "a.csv"), unreadable);
    EXPECT_EQ(stored(bytes({0xFF, 0xFE, 'a', 0, '\t', 0, 'b', 0}), "a.tsv"), "a,b\r\n");
}

TEST(StoredFileName, IsAsciiAndNotTooLong) {
    EXPECT_EQ(stored_file_name("Tŷ “Hafan” – 😀.csv"), "Ty \"Hafan\" - ?.csv");
    EXPECT_EQ(stored_file_name(std::string(2'000, 'x')).size(), stored_name_max);
}

}  // namespace
}  // namespace herald::spreadsheets
