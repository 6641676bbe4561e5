#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace herald::spreadsheets {

/// One row of cells in one piece of memory, which the next row uses again.
class CsvRow {
public:
    std::size_t size() const { return ends_.size(); }
    /// The cell as it stands in the file: unquoted, not stripped.
    std::string_view operator[](std::size_t cell) const {
        const std::size_t begin = cell == 0 ? 0 : ends_[cell - 1];
        return std::string_view(text_).substr(begin, ends_[cell] - begin);
    }
    /// How many cells there are up to the last one that holds more than white space, or quotes.
    std::size_t filled() const { return filled_; }
    /// Of all cells together.
    std::size_t bytes() const { return text_.size(); }
    bool is_blank() const { return filled_ == 0; }

    void clear();

private:
    friend class CsvReader;

    std::string text_;
    std::vector<std::uint32_t> ends_;
    std::size_t filled_ = 0;
};

}  // namespace herald::spreadsheets
