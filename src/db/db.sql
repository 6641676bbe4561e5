-- The store's own statements.

-- name: ping()
SELECT 1

-- name: migrations_table_exists()
-- engine: sqlite
SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations')
-- engine: postgres
SELECT to_regclass('schema_migrations') IS NOT NULL

-- name: applied_migrations()
SELECT name, checksum FROM schema_migrations ORDER BY name

-- name: record_migration(name, checksum, applied_at)
INSERT INTO schema_migrations (name, checksum, applied_at) VALUES (:name, :checksum, :applied_at)
