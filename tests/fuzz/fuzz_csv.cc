// Whatever is uploaded as a spreadsheet: the pieces in which it comes do not matter, what was read and written is read
// again, what is stored stays as it is when it is stored again, and every table can be checked.

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "spreadsheets/csv_writer.h"
#include "spreadsheets/table_report.h"
#include "spreadsheets/upload.h"

namespace {

using namespace herald::spreadsheets;
using Rows = std::vector<std::vector<std::string>>;

void require(bool holds) {
    if (!holds) std::abort();
}

Rows read(std::string_view file, char delimiter, std::size_t piece) {
    Rows rows;
    CsvReader reader(delimiter);
    std::size_t at = 0;
    for (CsvStep step = reader.next(); step != CsvStep::end; step = reader.next()) {
        if (step == CsvStep::row) {
            rows.emplace_back();
            for (std::size_t i = 0; i < reader.row().size(); ++i) rows.back().emplace_back(reader.row()[i]);
        } else {
            require(step == CsvStep::needs_input);
            reader.feed(file.substr(at, piece));
            at += std::min(piece, file.size() - at);
            if (at == file.size()) reader.finish();
        }
    }
    return rows;
}

/// Without what a file's end does not keep.
Rows without_blank_ends(Rows rows) {
    for (auto& row : rows)
        while (!row.empty() && row.back().empty()) row.pop_back();
    while (!rows.empty() && rows.back().empty()) rows.pop_back();
    return rows;
}

void check_writing(const Rows& rows) {
    const Rows wanted = without_blank_ends(rows);
    // White space at the beginning of a file is no row.
    if (wanted.empty() || wanted.front().empty()) return;
    std::string written;
    CsvWriter writer(written);
    for (const auto& row : rows) {
        for (const std::string& cell : row) writer.cell(cell);
        writer.end_row();
    }
    require(without_blank_ends(read(written, ',', written.size())) == wanted);
}

void check_upload(std::string_view bytes) {
    for (const char* name : {"a.csv", "a.tsv", "a.txt"}) {
        for (const UploadForm form : {UploadForm::website, UploadForm::any_delimiter}) {
            const auto stored = to_stored_csv(bytes, name, form);
            const auto* csv = std::get_if<std::string>(&stored);
            if (csv == nullptr) continue;
            require(csv->find('\0') == std::string::npos && herald::text::to_valid_utf8(*csv) == *csv);
            const auto again = to_stored_csv(*csv, "a.csv");
            require(std::get<std::string>(again) == *csv);
        }
    }
}

void check_tables(std::string_view file) {
    const auto body = herald::content::Template::parse("((name)) ((kit??x))");
    for (const RecipientKind kind :
         {RecipientKind::email_address, RecipientKind::phone_number, RecipientKind::postal_address}) {
        TableRules rules;
        rules.kind = kind;
        rules.placeholders = body.placeholders();
        rules.check_message = kind == RecipientKind::phone_number ? check_text_message(body, "Pier") : check_body(body);
        SendingState state;
        state.daily = DailyLimit{2, 1};
        const TableReport report = check_table(file, rules, state);
        require(report.rows.size() <= std::min(shown_rows_max, report.row_count));
        require(!report.is_valid() || report.row_count > 0);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view file(reinterpret_cast<const char*>(data) + 1, size - 1);
    const char delimiter = ",;\t|"[data[0] % 4];
    const std::size_t piece = 1 + data[0] / 16;
    const Rows rows = read(file, delimiter, file.size() + 1);
    require(read(file, delimiter, piece) == rows);
    check_writing(rows);
    check_upload(file);
    check_tables(file);
    return 0;
}
