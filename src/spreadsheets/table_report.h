#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spreadsheets/file_error.h"
#include "spreadsheets/table_columns.h"
#include "spreadsheets/table_row.h"
#include "spreadsheets/table_rules.h"
#include "spreadsheets/table_shape.h"

namespace herald::spreadsheets {

/// Most rows of a table that are shown.
inline constexpr std::size_t shown_rows_max = 50;

/// A row to be shown, which stays.
struct ShownRow {
    struct Cell {
        std::vector<std::string> values;  ///< one, or a list's without empty ones; none: no value
        std::string error;
    };
    std::size_t number;       ///< in the file: the first row of data is 2
    std::vector<Cell> cells;  ///< of the table's fields in order, up to the last one with a value or an error
    std::vector<std::string> extra;
    std::string error;  ///< of the whole row
};

/// What stands above a table with errors in its rows (content.md §7.4).
struct ErrorSummary {
    std::string heading;             ///< `There’s a problem with {file}`
    std::string sentence;            ///< `You need to {x}.`, or `You need to:` when a list follows
    std::vector<std::string> items;  ///< the list; empty when there is one thing to do
};

/// What a check of a whole table found. At most one of file_error and summary is there.
struct TableReport {
    std::optional<FileError> file_error;
    std::optional<ErrorSummary> summary;
    std::vector<std::string> column_names;  ///< of the table's fields
    std::vector<ShownRow> rows;             ///< with errors, if any have some and no column is missing; else the first
    std::string rows_note;                  ///< `Only showing the first 50 rows`; empty when all are shown
    std::size_t row_count = 0;              ///< what a job of this file is told as its number of notifications

    bool is_valid() const { return !file_error && !summary; }
};

/// Counts how many rows have which errors.
struct RowErrorCounts {
    std::size_t with_errors = 0;
    std::size_t bad_recipients = 0;
    std::size_t missing_data = 0;
    std::size_t messages_too_long = 0;
    std::size_t empty_messages = 0;
    std::size_t long_qr_codes = 0;

    void add(const TableRow& row);
};

/// Nothing when no row has errors.
std::optional<ErrorSummary> summarise(const RowErrorCounts& counts, RecipientKind kind, std::string_view file_name);

/// Checks a table as its rows go by, and keeps those that are shown: TableSurvey, then TableRows, each row of which is
/// added here.
class TableCheck {
public:
    /// All but the state must outlive the check.
    TableCheck(const TableShape& shape, const TableColumns& columns, RecipientKind kind);

    void add(const TableRow& row);
    TableReport finish(const SendingState& state);

private:
    const TableShape& shape_;
    const TableColumns& columns_;
    RecipientKind kind_;
    RowErrorCounts counts_;
    RowTotals totals_;
    std::vector<ShownRow> first_;
    std::vector<ShownRow> with_errors_;
};

/// The same for a stored file in memory.
TableReport check_table(std::string_view stored, const TableRules& rules, const SendingState& state);

}  // namespace herald::spreadsheets
