#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "spreadsheets/csv_row.h"

namespace herald::spreadsheets {

/// Most bytes of a row, counting one for each cell: what is longer is no row but, say, a quote that is never closed.
/// It bounds the reader's memory whatever the file.
inline constexpr std::size_t row_bytes_max = 4 * 1024 * 1024;

enum class CsvStep {
    row,           ///< row() has the next one
    needs_input,   ///< feed() or finish() first
    end,           ///< there are no more
    row_too_long,  ///< the file can't be read any further
};

/// Reads separated values from bytes that come in pieces of any size (content.md §7.2).
///
/// - Rows end with LF, CR or CRLF; a stored file has no others (see upload.h). Inside quotes they belong to the cell.
/// - A cell is quoted when its first character is a double quote; a doubled one stands for itself. What follows the
///   closing quote belongs to the cell too. Spaces before a cell are ignored.
/// - White space (ASCII, zero-width, no-break) is ignored at both ends of the file, which includes a byte order mark,
/// and
///   so are delimiters at its end: blank rows at the bottom are no rows.
/// - Other blank rows count. They are handed out without cells, whatever number they had.
///
/// Nothing holds more than two rows, whatever the file.
class CsvReader {
public:
    explicit CsvReader(char delimiter = ',');

    /// The next bytes. They must stay where they are until next() needs input again. Only when it does.
    void feed(std::string_view bytes) { input_ = bytes; }
    /// There are no more bytes.
    void finish() { is_finished_ = true; }

    CsvStep next();
    /// The row that next() has found, until it is called again.
    const CsvRow& row() const { return handed_; }

private:
    enum class State : std::uint8_t { file_start, cell_start, unquoted, quoted, after_quote };
    enum class Parsed : std::uint8_t { row, needs_input, end, too_long };

    Parsed parse();
    Parsed parse_at_end();
    /// One stretch of input for the state that it begins in; true when it ended a row.
    bool take_stretch();
    void take_file_start();
    bool take_cell_start();
    bool take_unquoted();
    void take_quoted();
    void take_after_quote();
    void keep(std::size_t bytes);
    /// At a delimiter or a line's end; true when it ended the row.
    bool end_cell();
    void close_cell();
    std::string_view cell_so_far() const;
    void trim_open_quote();
    std::size_t row_bytes() const { return row_.text_.size() + row_.ends_.size(); }

    char delimiter_;
    std::string_view input_;
    bool is_finished_ = false;
    State state_ = State::file_start;
    bool is_quoted_ = false;        ///< the cell began with a quote
    bool is_after_return_ = false;  ///< a line feed now belongs to the carriage return before it
    bool is_row_begun_ = false;     ///< something of the row has been read, be it white space
    std::string lead_;              ///< an unfinished character at the file's start

    CsvRow row_;     ///< being read
    CsvRow held_;    ///< has blank cells at its end, which go if nothing follows
    CsvRow handed_;  ///< the caller's
    bool is_held_ = false;
    bool is_held_due_ = false;
    bool is_row_due_ = false;
    std::size_t blank_rows_ = 0;      ///< read, and only rows if something follows
    std::size_t blank_rows_due_ = 0;  ///< to be handed out
};

}  // namespace herald::spreadsheets
