#include "spreadsheets/csv_writer.h"

#include "base/text.h"
#include "spreadsheets/white_space.h"

namespace herald::spreadsheets {
namespace {

bool needs_quotes(std::string_view text) {
    if (text.empty()) return false;
    if (text.find_first_of(",\"\r\n") != std::string_view::npos) return true;
    return is_trimmed(text::decode(text, 0).value) || trimmed_size(text, '\0') < text.size();
}

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

}  // namespace

void CsvWriter::cell(std::string_view text) {
    if (!is_first_) out_ += ',';
    is_first_ = false;
    if (needs_quotes(text)) {
        append_quoted(out_, text);
    } else {
        out_ += text;
    }
}

void CsvWriter::end_row() {
    out_ += "\r\n";
    is_first_ = true;
}

}  // namespace herald::spreadsheets
