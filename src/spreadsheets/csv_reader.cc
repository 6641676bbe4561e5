#include "spreadsheets/csv_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/text.h"
#include "spreadsheets/white_space.h"

namespace herald::spreadsheets {
namespace {

/// How many bytes a character has that may be trimmed, by its first one; 0 when it can't be one of them.
std::size_t trimmed_length(unsigned char lead) {
    if (lead == 0xC2) return 2;
    return lead == 0xE1 || lead == 0xE2 || lead == 0xEF ? 3 : 0;
}

}  // namespace

void CsvRow::clear() {
    text_.clear();
    ends_.clear();
    filled_ = 0;
}

CsvReader::CsvReader(char delimiter) : delimiter_(delimiter) {}

CsvStep CsvReader::next() {
    while (true) {
        if (is_held_due_) {
            is_held_due_ = false;
            std::swap(handed_, held_);
            return CsvStep::row;
        }
        if (blank_rows_due_ > 0) {
            --blank_rows_due_;
            handed_.clear();
            return CsvStep::row;
        }
        if (is_row_due_) {
            is_row_due_ = false;
            const bool must_wait = row_.filled_ < row_.size();
            is_held_ = must_wait;
            std::swap(must_wait ? held_ : handed_, row_);
            row_.clear();
            if (!must_wait) return CsvStep::row;
        }
        switch (parse()) {
            case Parsed::row:
                if (row_.is_blank()) {
                    ++blank_rows_;
                    row_.clear();
                    break;
                }
                is_held_due_ = std::exchange(is_held_, false);
                blank_rows_due_ = std::exchange(blank_rows_, 0);
                is_row_due_ = true;
                break;
            case Parsed::needs_input:
                return CsvStep::needs_input;
            case Parsed::too_long:
                return CsvStep::row_too_long;
            case Parsed::end:
                if (!is_held_) return CsvStep::end;
                is_held_ = false;
                held_.ends_.resize(held_.filled_);
                std::swap(handed_, held_);
                return CsvStep::row;
        }
    }
}

CsvReader::Parsed CsvReader::parse() {
    while (!input_.empty()) {
        if (take_stretch()) return Parsed::row;
        if (row_bytes() > row_bytes_max) return Parsed::too_long;
    }
    return is_finished_ ? parse_at_end() : Parsed::needs_input;
}

CsvReader::Parsed CsvReader::parse_at_end() {
    if (!lead_.empty()) {
        row_.text_ += std::exchange(lead_, {});
        is_row_begun_ = true;
    }
    if (!is_row_begun_) return Parsed::end;
    if (state_ == State::quoted) trim_open_quote();
    close_cell();
    is_row_begun_ = false;
    return Parsed::row;
}

bool CsvReader::take_stretch() {
    if (is_after_return_) {
        is_after_return_ = false;
        if (input_.front() == '\n') {
            input_.remove_prefix(1);
            return false;
        }
    }
    switch (state_) {
        case State::file_start:
            take_file_start();
            return false;
        case State::cell_start:
            return take_cell_start();
        case State::unquoted:
            return take_unquoted();
        case State::quoted:
            take_quoted();
            return false;
        case State::after_quote:
            take_after_quote();
            return false;
    }
    return false;
}

void CsvReader::take_file_start() {
    const char c = input_.front();
    if (lead_.empty()) {
        const bool is_space = text::is_ascii_space(static_cast<unsigned char>(c)) && c != delimiter_;
        if (is_space) {
            input_.remove_prefix(1);
            return;
        }
        if (trimmed_length(static_cast<unsigned char>(c)) == 0) {
            state_ = State::cell_start;
            return;
        }
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
        // A broken character is content.
        row_.text_ += std::exchange(lead_, {});
        is_row_begun_ = true;
        state_ = State::unquoted;
        return;
    }
    lead_ += c;
    input_.remove_prefix(1);
    if (lead_.size() < trimmed_length(static_cast<unsigned char>(lead_.front()))) return;
    if (!is_trimmed(text::decode(lead_, 0).value)) {
        row_.text_ += lead_;
        is_row_begun_ = true;
        state_ = State::unquoted;
    }
    lead_.clear();
}

bool CsvReader::take_cell_start() {
    is_row_begun_ = true;
    const char c = input_.front();
    if (c == ' ') {
        input_.remove_prefix(1);
    } else if (c == '"') {
        is_quoted_ = true;
        state_ = State::quoted;
        input_.remove_prefix(1);
    } else {
        state_ = State::unquoted;
        return take_unquoted();
    }
    return false;
}

bool CsvReader::take_unquoted() {
    const char* const begin = input_.data();
    const char* const end = begin + input_.size();
    const char* at = begin;
    while (at != end && *at != delimiter_ && *at != '\n' && *at != '\r') ++at;
    keep(static_cast<std::size_t>(at - begin));
    return at != end && end_cell();
}

void CsvReader::take_quoted() {
    const void* quote = std::memchr(input_.data(), '"', input_.size());
    if (quote == nullptr) {
        keep(input_.size());
        return;
    }
    keep(static_cast<std::size_t>(static_cast<const char*>(quote) - input_.data()));
    input_.remove_prefix(1);
    state_ = State::after_quote;
}

void CsvReader::take_after_quote() {
    if (input_.front() == '"') {
        keep(1);
        state_ = State::quoted;
    } else {
        state_ = State::unquoted;
    }
}

void CsvReader::keep(std::size_t bytes) {
    // What is too long already is not made longer by much, however long the piece.
    row_.text_.append(input_.data(), std::min(bytes, row_bytes_max + 1));
    input_.remove_prefix(bytes);
}

bool CsvReader::end_cell() {
    const char c = input_.front();
    input_.remove_prefix(1);
    close_cell();
    state_ = State::cell_start;
    if (c == delimiter_) return false;
    is_after_return_ = c == '\r';
    is_row_begun_ = false;
    return true;
}

void CsvReader::close_cell() {
    const std::string_view cell = cell_so_far();
    const auto is_plain = [](unsigned char c) { return c > ' ' && c < 0x7F; };
    const bool is_filled =
        is_quoted_ ||
        (!cell.empty() && (is_plain(static_cast<unsigned char>(cell[0])) || trimmed_size(cell, '\0') > 0));
    row_.ends_.push_back(static_cast<std::uint32_t>(row_.text_.size()));
    if (is_filled) row_.filled_ = row_.ends_.size();
    is_quoted_ = false;
}

std::string_view CsvReader::cell_so_far() const {
    const std::size_t begin = row_.ends_.empty() ? 0 : row_.ends_.back();
    return std::string_view(row_.text_).substr(begin);
}

void CsvReader::trim_open_quote() {
    const std::string_view cell = cell_so_far();
    row_.text_.resize(row_.text_.size() - cell.size() + trimmed_size(cell, delimiter_));
}

}  // namespace herald::spreadsheets
