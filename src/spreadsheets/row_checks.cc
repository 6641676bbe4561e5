#include "spreadsheets/row_checks.h"

#include <utility>

#include "recipients/address_values.h"
#include "recipients/postal_address_check.h"

namespace herald::spreadsheets {
namespace {

/// What a value of the recipient column is; its error when it is not valid.
std::string_view read_recipient(TableRow& row, const TableRules& rules) {
    if (rules.kind == RecipientKind::email_address) {
        row.email_address = recipients::parse_email_address(row.recipient);
        return row.email_address ? std::string_view() : recipients::email_address_error;
    }
    auto number = recipients::parse_phone_number(row.recipient, rules.phone);
    if (const auto* error = std::get_if<recipients::PhoneError>(&number)) return recipients::website_message(*error);
    row.phone_number = std::get<recipients::PhoneNumber>(std::move(number));
    return {};
}

/// How the recipient is compared with those who may be sent to.
std::string_view comparable_recipient(const TableRow& row) {
    if (row.phone_number) return row.phone_number->normalised;
    return row.email_address ? std::string_view(row.email_address->normalised) : row.recipient;
}

void check_recipient(TableRow& row, const TableColumns& columns, const TableRules& rules) {
    if (!columns.recipient()) return;
    TableCell& cell = row.cells[*columns.recipient()];
    row.recipient = cell.text;
    if (cell.has_value()) {
        cell.error = read_recipient(row, rules);
        row.has_bad_recipient = !cell.error.empty();
    } else if (columns.repeated_recipients().empty()) {
        cell.error = missing_cell;
        row.is_missing_data = true;
    }
    row.has_cell_error = !cell.error.empty();
    if (rules.is_allowed) row.is_allowed = rules.is_allowed(comparable_recipient(row));
}

std::string_view address_error(TableRow& row, const TableColumns& columns, const TableRules& rules) {
    const auto value = [&](std::size_t part) {
        const auto field = columns.address()[part];
        return field ? std::string(row.cells[*field].text) : std::string();
    };
    recipients::AddressInput input;
    for (std::size_t i = 0; i < input.lines.size(); ++i) input.lines[i] = value(i);
    if (columns.address()[6]) input.line_7 = value(6);
    input.postcode = value(7);
    row.address = recipients::read_postal_address(recipients::to_block(input));
    const auto error = recipients::check_address_row(*row.address, rules.international_letters);
    return error ? recipients::row_message(*error) : std::string_view();
}

void check_placeholders(TableRow& row, const TableColumns& columns) {
    for (const std::size_t field : columns.placeholders()) {
        TableCell& cell = row.cells[field];
        if (columns.fields()[field].is_recipient || cell.has_value()) continue;
        cell.error = missing_cell;
        row.is_missing_data = row.has_cell_error = true;
    }
}

std::string_view row_error(MessageProblem message, std::string_view address) {
    if (message == MessageProblem::empty) return empty_message_error;
    if (message == MessageProblem::too_long) return long_message_error;
    if (!address.empty()) return address;
    return message == MessageProblem::qr_code_too_long ? long_qr_code_error : std::string_view();
}

}  // namespace

void check_row(TableRow& row, const TableColumns& columns, const TableRules& rules) {
    check_recipient(row, columns, rules);
    check_placeholders(row, columns);
    if (columns.reference()) {
        const TableCell& cell = row.cells[*columns.reference()];
        row.reference = cell.items.empty() ? cell.text : cell.items.front();
    }
    std::string_view bad_address;
    if (rules.kind == RecipientKind::postal_address) {
        bad_address = address_error(row, columns, rules);
        if (!bad_address.empty()) row.has_bad_recipient = true;
    }
    if (rules.check_message) row.message = rules.check_message(to_personalisation(columns, row));
    row.error = row_error(row.message, bad_address);
}

}  // namespace herald::spreadsheets
