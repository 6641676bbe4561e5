#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "spreadsheets/recipient_kind.h"
#include "spreadsheets/table_columns.h"
#include "spreadsheets/table_shape.h"

namespace herald::spreadsheets {

enum class FileErrorKind {
    unreadable,
    too_many_rows,
    no_rows,
    no_recipient_column,
    repeated_recipient_column,
    missing_columns,
    already_sent,
    recipient_not_allowed,
    letters_in_trial_mode,
    over_daily_limit,
    over_international_limit,
};

/// Why no message of a file can be sent (content.md §7.3).
struct FileError {
    FileErrorKind kind;
    std::string heading;
    std::vector<std::string> text;  ///< paragraphs
};

/// How many messages of one sort may be sent in a day, and have been today.
struct DailyLimit {
    std::size_t limit;
    std::size_t sent_today;

    std::size_t remaining() const { return sent_today < limit ? limit - sent_today : 0; }
};

/// What the service may do today, and what it has done: looked up by the caller.
struct SendingState {
    std::string file_name;  ///< as uploaded: it is quoted
    bool is_trial_mode = false;
    /// A job of the service created today (London), not cancelled, has the same template, version and file name.
    bool is_already_sent = false;
    std::optional<DailyLimit> daily;          ///< none: unlimited
    std::optional<DailyLimit> international;  ///< of text messages to numbers whose country code is not 44
    /// One message from the website instead of a file: the limits are said in one sentence.
    bool is_one_off = false;
};

/// What the rows of a table come to, as far as the last four errors want to know it.
struct RowTotals {
    std::size_t rows = 0;  ///< also those past the limit
    std::size_t international = 0;
    bool is_everyone_allowed = true;
};

/// The first error that the shape and the columns of a file show: those before `already sent`.
std::optional<FileError> find_column_error(const TableShape& shape, const TableColumns& columns, RecipientKind kind);
/// `These messages have already been sent today`
std::optional<FileError> find_repetition(const SendingState& state);
/// The first of the four that come after the errors of rows: who may be sent to, and how many.
std::optional<FileError> find_limit_error(const RowTotals& totals, const SendingState& state, RecipientKind kind);

}  // namespace herald::spreadsheets
