#pragma once

#include <string>
#include <string_view>

namespace herald::spreadsheets {

/// Writes comma-separated values as RFC 4180 has them: rows end with CRLF; a cell is quoted when it holds a comma, a
/// quote or a line's end, or when a reader might take white space from its ends. CsvReader gives back what was written,
/// but for blank cells at the end of the file and the number of cells of a blank row.
class CsvWriter {
public:
    /// Appends to `out`, which must outlive the writer.
    explicit CsvWriter(std::string& out) : out_(out) {}

    /// UTF-8.
    void cell(std::string_view text);
    void end_row();

private:
    std::string& out_;
    bool is_first_ = true;
};

}  // namespace herald::spreadsheets
