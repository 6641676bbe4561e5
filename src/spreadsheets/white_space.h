#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace herald::spreadsheets {

/// ASCII white space, zero-width and no-break characters: what goes from the ends of a file and of a cell
/// (content.md §7.2).
bool is_trimmed(char32_t c);

/// The length of the text without what is trimmed at its end, and without `also` if that is not NUL.
std::size_t trimmed_size(std::string_view text, char also);

/// The cell's value, *strip*ped as content.md's conventions say: a view of `cell`, or, when characters had to be
/// deleted within it or broken ones replaced, of what was added to `arena`, which needs room for three times the cell.
std::string_view strip_cell(std::string_view cell, std::string& arena);

}  // namespace herald::spreadsheets
