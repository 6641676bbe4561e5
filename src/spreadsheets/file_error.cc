#include "spreadsheets/file_error.h"

#include "spreadsheets/upload.h"
#include "spreadsheets/words.h"

namespace herald::spreadsheets {
namespace {

constexpr const char* column_names_heading = "There’s a problem with your column names";

FileError too_many_rows(std::size_t rows) {
    return {FileErrorKind::too_many_rows,
            "Your file has too many rows",
            {"Notify can process up to " + with_thousands(table_rows_max) + " rows at once. Your file has " +
             with_thousands(rows) + " rows."}};
}

FileError no_rows(const TableColumns& columns) {
    std::string text = "It needs at least one row of data";
    if (!columns.missing().empty()) text += ", and " + columns_called(columns.missing(), "a column");
    return {FileErrorKind::no_rows, "Your file is missing some rows", {text + "."}};
}

FileError no_recipient_column(const TableColumns& columns, RecipientKind kind) {
    FileError error{FileErrorKind::no_recipient_column, column_names_heading, {}};
    if (kind == RecipientKind::postal_address) {
        error.text.emplace_back(
            "Your file needs at least 3 address columns, for example ‘address line 1’, ‘address line 2’ and "
            "‘address line 3’.");
    } else {
        error.text.push_back("Your file needs a column called ‘" + std::string(recipient_columns(kind).front()) + "’.");
    }
    if (!columns.names().empty())
        error.text.push_back("Right now it has " + columns_called(columns.names(), "one column,") + ".");
    return error;
}

FileError repeated_recipient_column(const TableColumns& columns) {
    return {FileErrorKind::repeated_recipient_column,
            column_names_heading,
            {"We found more than one column called " + quoted_list(columns.repeated_recipients(), "or") + ".",
             "Delete or rename one of these columns and try again."}};
}

FileError missing_columns(const TableColumns& columns) {
    return {FileErrorKind::missing_columns,
            "Your column names need to match the double brackets in your template",
            {"Your file is missing " + columns_called(columns.missing(), "a column") + "."}};
}

FileError recipient_not_allowed(std::size_t rows, RecipientKind kind) {
    const std::string whom = rows == 1 ? "this " : "these ";
    return {FileErrorKind::recipient_not_allowed,
            "You cannot send to " + whom + std::string(recipient_noun(kind).for_count(rows)),
            {"In trial mode you can only send to yourself and members of your team"}};
}

FileError letters_in_trial_mode(std::size_t rows) {
    return {FileErrorKind::letters_in_trial_mode,
            rows == 1 ? "You cannot send this letter" : "You cannot send these letters",
            {"In trial mode you can only preview how your letters will look"}};
}

struct LimitWords {
    FileErrorKind kind;
    std::string heading;
    Noun messages;
    Noun recipients;
    bool is_trial_mode;
};

FileError over_limit(const LimitWords& words, const DailyLimit& daily, std::size_t count, const SendingState& state) {
    FileError error{words.kind, state.is_one_off ? "Daily limit reached" : words.heading, {}};
    const std::string trial = words.is_trial_mode ? " in trial mode" : "";
    error.text.push_back("You can only send " + words.messages.counted(daily.limit) + " per day" + trial + ".");
    if (state.is_one_off) return error;
    std::string second;
    if (daily.sent_today > 0)
        second = "You can still send " + words.messages.counted(daily.remaining()) + " today, but ";
    error.text.push_back(second + "‘" + state.file_name + "’ contains " + words.recipients.counted(count) + ".");
    return error;
}

}  // namespace

std::optional<FileError> find_column_error(const TableShape& shape, const TableColumns& columns, RecipientKind kind) {
    if (!shape.is_readable) return FileError{FileErrorKind::unreadable, std::string(unreadable_file), {}};
    if (shape.rows > table_rows_max) return too_many_rows(shape.rows);
    if (shape.rows == 0) return no_rows(columns);
    if (!columns.has_recipients()) return no_recipient_column(columns, kind);
    if (!columns.repeated_recipients().empty()) return repeated_recipient_column(columns);
    if (!columns.missing().empty()) return missing_columns(columns);
    return std::nullopt;
}

std::optional<FileError> find_repetition(const SendingState& state) {
    if (!state.is_already_sent) return std::nullopt;
    return FileError{FileErrorKind::already_sent,
                     "These messages have already been sent today",
                     {"If you need to resend them, rename the file and upload it again."}};
}

std::optional<FileError> find_limit_error(const RowTotals& totals, const SendingState& state, RecipientKind kind) {
    const bool are_letters = kind == RecipientKind::postal_address;
    if (!are_letters && !totals.is_everyone_allowed) return recipient_not_allowed(totals.rows, kind);
    if (are_letters && state.is_trial_mode) return letters_in_trial_mode(totals.rows);
    if (state.daily && totals.rows > state.daily->remaining()) {
        const LimitWords words{FileErrorKind::over_daily_limit, "Too many recipients", message_noun(kind),
                               recipient_noun(kind), state.is_trial_mode};
        return over_limit(words, *state.daily, totals.rows, state);
    }
    if (state.international && totals.international > state.international->remaining()) {
        const LimitWords words{FileErrorKind::over_international_limit, "Too many international phone numbers",
                               international_message_noun, international_number_noun, false};
        return over_limit(words, *state.international, totals.international, state);
    }
    return std::nullopt;
}

}  // namespace herald::spreadsheets
