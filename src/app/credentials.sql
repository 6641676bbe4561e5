-- Keys and passwords for providers, sealed.

-- name: set_credential(name, value, now)
INSERT INTO provider_credentials (name, value, updated_at) VALUES (:name, :value, :now)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at

-- name: remove_credential(name)
DELETE FROM provider_credentials WHERE name = :name

-- name: all_credentials()
SELECT name, value, updated_at FROM provider_credentials ORDER BY name
