-- The providers' settings and their versions.

-- name: all_providers()
SELECT p.identifier, p.id, p.display_name, p.notification_type, p.priority, p.active, p.supports_international, p.version,
       p.updated_at, p.changed_by, p.reason, u.id, u.name, u.email_address
FROM providers p LEFT JOIN users u ON u.id = p.created_by_id
ORDER BY p.notification_type, p.priority, p.identifier

-- name: provider_versions(identifier, limit)
SELECT h.identifier, p.id, h.display_name, h.notification_type, h.priority, h.active, h.supports_international, h.version,
       h.updated_at, h.changed_by, h.reason, u.id, u.name, u.email_address
FROM providers_history h JOIN providers p ON p.identifier = h.identifier LEFT JOIN users u ON u.id = h.created_by_id
WHERE h.identifier = :identifier
ORDER BY h.version DESC LIMIT :limit

-- All of a channel are locked, in one order, before one of them is changed.
-- name: lock_providers(notification_type)
-- engine: sqlite
SELECT identifier, priority, active, updated_at, version FROM providers
WHERE notification_type = :notification_type ORDER BY identifier
-- engine: postgres
SELECT identifier, priority, active, updated_at, version FROM providers
WHERE notification_type = :notification_type ORDER BY identifier FOR UPDATE

-- name: change_provider(identifier, old_version, priority, active, now, created_by_id, changed_by, reason)
UPDATE providers SET priority = :priority, active = :active, updated_at = :now, created_by_id = :created_by_id,
       changed_by = :changed_by, reason = :reason, version = version + 1
WHERE identifier = :identifier AND version = :old_version

-- name: keep_provider_version(identifier)
INSERT INTO providers_history (identifier, version, display_name, notification_type, priority, active,
                               supports_international, updated_at, created_by_id, changed_by, reason)
SELECT identifier, version, display_name, notification_type, priority, active, supports_international, updated_at,
       created_by_id, changed_by, reason
FROM providers WHERE identifier = :identifier

-- A provider that a later migration has added: its first version is kept and it gets its id.
-- name: keep_first_versions()
INSERT INTO providers_history (identifier, version, display_name, notification_type, priority, active,
                               supports_international, updated_at, created_by_id, changed_by, reason)
SELECT identifier, version, display_name, notification_type, priority, active, supports_international, updated_at,
       created_by_id, changed_by, reason
FROM providers p
WHERE NOT EXISTS (SELECT 1 FROM providers_history h WHERE h.identifier = p.identifier AND h.version = p.version)
ON CONFLICT (identifier, version) DO NOTHING

-- name: providers_without_id()
SELECT identifier FROM providers WHERE id IS NULL ORDER BY identifier

-- name: give_provider_id(identifier, id)
UPDATE providers SET id = :id WHERE identifier = :identifier AND id IS NULL
