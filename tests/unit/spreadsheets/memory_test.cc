// Tables are checked by stream: what they take does not grow with their rows, and no shape of a file makes it slow.
#include <gtest/gtest.h>
#include <malloc.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <new>

#include "spreadsheets/table_report.h"
#include "table_reading.h"

namespace {

std::atomic<std::size_t> bytes_in_use{0};
std::atomic<std::size_t> most_bytes_in_use{0};

void* count(void* memory) {
    if (memory == nullptr) return nullptr;
    const std::size_t now = bytes_in_use += malloc_usable_size(memory);
    std::size_t most = most_bytes_in_use;
    while (now > most && !most_bytes_in_use.compare_exchange_weak(most, now)) {
    }
    return memory;
}

void uncount(void* memory) noexcept {
    if (memory != nullptr) bytes_in_use -= malloc_usable_size(memory);
    std::free(memory);
}

}  // namespace

// The whole program's; the forms for arrays call these.
void* operator new(std::size_t size) {
    if (void* memory = count(std::malloc(size))) return memory;
    throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    return count(std::malloc(size));
}
void operator delete(void* memory, const std::nothrow_t& /*tag*/) noexcept {
    uncount(memory);
}
void operator delete(void* memory) noexcept {
    uncount(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
    uncount(memory);
}

namespace herald::spreadsheets {
namespace {

/// The bytes that `work` has in use at most, beyond those before it.
template <class Work>
std::size_t most_used_by(Work work) {
    const std::size_t before = bytes_in_use;
    most_bytes_in_use = before;
    work();
    return most_bytes_in_use - before;
}

/// Sizes are smaller where a sanitizer makes everything slow.
std::size_t scaled(std::size_t size) {
    return std::getenv("HERALD_TEST_QUICK") == nullptr ? size : size / 10;
}

/// A file of any number of rows, made as it is read.
class EndlessFile {
public:
    EndlessFile(std::string header, std::string row, std::size_t rows)
        : piece_(std::move(header)), row_(std::move(row)) {
        rows_left_ = rows;
    }
    /// Empty at the end.
    const std::string& next_piece() {
        if (!is_header_given_) {
            is_header_given_ = true;
            return piece_;
        }
        piece_.clear();
        for (; rows_left_ > 0 && piece_.size() < 16 * 1024; --rows_left_) piece_ += row_;
        return piece_;
    }

private:
    std::string piece_;
    std::string row_;
    std::size_t rows_left_;
    bool is_header_given_ = false;
};

TableReport check(const std::string& header, const std::string& row, std::size_t rows, const TableRules& rules) {
    TableSurvey survey;
    EndlessFile first(header, row, rows);
    for (std::string_view piece = first.next_piece(); !piece.empty(); piece = first.next_piece()) survey.feed(piece);
    const TableShape shape = survey.finish();
    const TableColumns columns(shape, rules);
    TableCheck checked(shape, columns, rules.kind);
    TableRows reader(columns, rules);
    EndlessFile again(header, row, rows);
    for (CsvStep step = reader.next(); step != CsvStep::end; step = reader.next()) {
        if (step == CsvStep::row) {
            checked.add(reader.row());
            continue;
        }
        const std::string& piece = again.next_piece();
        if (piece.empty()) {
            reader.finish();
        } else {
            reader.feed(piece);
        }
    }
    return checked.finish({.file_name = "x"});
}

TEST(Memory, IsThatOfARowWhateverTheTable) {
    const auto body = content::Template::parse("Hello ((name)), bring ((kit)) and ((kit??x))");
    TableRules rules = rules_for(sms, body.placeholders());
    rules.check_message = check_text_message(body, "Pier");
    const std::string header = "phone number,name,kit,kit,note\n";
    // Quotes, characters that have to be deleted, a list, an error and a blank row, over and over.
    const std::string row = "07700 900512,\u00A0Siân\u200B,\"rope, long\",map,x\n07700,,,,\n,\n";
    const std::size_t repetitions = scaled(33'333);
    std::size_t small_rows = 0;
    std::size_t large_rows = 0;
    const std::size_t small = most_used_by([&] { small_rows = check(header, row, 300, rules).row_count; });
    const std::size_t large = most_used_by([&] { large_rows = check(header, row, repetitions, rules).row_count; });
    EXPECT_EQ(small_rows, 899u) << "the last row is blank";
    EXPECT_EQ(large_rows, 3 * repetitions - 1);
    EXPECT_LT(large, 500'000u) << "a table of 100,000 rows has 2.7 MB";
    EXPECT_LT(large, small + small / 10 + 10'000);
}

TEST(Memory, OfCommasAndBlankRowsIsBounded) {
    const TableRules rules = rules_for(sms);
    const std::string blank = ",,,,,,,,,,,,,,,,\n";
    EXPECT_LT(most_used_by([&] { check("phone number\n", blank, scaled(1'000'000), rules); }), 200'000u);
}

/// Seconds of a check of ten megabytes or less. The bounds are far above what it takes: what they catch is time that
/// grows with the square of the file.
double seconds_for(const std::string& file, const TableRules& rules) {
    const auto began = std::chrono::steady_clock::now();
    check_table(file, rules, {});
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

std::string repeat(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < scaled(times); ++i) out += text;
    return out;
}

TEST(Time, DoesNotGrowWithTheSquareOfTheFile) {
    const TableRules rules = rules_for(sms, {"kit", "name"});
    std::string wide = "phone number";
    for (std::size_t i = 0; i < scaled(500'000); ++i) wide += ",c" + std::to_string(i);
    const std::string short_rows = repeat("1\n", 100'000);
    const std::string files[] = {
        wide + "\n" + short_rows,
        "phone number" + repeat(",kit", 500'000) + "\n" + short_rows,
        "phone number" + repeat(",kit,KIT", 250'000) + "\n" + short_rows,
        "phone number" + repeat(",", 2'000'000) + "\n" + short_rows,
        "kit" + repeat(",kit", 500'000) + "\n" + repeat(",", 500'000) + "x\n" + short_rows,
        repeat(",", 500'000) + "x\n" + repeat(",", 500'000) + "y\n" + short_rows,
        repeat("phone number,", 200'000) + "\n" + short_rows,
        repeat("\"", 4'000'000),
        repeat("\"\"\n", 1'000'000),
        repeat("\n", 4'000'000) + "x",
        repeat(",", 4'000'000) + "x",
        repeat("\u00A0", 2'000'000) + "x",
    };
    for (const std::string& file : files) EXPECT_LT(seconds_for(file, rules), 10) << file.substr(0, 40);
}

}  // namespace
}  // namespace herald::spreadsheets
