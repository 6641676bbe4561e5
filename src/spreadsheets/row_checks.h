#pragma once

#include "spreadsheets/table_columns.h"
#include "spreadsheets/table_row.h"
#include "spreadsheets/table_rules.h"

namespace herald::spreadsheets {

inline constexpr std::string_view empty_message_error = "No content for this message";
inline constexpr std::string_view long_message_error = "Message is too long";
inline constexpr std::string_view long_qr_code_error = "Cannot create a usable QR code - the link is too long";

/// Checks a row whose cells, extra and index are filled in, and fills in the rest (content.md §7.4): the errors of
/// cells, who it goes to, whether that one may be sent to, and the error of the whole row. That is the first of: no
/// content, too long, the address's, the QR code's.
void check_row(TableRow& row, const TableColumns& columns, const TableRules& rules);

}  // namespace herald::spreadsheets
