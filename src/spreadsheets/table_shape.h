#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "spreadsheets/csv_reader.h"

namespace herald::spreadsheets {

/// What has to be known of a whole file before the first of its rows can be understood (content.md §7.2).
struct TableShape {
    std::vector<std::string> header;  ///< the first row's cells, stripped
    std::size_t rows = 0;             ///< below the header, also those past the limit
    std::size_t filled_columns = 0;   ///< columns up to the last one that has a value in any row
    bool is_readable = true;          ///< false: a row is longer than row_bytes_max
};

/// Finds a stored file's shape from bytes that come in pieces of any size.
class TableSurvey {
public:
    void feed(std::string_view bytes);
    /// After the last bytes.
    TableShape finish();

private:
    void read_on();
    void take_header(const CsvRow& row);
    void take_row(const CsvRow& row);

    CsvReader reader_;
    TableShape shape_;
    bool has_header_ = false;
    std::string arena_;
};

/// The same for a file in memory.
TableShape survey_table(std::string_view stored);

}  // namespace herald::spreadsheets
