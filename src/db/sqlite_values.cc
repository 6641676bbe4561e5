#include "db/sqlite_values.h"

#include <cstring>

#include "db/store.h"

namespace herald::db {
namespace {

/// One overload per kind of value.
struct Binder {
    sqlite3_stmt* statement;
    int position;

    int operator()(std::monostate) const { return sqlite3_bind_null(statement, position); }
    int operator()(std::int64_t number) const { return sqlite3_bind_int64(statement, position, number); }
    int operator()(double number) const { return sqlite3_bind_double(statement, position, number); }
    int operator()(bool flag) const { return sqlite3_bind_int64(statement, position, flag ? 1 : 0); }
    int operator()(Timestamp instant) const { return sqlite3_bind_int64(statement, position, instant.micros); }
    int operator()(Json json) const { return (*this)(json.text); }
    int operator()(const Uuid& id) const {
        return sqlite3_bind_blob64(statement, position, id.bytes.data(), id.bytes.size(), SQLITE_STATIC);
    }
    int operator()(std::string_view text) const {
        // PostgreSQL cannot store it, so neither store takes it.
        if (!text.empty() && std::memchr(text.data(), '\0', text.size()) != nullptr)
            throw StoreError("text with a NUL character cannot be stored");
        // A null pointer would bind NULL.
        const char* const start = text.empty() ? "" : text.data();
        return sqlite3_bind_text64(statement, position, start, text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    int operator()(Blob blob) const {
        const char* const start = blob.bytes.empty() ? "" : blob.bytes.data();
        return sqlite3_bind_blob64(statement, position, start, blob.bytes.size(), SQLITE_STATIC);
    }
};

}  // namespace

int bind_sqlite_value(sqlite3_stmt* statement, int position, const Value& value) {
    return std::visit(Binder{statement, position}, value.variant());
}

Cell SqliteRowCollector::copy_bytes(Cell::Kind kind, const void* bytes, int column) {
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    Cell cell{.kind = kind, .integer = static_cast<std::int64_t>(bytes_.size())};
    if (size > 0) bytes_.append(static_cast<const char*>(bytes), size);
    // Only the size is right yet; `take` makes it point into the finished storage.
    cell.bytes = std::string_view(bytes_.data(), size);
    return cell;
}

Cell SqliteRowCollector::copy_cell(int column) {
    switch (sqlite3_column_type(statement_, column)) {
        case SQLITE_INTEGER:
            return {.kind = Cell::Kind::integer, .integer = sqlite3_column_int64(statement_, column)};
        case SQLITE_FLOAT:
            return {.kind = Cell::Kind::real, .real = sqlite3_column_double(statement_, column)};
        case SQLITE_TEXT:
            return copy_bytes(Cell::Kind::text, sqlite3_column_text(statement_, column), column);
        case SQLITE_BLOB:
            return copy_bytes(Cell::Kind::blob, sqlite3_column_blob(statement_, column), column);
        default:
            return {};
    }
}

void SqliteRowCollector::add() {
    for (std::size_t column = 0; column < columns_; ++column) cells_.push_back(copy_cell(static_cast<int>(column)));
}

Rows SqliteRowCollector::take() {
    if (cells_.empty()) return {};
    const auto storage = std::make_shared<const std::string>(std::move(bytes_));
    for (Cell& cell : cells_) {
        if (cell.kind != Cell::Kind::text && cell.kind != Cell::Kind::blob) continue;
        cell.bytes = std::string_view(storage->data() + cell.integer, cell.bytes.size());
    }
    return Rows(columns_, std::move(cells_), storage);
}

}  // namespace herald::db
