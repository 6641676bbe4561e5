#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spreadsheets/table_rows.h"

namespace herald::spreadsheets {

/// A file read as a table, all of its rows kept.
struct ReadTable {
    struct Row {
        std::map<std::string, std::vector<std::string>> values;  ///< by key; a list has several, no value none
        std::map<std::string, std::string> cell_errors;          ///< by key
        std::vector<std::string> extra;
        std::size_t index;
        std::size_t number;
        std::string recipient;
        std::string reference;
        std::string error;
        bool is_allowed;
        bool has_bad_recipient;
        bool is_missing_data;
        content::Personalisation personalisation;
    };

    TableShape shape;
    std::vector<Row> rows;
    std::vector<std::string> missing;
    std::vector<std::string> repeated_recipients;
    std::vector<std::string> names;
    bool has_recipients;
};

inline ReadTable::Row to_kept(const TableColumns& columns, const TableRow& row) {
    ReadTable::Row kept;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const TableCell& cell = row.cells[i];
        auto& values = kept.values[columns.fields()[i].key];
        if (!cell.text.empty()) values = {std::string(cell.text)};
        if (!cell.items.empty()) values.assign(cell.items.begin(), cell.items.end());
        if (!cell.error.empty()) kept.cell_errors[columns.fields()[i].key] = cell.error;
    }
    kept.extra.assign(row.extra.begin(), row.extra.end());
    kept.index = row.index;
    kept.number = row.number();
    kept.recipient = row.recipient;
    kept.reference = row.reference;
    kept.error = row.error;
    kept.is_allowed = row.is_allowed;
    kept.has_bad_recipient = row.has_bad_recipient;
    kept.is_missing_data = row.is_missing_data;
    kept.personalisation = to_personalisation(columns, row);
    return kept;
}

inline ReadTable read_table(std::string_view file, const TableRules& rules) {
    ReadTable table;
    table.shape = survey_table(file);
    const TableColumns columns(table.shape, rules);
    table.missing = columns.missing();
    table.repeated_recipients = columns.repeated_recipients();
    table.names = columns.names();
    table.has_recipients = columns.has_recipients();
    TableRows reader(columns, rules);
    reader.feed(file);
    reader.finish();
    while (reader.next() == CsvStep::row) table.rows.push_back(to_kept(columns, reader.row()));
    return table;
}

inline TableRules rules_for(RecipientKind kind, std::vector<std::string> placeholders = {}) {
    TableRules rules;
    rules.kind = kind;
    rules.placeholders = std::move(placeholders);
    return rules;
}

inline constexpr RecipientKind sms = RecipientKind::phone_number;
inline constexpr RecipientKind email = RecipientKind::email_address;
inline constexpr RecipientKind letter = RecipientKind::postal_address;

}  // namespace herald::spreadsheets
