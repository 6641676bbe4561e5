#pragma once

#include <string>
#include <string_view>

#include "db/statement.h"

namespace herald::db {

/// A migration's SQL for one engine: the parts marked for the other are left out, and SQLite gets its own type names
/// (see db/migrations.h). Type names are replaced only where they stand as whole words in capitals, outside of strings
/// and comments.
std::string migration_text(std::string_view sql, Engine engine);

/// SHA-256 in hex of the text as it is written, for both engines together.
std::string migration_checksum(std::string_view sql);

}  // namespace herald::db
