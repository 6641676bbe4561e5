#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jobs/job_store.h"
#include "jobs/row_drafter.h"
#include "spreadsheets/table_rows.h"

namespace herald::jobs {

/// Rows of a job that are stored together.
struct Chunk {
    std::int64_t first = 0;  ///< the row it begins with, from 0
    std::int64_t next = 0;   ///< the one after its last
    std::vector<notifications::AcceptedPtr> messages;
    std::vector<SkippedRow> skipped;
    bool is_last = false;     ///< no row comes after it
    bool is_readable = true;  ///< false: the file cannot be read any further
};

/// Reads a job's file chunk by chunk and makes messages of its rows: whatever its size, one chunk is in memory. Rows
/// beyond the number that the job was counted with are not looked at. Not for the loop: it takes its time.
class RowReader {
public:
    /// `drafter` must outlive the reader. Rows before `first` are passed over.
    RowReader(std::string file, const RowDrafter& drafter, std::int64_t first);

    Chunk next(std::size_t rows_max, Timestamp now);

private:
    spreadsheets::CsvStep skip_to_first();

    std::string file_;
    const RowDrafter& drafter_;
    spreadsheets::TableColumns columns_;
    spreadsheets::TableRows rows_;
    std::int64_t next_row_ = 0;
    std::int64_t first_;
};

}  // namespace herald::jobs
