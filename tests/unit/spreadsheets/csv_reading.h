#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "spreadsheets/csv_reader.h"

namespace herald::spreadsheets {

using Rows = std::vector<std::vector<std::string>>;

inline std::vector<std::string> to_cells(const CsvRow& row) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < row.size(); ++i) cells.emplace_back(row[i]);
    return cells;
}

/// All rows of a file that is fed in pieces of `piece` bytes.
inline Rows read_all(std::string_view file, char delimiter = ',', std::size_t piece = std::string_view::npos) {
    Rows rows;
    CsvReader reader(delimiter);
    std::size_t at = 0;
    while (true) {
        const CsvStep step = reader.next();
        if (step == CsvStep::row) {
            rows.push_back(to_cells(reader.row()));
        } else if (step == CsvStep::needs_input) {
            reader.feed(file.substr(at, piece));
            at += std::min(piece, file.size() - at);
            if (at == file.size()) reader.finish();
        } else {
            return rows;
        }
    }
}

}  // namespace herald::spreadsheets
