#include "db/value.h"

#include <charconv>
#include <limits>

#include "db/store.h"

namespace herald::db {
namespace {

[[noreturn]] void refuse(const Cell& cell, const char* wanted) {
    if (cell.kind == Cell::Kind::null) throw StoreError(std::string("a stored null was read as ") + wanted);
    throw StoreError(std::string("a stored value was read as ") + wanted + ", which it is not");
}

template <class Number>
Number parse_number(const Cell& cell, const char* wanted) {
    Number number{};
    const char* end = cell.bytes.data() + cell.bytes.size();
    const auto [stopped, error] = std::from_chars(cell.bytes.data(), end, number);
    if (error != std::errc() || stopped != end || cell.bytes.empty()) refuse(cell, wanted);
    return number;
}

bool is_text_or_blob(const Cell& cell) {
    return cell.kind == Cell::Kind::text || cell.kind == Cell::Kind::blob;
}

}  // namespace

template <>
std::int64_t read_cell<std::int64_t>(const Cell& cell) {
    if (cell.kind == Cell::Kind::integer) return cell.integer;
    if (cell.kind == Cell::Kind::text) return parse_number<std::int64_t>(cell, "an integer");
    refuse(cell, "an integer");
}

template <>
int read_cell<int>(const Cell& cell) {
    const auto wide = read_cell<std::int64_t>(cell);
    if (wide < std::numeric_limits<int>::min() || wide > std::numeric_limits<int>::max())
        refuse(cell, "a 32-bit integer");
    return static_cast<int>(wide);
}

template <>
double read_cell<double>(const Cell& cell) {
    if (cell.kind == Cell::Kind::real) return cell.real;
    if (cell.kind == Cell::Kind::integer) return static_cast<double>(cell.integer);
    if (cell.kind == Cell::Kind::text) return parse_number<double>(cell, "a number");
    refuse(cell, "a number");
}

template <>
bool read_cell<bool>(const Cell& cell) {
    if (cell.kind == Cell::Kind::integer) return cell.integer != 0;
    if (cell.kind == Cell::Kind::text && (cell.bytes == "t" || cell.bytes == "1")) return true;
    if (cell.kind == Cell::Kind::text && (cell.bytes == "f" || cell.bytes == "0")) return false;
    refuse(cell, "a boolean");
}

template <>
std::string_view read_cell<std::string_view>(const Cell& cell) {
    if (is_text_or_blob(cell)) return cell.bytes;
    refuse(cell, "text");
}

template <>
std::string read_cell<std::string>(const Cell& cell) {
    return std::string(read_cell<std::string_view>(cell));
}

template <>
Json read_cell<Json>(const Cell& cell) {
    return {read_cell<std::string_view>(cell)};
}

template <>
Blob read_cell<Blob>(const Cell& cell) {
    return {read_cell<std::string_view>(cell)};
}

template <>
Uuid read_cell<Uuid>(const Cell& cell) {
    Uuid id;
    if (cell.kind == Cell::Kind::blob && cell.bytes.size() == id.bytes.size()) {
        std::copy(cell.bytes.begin(), cell.bytes.end(), id.bytes.begin());
        return id;
    }
    if (cell.kind == Cell::Kind::text) {
        if (const auto parsed = Uuid::parse(cell.bytes)) return *parsed;
    }
    refuse(cell, "a UUID");
}

template <>
Timestamp read_cell<Timestamp>(const Cell& cell) {
    if (cell.kind == Cell::Kind::integer) return {cell.integer};
    if (cell.kind == Cell::Kind::text) {
        if (const auto parsed = Timestamp::parse_iso(cell.bytes)) return *parsed;
    }
    refuse(cell, "an instant");
}

}  // namespace herald::db
