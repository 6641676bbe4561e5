// How many cells of a spreadsheet a second one core reads, and reads and checks: 100,000 rows of six columns.
#include <benchmark/benchmark.h>

#include <random>
#include <string>

#include "spreadsheets/csv_writer.h"
#include "spreadsheets/table_report.h"
#include "spreadsheets/upload.h"

namespace {

using namespace herald::spreadsheets;

constexpr std::size_t rows = 100'000;
constexpr std::size_t columns = 6;

/// As services upload them: a cell in eight needs quotes, one in six holds letters that are not ASCII.
const std::string& file() {
    static const std::string made = [] {
        constexpr const char* places[] = {"Quayside Clinic", "Bae Caerdydd, Llawr 2", "Ysbyty Môr", "Harbour House",
                                          "Tŷ Hafan",        "The \"Old\" Library"};
        std::mt19937 random(2026);
        std::string out;
        CsvWriter writer(out);
        for (const char* name : {"phone number", "name", "date", "time", "place", "reference"}) writer.cell(name);
        writer.end_row();
        for (std::size_t row = 0; row < rows; ++row) {
            writer.cell("07712 " + std::to_string(100'000 + random() % 900'000));
            writer.cell("Amala Okonkwo-Bird");
            writer.cell(std::to_string(1 + random() % 28) + " March 2027");
            writer.cell(std::to_string(10 + random() % 8) + ":30");
            writer.cell(places[random() % 6]);
            writer.cell("A-" + std::to_string(row));
            writer.end_row();
        }
        return out;
    }();
    return made;
}

TableRules rules() {
    const auto body = herald::content::Template::parse(
        "Dear ((name)), your appointment at ((place)) is on ((date)) at ((time)). Please come ten minutes early.");
    TableRules made;
    made.placeholders = body.placeholders();
    made.check_message = check_text_message(body, "Clinics");
    return made;
}

void count(benchmark::State& state) {
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * rows * columns));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * file().size()));
}

void csv_cells_read(benchmark::State& state) {
    constexpr std::size_t piece = 64 * 1024;
    for (auto _ : state) {
        CsvReader reader;
        std::size_t read = 0;
        std::size_t at = 0;
        for (CsvStep step = reader.next(); step != CsvStep::end; step = reader.next()) {
            if (step == CsvStep::row) {
                read += reader.row().size();
            } else if (at < file().size()) {
                reader.feed(std::string_view(file()).substr(at, piece));
                at += piece;
            } else {
                reader.finish();
            }
        }
        if (read != (rows + 1) * columns) state.SkipWithError("cells are missing");
    }
    count(state);
}
BENCHMARK(csv_cells_read);

void csv_cells_checked(benchmark::State& state) {
    const TableRules the_rules = rules();
    SendingState sending;
    sending.file_name = "clinics.csv";
    for (auto _ : state) {
        const TableReport report = check_table(file(), the_rules, sending);
        if (!report.is_valid() || report.row_count != rows) state.SkipWithError("the table is not valid");
    }
    count(state);
}
BENCHMARK(csv_cells_checked);

void csv_cells_uploaded(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(to_stored_csv(file(), "clinics.csv"));
    count(state);
}
BENCHMARK(csv_cells_uploaded);

}  // namespace

BENCHMARK_MAIN();
