#include "spreadsheets/upload.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "recipients/ascii.h"
#include "spreadsheets/csv_reader.h"
#include "spreadsheets/csv_writer.h"
#include "spreadsheets/encoding.h"
#include "spreadsheets/white_space.h"

namespace herald::spreadsheets {
namespace {

/// Columns that are kept however short the header is.
constexpr std::size_t converted_columns_min = 50;

enum class FileType : std::uint8_t { csv, tsv, txt, workbook, other };

FileType file_type(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos) return FileType::other;
    const std::string extension = text::to_lower_ascii(name.substr(dot + 1));
    if (extension == "csv") return FileType::csv;
    if (extension == "tsv") return FileType::tsv;
    if (extension == "txt") return FileType::txt;
    for (const std::string_view workbook : {"xlsx", "xlsm", "xls", "ods"})
        if (extension == workbook) return FileType::workbook;
    return FileType::other;
}

std::string with_crlf(std::string_view source) {
    std::string out;
    out.reserve(source.size() + source.size() / 16);
    for (std::size_t at = 0; at < source.size();) {
        const text::CodePoint c = text::decode(source, at);
        const bool is_crlf = source.substr(at, 2) == "\r\n";
        if (text::is_line_separator(c.value)) {
            out += "\r\n";
        } else {
            out.append(source, at, c.bytes);
        }
        at += is_crlf ? 2 : c.bytes;
    }
    return out;
}

/// How many cells of a header there are up to the last one with a name.
std::size_t named_columns(const CsvRow& header) {
    std::string arena;
    std::size_t end = header.filled();
    for (; end > 0; --end) {
        arena.clear();
        if (!strip_cell(header[end - 1], arena).empty()) break;
    }
    return end;
}

std::variant<std::string, UploadError> convert(std::string_view source, char delimiter) {
    std::string out;
    out.reserve(source.size());
    CsvReader reader(delimiter);
    CsvWriter writer(out);
    reader.feed(source);
    reader.finish();
    std::optional<std::size_t> columns;
    std::size_t rows = 0;
    CsvStep step = reader.next();
    for (; step == CsvStep::row; step = reader.next()) {
        const CsvRow& row = reader.row();
        if (!columns) {
            const std::size_t named = named_columns(row);
            if (named > converted_columns_max) return UploadError::too_many_columns;
            columns = std::max(named, converted_columns_min);
        }
        if (++rows > converted_rows_max) return UploadError::too_many_rows;
        for (std::size_t i = 0; i < std::min(row.filled(), *columns); ++i) writer.cell(row[i]);
        writer.end_row();
    }
    if (step == CsvStep::row_too_long) return UploadError::unreadable;
    return out;
}

char delimiter_of(FileType type, std::string_view source) {
    if (type != FileType::tsv) return find_delimiter(source, ',');
    const std::string_view first_row = source.substr(0, source.find('\n'));
    return first_row.find('\t') != std::string_view::npos ? '\t' : find_delimiter(source, '\t');
}

}  // namespace

std::string_view message(UploadError error) {
    switch (error) {
        case UploadError::nothing_chosen:
            return "You need to chose a file to upload";
        case UploadError::not_a_spreadsheet:
            return "The file must be a spreadsheet that Notify can read";
        case UploadError::too_big:
            return "The file must be smaller than 10MB";
        case UploadError::too_many_columns:
            return "Your file has too many columns (Notify can process up to 1,000 columns)";
        case UploadError::too_many_rows:
            return "Your file has too many rows (Notify can process up to 100,000 rows at once)";
        case UploadError::unreadable:
            break;
    }
    return unreadable_file;
}

std::variant<std::string, UploadError> to_stored_csv(std::string_view bytes, std::string_view file_name,
                                                     UploadForm form) {
    if (file_name.empty()) return UploadError::nothing_chosen;
    const FileType type = file_type(file_name);
    const bool is_taken = type != FileType::other && (type != FileType::txt || form == UploadForm::any_delimiter);
    if (!is_taken) return UploadError::not_a_spreadsheet;
    if (bytes.size() > upload_bytes_max) return UploadError::too_big;
    if (type == FileType::workbook) return UploadError::unreadable;
    const std::optional<std::string> decoded = to_utf8(bytes);
    if (!decoded) return UploadError::unreadable;
    std::string lines = with_crlf(*decoded);
    if (type == FileType::csv && form == UploadForm::website) return lines;
    const char delimiter = delimiter_of(type, lines);
    const bool is_stored_form = type != FileType::tsv && delimiter == ',';
    if (is_stored_form) return lines;
    return convert(lines, delimiter);
}

char find_delimiter(std::string_view source, char otherwise) {
    constexpr std::string_view delimiters = ",;\t|";
    std::size_t counts[delimiters.size()] = {};
    bool is_quoted = false;
    for (const char c : source) {
        if (c == '"') is_quoted = !is_quoted;
        if (is_quoted) continue;
        if (c == '\n' || c == '\r') break;
        const std::size_t at = delimiters.find(c);
        if (at != std::string_view::npos) ++counts[at];
    }
    const auto most = std::max_element(std::begin(counts), std::end(counts));
    return *most == 0 ? otherwise : delimiters[static_cast<std::size_t>(most - std::begin(counts))];
}

std::string stored_file_name(std::string_view file_name) {
    return recipients::reduce_to_ascii(file_name).substr(0, stored_name_max);
}

}  // namespace herald::spreadsheets
