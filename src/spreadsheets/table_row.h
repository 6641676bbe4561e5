#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content/personalisation.h"
#include "recipients/email_address.h"
#include "recipients/phone_number.h"
#include "recipients/postal_address.h"
#include "spreadsheets/message_check.h"
#include "spreadsheets/table_columns.h"

namespace herald::spreadsheets {

/// The error of a cell without a value (content.md §7.4).
inline constexpr std::string_view missing_cell = "Missing";

/// A row's value of one field.
struct TableCell {
    std::string_view text;                ///< stripped; empty when there is no value
    std::vector<std::string_view> items;  ///< a list's, empty ones too; otherwise there are none
    std::string_view error;               ///< what is wrong with it; empty when nothing is

    bool has_value() const { return !text.empty() || !items.empty(); }
};

/// One row of a table, read and checked. What is text lives until the next row is read.
struct TableRow {
    std::size_t index = 0;                ///< from 0, as notifications of jobs are numbered
    std::vector<TableCell> cells;         ///< one for each of TableColumns::fields()
    std::vector<std::string_view> extra;  ///< what stands beyond the header or below a column without a name

    std::string_view recipient;  ///< phone number or email address as typed, stripped; empty for letters
    std::string_view reference;  ///< becomes the client reference; empty when there is none
    /// What the recipient was read as, if it is a valid one. An address is there even if no letter can go there.
    std::optional<recipients::PhoneNumber> phone_number;
    std::optional<recipients::EmailAddress> email_address;
    std::optional<recipients::PostalAddress> address;

    bool is_allowed = true;          ///< by TableRules::is_allowed
    bool has_bad_recipient = false;  ///< not a valid one; a missing one is not bad
    bool is_missing_data = false;    ///< a cell's error is `Missing`
    bool has_cell_error = false;
    MessageProblem message = MessageProblem::none;
    std::string_view error;  ///< of the whole row, the first that applies; empty when there is none

    /// The row's number in the file, where the header is 1.
    std::size_t number() const { return index + 2; }
    bool has_error() const { return has_cell_error || !error.empty(); }
};

/// The values of the template's placeholders, to render the row's message with.
content::Personalisation to_personalisation(const TableColumns& columns, const TableRow& row);

}  // namespace herald::spreadsheets
