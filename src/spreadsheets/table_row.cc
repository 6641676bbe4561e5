#include "spreadsheets/table_row.h"

namespace herald::spreadsheets {
namespace {

content::Value to_value(const TableCell& cell) {
    if (cell.items.empty()) return std::string(cell.text);
    content::List items;
    for (const std::string_view item : cell.items)
        if (!item.empty()) items.emplace_back(item);
    return items;
}

}  // namespace

content::Personalisation to_personalisation(const TableColumns& columns, const TableRow& row) {
    std::vector<std::pair<std::string, content::Value>> values;
    for (const std::size_t field : columns.placeholders())
        if (row.cells[field].has_value()) values.emplace_back(columns.fields()[field].name, to_value(row.cells[field]));
    return content::Personalisation(std::move(values));
}

}  // namespace herald::spreadsheets
