#include "db/migrate.h"

#include "db/db_sql.h"
#include "db/migration_text.h"
#include "db/raw_transaction.h"

namespace herald::db {
namespace {

/// SQLite's writers exclude each other by themselves. On PostgreSQL the lock is held until the transaction ends; any
/// number does that nobody else uses. A migration may take longer than a statement of the main path is allowed to.
constexpr const char* lock_postgres = "SELECT pg_advisory_xact_lock(4738129064413); SET LOCAL statement_timeout TO 0";

constexpr std::string_view create_table =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    "name TEXT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL, applied_at TIMESTAMPTZ NOT NULL)";

RawTransaction& raw(Transaction& tx) {
    return dynamic_cast<RawTransaction&>(tx);
}

std::vector<std::pair<std::string, std::string>> applied(Transaction& tx) {
    std::vector<std::pair<std::string, std::string>> found;
    if (!tx.query(sql::migrations_table_exists, {})[0].get<bool>(0)) return found;
    for (const Row row : tx.query(sql::applied_migrations, {}))
        found.emplace_back(row.get<std::string>(0), row.get<std::string>(1));
    return found;
}

/// Those not applied yet. Refuses a history that is not the beginning of this binary's.
std::span<const EmbeddedMigration> find_pending(Transaction& tx, std::span<const EmbeddedMigration> migrations) {
    const auto found = applied(tx);
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto& [name, checksum] = found[i];
        if (i >= migrations.size() || migrations[i].name != name)
            throw SchemaMismatch("the store has the migration " + name +
                                 ", which this program does not know; it was written by another version");
        if (migration_checksum(migrations[i].sql) != checksum)
            throw SchemaMismatch("the migration " + name + " was changed after it had been applied to this store");
    }
    return migrations.subspan(found.size());
}

/// Applies the first one that is pending, if there is one, and says which.
std::optional<std::string> apply_next(Transaction& tx, Timestamp now, std::span<const EmbeddedMigration> migrations) {
    if (tx.engine() == Engine::postgres) raw(tx).run_script(lock_postgres);
    const auto pending = find_pending(tx, migrations);
    if (pending.empty()) return std::nullopt;
    const EmbeddedMigration& next = pending.front();
    raw(tx).run_script(migration_text(create_table, tx.engine()));
    raw(tx).run_script(migration_text(next.sql, tx.engine()));
    tx.execute(sql::record_migration, {next.name, migration_checksum(next.sql), now});
    return std::string(next.name);
}

}  // namespace

std::vector<std::string> migrate(Store& store, Timestamp now, std::span<const EmbeddedMigration> migrations) {
    std::vector<std::string> names;
    while (auto name = store.write_now([&](Transaction& tx) { return apply_next(tx, now, migrations); }))
        names.push_back(std::move(*name));
    return names;
}

std::vector<std::string> pending_migrations(Store& store, std::span<const EmbeddedMigration> migrations) {
    return store.read_now([&](Transaction& tx) {
        std::vector<std::string> names;
        for (const auto& migration : find_pending(tx, migrations)) names.emplace_back(migration.name);
        return names;
    });
}

std::optional<std::string> schema_version(Store& store) {
    return store.read_now([](Transaction& tx) -> std::optional<std::string> {
        const auto found = applied(tx);
        if (found.empty()) return std::nullopt;
        return found.back().first;
    });
}

void check_statements(Store& store) {
    store.read_now([](Transaction& tx) {
        for (const Statement* statement : catalogue()) raw(tx).check(*statement);
    });
}

}  // namespace herald::db
