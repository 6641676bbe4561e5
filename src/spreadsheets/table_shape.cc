#include "spreadsheets/table_shape.h"

#include <utility>

#include "spreadsheets/white_space.h"

namespace herald::spreadsheets {

void TableSurvey::feed(std::string_view bytes) {
    reader_.feed(bytes);
    read_on();
}

TableShape TableSurvey::finish() {
    reader_.finish();
    read_on();
    return std::move(shape_);
}

void TableSurvey::read_on() {
    while (shape_.is_readable) {
        switch (reader_.next()) {
            case CsvStep::row:
                if (has_header_) {
                    take_row(reader_.row());
                } else {
                    take_header(reader_.row());
                }
                break;
            case CsvStep::needs_input:
            case CsvStep::end:
                return;
            case CsvStep::row_too_long:
                shape_.is_readable = false;
        }
    }
}

void TableSurvey::take_header(const CsvRow& row) {
    has_header_ = true;
    for (std::size_t i = 0; i < row.size(); ++i) {
        arena_.clear();
        shape_.header.emplace_back(strip_cell(row[i], arena_));
    }
}

void TableSurvey::take_row(const CsvRow& row) {
    ++shape_.rows;
    for (std::size_t end = row.filled(); end > shape_.filled_columns; --end) {
        arena_.clear();
        if (!strip_cell(row[end - 1], arena_).empty()) shape_.filled_columns = end;
    }
}

TableShape survey_table(std::string_view stored) {
    TableSurvey survey;
    survey.feed(stored);
    return survey.finish();
}

}  // namespace herald::spreadsheets
