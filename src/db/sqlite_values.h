#pragma once

#include <sqlite3.h>

#include <string>
#include <vector>

#include "db/value.h"

namespace herald::db {

/// Binds a value: UUIDs as 16 bytes, instants as microseconds, booleans as 0 and 1. Text and bytes are not copied, so
/// they must live until the statement has been stepped. Returns SQLite's result code.
int bind_sqlite_value(sqlite3_stmt* statement, int position, const Value& value);

/// Copies the rows of a statement as it is stepped.
class SqliteRowCollector {
public:
    explicit SqliteRowCollector(sqlite3_stmt* statement)
        : statement_(statement), columns_(static_cast<std::size_t>(sqlite3_column_count(statement))) {}

    void add();
    Rows take();

private:
    Cell copy_cell(int column);
    Cell copy_bytes(Cell::Kind kind, const void* bytes, int column);

    sqlite3_stmt* statement_;
    std::size_t columns_;
    std::vector<Cell> cells_;
    std::string bytes_;  ///< of all text and blob cells; grows, so cells hold offsets until `take`
};

}  // namespace herald::db
