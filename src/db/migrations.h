#pragma once

#include <span>
#include <string_view>

namespace herald::db {

/// A step of the schema: `NNNN_name` and its SQL. Written once, with PostgreSQL's type names in capitals (UUID,
/// TIMESTAMPTZ, JSONB, BYTEA, BOOLEAN, BIGINT, DOUBLE PRECISION, TEXT); SQLite gets its own names for them. Where one
/// engine needs its own text, `-- engine: sqlite`, `-- engine: postgres` and `-- engine: both` lines mark the parts.
struct EmbeddedMigration {
    std::string_view name;
    std::string_view sql;
};

/// In order of their numbers. Generated from migrations/.
std::span<const EmbeddedMigration> embedded_migrations();

}  // namespace herald::db
