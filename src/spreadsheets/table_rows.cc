#include "spreadsheets/table_rows.h"

#include <algorithm>
#include <utility>

#include "spreadsheets/row_checks.h"
#include "spreadsheets/white_space.h"

namespace herald::spreadsheets {

TableRows::TableRows(const TableColumns& columns, const TableRules& rules) : columns_(columns), rules_(rules) {
    row_.cells.resize(columns.fields().size());
}

CsvStep TableRows::next() {
    const CsvStep found = step();
    if (found != CsvStep::row) return found;
    take_cells(reader_.row());
    check_row(row_, columns_, rules_);
    return found;
}

CsvStep TableRows::skip() {
    return step();
}

CsvStep TableRows::step() {
    if (rows_read_ == table_rows_max) return CsvStep::end;
    CsvStep found = reader_.next();
    if (found == CsvStep::row && !is_header_read_) {
        is_header_read_ = true;
        found = reader_.next();
    }
    if (found != CsvStep::row) return found;
    clear_row();
    row_.index = rows_read_++;
    return found;
}

void TableRows::clear_row() {
    const auto clear = [&](std::size_t field) {
        row_.cells[field].text = row_.cells[field].error = {};
        row_.cells[field].items.clear();
    };
    // Only what the last row and its checks have touched, so that a short row costs little below a wide header.
    for (std::size_t field = 0; field < fields_taken_; ++field) clear(field);
    for (const std::size_t field : columns_.placeholders()) clear(field);
    if (columns_.recipient()) clear(*columns_.recipient());
    fields_taken_ = 0;
    std::vector<TableCell> cells = std::move(row_.cells);
    std::vector<std::string_view> extra = std::move(row_.extra);
    extra.clear();
    row_ = TableRow{};
    row_.cells = std::move(cells);
    row_.extra = std::move(extra);
}

void TableRows::take_cells(const CsvRow& row) {
    arena_.clear();
    arena_.reserve(3 * row.bytes());
    const std::vector<TableField>& fields = columns_.fields();
    for (; fields_taken_ < fields.size() && fields[fields_taken_].first_column < row.size(); ++fields_taken_) {
        const TableField& field = fields[fields_taken_];
        if (field.columns.size() == 1) {
            row_.cells[fields_taken_].text = cell_at(row, field.columns.front());
        } else {
            take_list(row, field, row_.cells[fields_taken_]);
        }
    }
    take_extra(row);
}

std::string_view TableRows::cell_at(const CsvRow& row, std::size_t column) {
    return column < row.size() ? strip_cell(row[column], arena_) : std::string_view();
}

void TableRows::take_list(const CsvRow& row, const TableField& field, TableCell& cell) {
    for (std::size_t i = 0; i < field.columns.size(); ++i) {
        const std::size_t column = field.columns[i];
        if (column >= row.size()) {
            take_lacking_items(field.columns.size() - i, cell);
            return;
        }
        take_item(cell_at(row, column), cell);
    }
}

void TableRows::take_lacking_items(std::size_t count, TableCell& cell) {
    if (!cell.has_value()) return;
    // They are shown as nothing, so it does not matter that there are more of them in a header that is very wide.
    constexpr std::size_t count_max = 1'000;
    for (std::size_t i = 0; i < std::min(count, count_max); ++i) take_item({}, cell);
}

void TableRows::take_item(std::string_view value, TableCell& cell) {
    if (!cell.items.empty()) {
        cell.items.push_back(value);
    } else if (cell.text.empty()) {
        cell.text = value;
    } else {
        cell.items = {cell.text, value};
        cell.text = {};
    }
}

void TableRows::take_extra(const CsvRow& row) {
    for (const std::size_t column : columns_.unnamed()) {
        if (column >= row.size()) break;
        const std::string_view value = cell_at(row, column);
        if (!value.empty()) row_.extra.push_back(value);
    }
    for (std::size_t column = columns_.header_size(); column < row.size(); ++column)
        row_.extra.push_back(cell_at(row, column));
}

}  // namespace herald::spreadsheets
