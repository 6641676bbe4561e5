#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "spreadsheets/csv_reader.h"
#include "spreadsheets/table_columns.h"
#include "spreadsheets/table_row.h"
#include "spreadsheets/table_rules.h"

namespace herald::spreadsheets {

/// Reads the rows of a stored file one at a time, from bytes that come in pieces of any size: the second time through
/// the file, after TableSurvey. Memory is that of a row, however many there are.
class TableRows {
public:
    /// Both must outlive the reader.
    TableRows(const TableColumns& columns, const TableRules& rules);

    /// As CsvReader's.
    void feed(std::string_view bytes) { reader_.feed(bytes); }
    void finish() { reader_.finish(); }

    /// Reads and checks the next row. Ends after table_rows_max rows.
    CsvStep next();
    /// Reads the next row without checking it, to get on to where a job stopped: row() has nothing but its index.
    CsvStep skip();
    /// What next() has found, until it is called again.
    const TableRow& row() const { return row_; }

private:
    CsvStep step();
    void clear_row();
    void take_cells(const CsvRow& row);
    std::string_view cell_at(const CsvRow& row, std::size_t column);
    void take_list(const CsvRow& row, const TableField& field, TableCell& cell);
    void take_lacking_items(std::size_t count, TableCell& cell);
    static void take_item(std::string_view value, TableCell& cell);
    void take_extra(const CsvRow& row);

    const TableColumns& columns_;
    const TableRules& rules_;
    CsvReader reader_;
    TableRow row_;
    std::size_t fields_taken_ = 0;  ///< how many of the row's cells have been read
    std::size_t rows_read_ = 0;
    bool is_header_read_ = false;
    std::string arena_;
};

}  // namespace herald::spreadsheets
