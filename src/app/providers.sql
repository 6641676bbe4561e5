-- Providers that an installation brings itself have a row once they are configured.
-- name: add_provider(identifier, display_name, notification_type)
INSERT INTO providers (identifier, display_name, notification_type, priority, active, supports_international, version)
VALUES (:identifier, :display_name, :notification_type, 50, TRUE, TRUE, 1)
ON CONFLICT (identifier) DO NOTHING
