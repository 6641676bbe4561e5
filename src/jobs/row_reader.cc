#include "jobs/row_reader.h"

#include "base/text.h"
#include "spreadsheets/table_shape.h"

namespace herald::jobs {

using spreadsheets::CsvStep;

namespace {

/// No store takes a NUL: one of them in a file that others have put into the bucket must not keep its rows from being
/// stored.
std::string without_nul(std::string file) {
    if (file.find('\0') == std::string::npos) return file;
    std::string clean;
    clean.reserve(file.size() + file.size() / 8);
    for (const char c : file) {
        if (c == '\0') text::append(clean, text::replacement_character);
        else clean += c;
    }
    return clean;
}

}  // namespace

RowReader::RowReader(std::string file, const RowDrafter& drafter, std::int64_t first)
    : file_(without_nul(std::move(file))),
      drafter_(drafter),
      columns_(spreadsheets::survey_table(file_), drafter.rules()),
      rows_(columns_, drafter.rules()),
      first_(first) {
    rows_.feed(file_);
    rows_.finish();
}

CsvStep RowReader::skip_to_first() {
    CsvStep step = CsvStep::row;
    for (; next_row_ < first_ && step == CsvStep::row; ++next_row_) step = rows_.skip();
    return step;
}

Chunk RowReader::next(std::size_t rows_max, Timestamp now) {
    CsvStep step = skip_to_first();
    Chunk chunk;
    chunk.first = chunk.next = first_;
    chunk.messages.reserve(rows_max);
    const std::int64_t end = drafter_.job().notification_count;
    while (step == CsvStep::row && chunk.next < end && static_cast<std::size_t>(chunk.next - first_) < rows_max) {
        step = rows_.next();
        if (step != CsvStep::row) break;
        auto drafted = drafter_.draft(columns_, rows_.row(), now);
        if (auto* accepted = std::get_if<notifications::AcceptedPtr>(&drafted))
            chunk.messages.push_back(std::move(*accepted));
        else chunk.skipped.push_back({chunk.next, std::string(std::get<SkipReason>(drafted).word)});
        ++chunk.next;
    }
    chunk.is_last = step != CsvStep::row || chunk.next >= end;
    chunk.is_readable = step != CsvStep::row_too_long;
    first_ = next_row_ = chunk.next;
    return chunk;
}

}  // namespace herald::jobs
