#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "db/migrations.h"
#include "db/store.h"

namespace herald::db {

/// The schema in the store and the one of this binary do not go together.
class SchemaMismatch : public StoreError {
    using StoreError::StoreError;
};

/// Applies the migrations that the store does not have yet, in order, each in one transaction; returns their names.
/// Processes that start at once wait for each other. Throws SchemaMismatch when a migration was changed after it had
/// been applied, or when the store has one that this binary does not know. Blocking.
std::vector<std::string> migrate(Store& store, Timestamp now,
                                 std::span<const EmbeddedMigration> migrations = embedded_migrations());

/// The names of those that `migrate` would apply. Throws SchemaMismatch like it. Blocking.
std::vector<std::string> pending_migrations(Store& store,
                                            std::span<const EmbeddedMigration> migrations = embedded_migrations());

/// The last migration that was applied, or nothing in an empty store. Blocking.
std::optional<std::string> schema_version(Store& store);

/// Has the engine prepare every statement of the catalogue; throws StoreError naming the first that it refuses. To be
/// called when the store has been migrated. Blocking.
void check_statements(Store& store);

}  // namespace herald::db
