#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace herald::spreadsheets {

inline constexpr std::size_t upload_bytes_max = 10 * 1024 * 1024;
/// Columns and rows of a file that has to be converted; a csv may have any number of both.
inline constexpr std::size_t converted_columns_max = 1'000;
inline constexpr std::size_t converted_rows_max = 200'000;
/// Most characters of a stored file's name.
inline constexpr std::size_t stored_name_max = 1'600;

inline constexpr std::string_view unreadable_file = "Notify cannot read this file - try using a different file type";

/// Why a file is not taken (content.md §7.1).
enum class UploadError : std::uint8_t {
    nothing_chosen,
    not_a_spreadsheet,
    too_big,
    unreadable,
    too_many_columns,
    too_many_rows,
};

/// `The file must be a spreadsheet that Notify can read`
std::string_view message(UploadError error);

/// Which files are read, and how.
enum class UploadForm : std::uint8_t {
    /// As the contract has it: csv has commas only, so that a file with semicolons is one column.
    website,
    /// For the command line: csv, tsv and txt with commas, semicolons, tabs or bars, whichever the first row has most
    /// of.
    any_delimiter,
};

/// The form in which a file is stored: UTF-8 without byte order mark, commas, CRLF (content.md §7.1).
///
/// - A csv stays as it is but for its encoding and its line ends: every line separator of content.md's conventions
///   becomes CRLF, also inside quotes.
/// - A tsv is read and written anew, with the columns up to the last name in the header, at least 50. Without a tab in
/// its
///   first row it may have semicolons, bars or commas.
/// - The contract wants UTF-8. Files in UTF-16 with byte order mark and in Windows-1252, which spreadsheet programs
/// make,
///   are taken too; what is no text at all is unreadable.
/// - xlsx, xlsm, xls and ods are not read yet: unreadable.
///
/// An empty name means that nothing was chosen.
std::variant<std::string, UploadError> to_stored_csv(std::string_view bytes, std::string_view file_name,
                                                     UploadForm form = UploadForm::website);

/// The delimiter that the first row has most of outside quotes, of comma, semicolon, tab and bar; `otherwise` when it
/// has none of them.
char find_delimiter(std::string_view text, char otherwise);

/// An uploaded file's name in ASCII, cut to stored_name_max.
std::string stored_file_name(std::string_view file_name);

}  // namespace herald::spreadsheets
