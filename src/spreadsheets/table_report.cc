#include "spreadsheets/table_report.h"

#include <utility>

#include "spreadsheets/table_rows.h"
#include "spreadsheets/words.h"

namespace herald::spreadsheets {
namespace {

ShownRow::Cell to_shown(const TableCell& cell) {
    ShownRow::Cell shown;
    if (!cell.text.empty()) shown.values.emplace_back(cell.text);
    for (const std::string_view item : cell.items)
        if (!item.empty()) shown.values.emplace_back(item);
    shown.error = cell.error;
    return shown;
}

ShownRow to_shown(const TableRow& row) {
    ShownRow shown{row.number(), {}, {row.extra.begin(), row.extra.end()}, std::string(row.error)};
    std::size_t end = row.cells.size();
    while (end > 0 && !row.cells[end - 1].has_value() && row.cells[end - 1].error.empty()) --end;
    for (std::size_t i = 0; i < end; ++i) shown.cells.push_back(to_shown(row.cells[i]));
    return shown;
}

std::string rows_note(std::size_t shown, std::size_t all, bool are_errors, std::size_t errors) {
    if (shown == all) return {};
    if (!are_errors) return "Only showing the first " + row_noun.counted(shown);
    if (shown < errors) return "Only showing the first " + row_noun.counted(shown) + " with errors";
    return "Only showing rows with errors";
}

}  // namespace

void RowErrorCounts::add(const TableRow& row) {
    if (row.has_error()) ++with_errors;
    if (row.has_bad_recipient) ++bad_recipients;
    if (row.is_missing_data) ++missing_data;
    if (row.message == MessageProblem::too_long) ++messages_too_long;
    if (row.message == MessageProblem::empty) ++empty_messages;
    if (row.message == MessageProblem::qr_code_too_long) ++long_qr_codes;
}

std::optional<ErrorSummary> summarise(const RowErrorCounts& counts, RecipientKind kind, std::string_view file_name) {
    std::vector<std::string> items;
    const auto add = [&](std::size_t count, const char* one, const char* several) {
        if (count > 0) items.push_back((count == 1 ? one : several) + (" in " + row_noun.counted(count)));
    };
    if (counts.bad_recipients > 0) items.push_back("fix " + recipient_noun(kind).counted(counts.bad_recipients));
    add(counts.missing_data, "enter missing data", "enter missing data");
    add(counts.messages_too_long, "shorten the message", "shorten the messages");
    add(counts.empty_messages, "check you have content for the empty message",
        "check you have content for the empty messages");
    add(counts.long_qr_codes, "enter fewer characters for the QR code links",
        "enter fewer characters for the QR code links");
    if (items.empty()) return std::nullopt;
    const std::string file(file_name);
    if (items.size() == 1) return ErrorSummary{"There’s a problem with " + file, "You need to " + items[0] + ".", {}};
    return ErrorSummary{"There are some problems with " + file, "You need to:", std::move(items)};
}

TableCheck::TableCheck(const TableShape& shape, const TableColumns& columns, RecipientKind kind)
    : shape_(shape), columns_(columns), kind_(kind) {
    totals_.rows = shape.rows;
}

void TableCheck::add(const TableRow& row) {
    counts_.add(row);
    if (row.phone_number && row.phone_number->is_abroad()) ++totals_.international;
    if (!row.is_allowed) totals_.is_everyone_allowed = false;
    if (first_.size() < shown_rows_max) first_.push_back(to_shown(row));
    if (row.has_error() && with_errors_.size() < shown_rows_max) with_errors_.push_back(to_shown(row));
}

TableReport TableCheck::finish(const SendingState& state) {
    TableReport report;
    report.row_count = shape_.rows;
    for (const TableField& field : columns_.fields()) report.column_names.push_back(field.name);
    report.file_error = find_column_error(shape_, columns_, kind_);
    if (!report.file_error) report.file_error = find_repetition(state);
    if (!report.file_error) report.summary = summarise(counts_, kind_, state.file_name);
    if (report.is_valid()) report.file_error = find_limit_error(totals_, state, kind_);

    const bool are_errors = counts_.with_errors > 0 && columns_.missing().empty();
    report.rows = std::move(are_errors ? with_errors_ : first_);
    report.rows_note = rows_note(report.rows.size(), shape_.rows, are_errors, counts_.with_errors);
    return report;
}

TableReport check_table(std::string_view stored, const TableRules& rules, const SendingState& state) {
    const TableShape shape = survey_table(stored);
    const TableColumns columns(shape, rules);
    TableCheck check(shape, columns, rules.kind);
    TableRows rows(columns, rules);
    rows.feed(stored);
    rows.finish();
    while (rows.next() == CsvStep::row) check.add(rows.row());
    return check.finish(state);
}

}  // namespace herald::spreadsheets
