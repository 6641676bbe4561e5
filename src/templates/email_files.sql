-- Files that email templates own, and their versions.

-- name: email_template_for_files(id, service_id)
SELECT t.template_type, t.version, t.archived, s.active,
       (SELECT COUNT(*) FROM service_permissions p WHERE p.service_id = t.service_id AND p.permission = 'email')
FROM templates t JOIN services s ON s.id = t.service_id
WHERE t.id = :id AND t.service_id = :service_id AND NOT t.hidden

-- name: insert_email_file(id, filename, link_text, retention_period, validate_users_email, template_id, template_version, created_at)
INSERT INTO template_email_files (id, filename, link_text, retention_period, validate_users_email, template_id,
                                  template_version, created_at, pending, version, object_removed)
VALUES (:id, :filename, :link_text, :retention_period, :validate_users_email, :template_id, :template_version, :created_at,
        TRUE, 0, FALSE)

-- name: pending_email_file(id)
SELECT template_id, filename FROM template_email_files WHERE id = :id AND pending AND archived_at IS NULL

-- name: publish_email_file(id, template_version, now)
UPDATE template_email_files
SET pending = FALSE, version = 1, created_at = :now, template_version = :template_version
WHERE id = :id

-- name: copy_email_file_to_history(id)
INSERT INTO template_email_files_history (id, version, filename, link_text, retention_period, validate_users_email,
                                          template_id, template_version, created_by_id, created_at, updated_at, archived_at,
                                          archived_by_id, pending)
SELECT id, version, filename, link_text, retention_period, validate_users_email, template_id, template_version,
       created_by_id, created_at, updated_at, archived_at, archived_by_id, pending
FROM template_email_files WHERE id = :id

-- name: archive_email_file(id, template_version, now)
UPDATE template_email_files
SET archived_at = :now, updated_at = :now, version = version + 1, template_version = :template_version
WHERE id = :id

-- name: live_email_files(template_id)
SELECT id, filename, link_text, retention_period, validate_users_email FROM template_email_files
WHERE template_id = :template_id AND NOT pending AND archived_at IS NULL
ORDER BY created_at, id

-- Of each file the newest of its versions that the template's version knows.
-- name: email_files_of_version(template_id, version)
SELECT h.id, h.filename, h.link_text, h.retention_period, h.validate_users_email FROM template_email_files_history h
WHERE h.template_id = :template_id AND h.template_version <= :version AND h.archived_at IS NULL
  AND h.version = (SELECT MAX(n.version) FROM template_email_files_history n
                   WHERE n.id = h.id AND n.template_version <= :version)
ORDER BY h.created_at, h.id

-- name: archive_pending_email_files(since, now)
UPDATE template_email_files SET archived_at = :now, updated_at = :now
WHERE pending AND archived_at IS NULL AND created_at < :since

-- name: archived_email_files(before, after_instant, after_id, limit)
SELECT f.id, t.service_id, f.archived_at FROM template_email_files f JOIN templates t ON t.id = f.template_id
WHERE f.archived_at IS NOT NULL AND NOT f.object_removed AND f.archived_at < :before
  AND (f.archived_at, f.id) > (:after_instant, :after_id)
ORDER BY f.archived_at, f.id LIMIT :limit

-- name: mark_email_file_removed(id)
UPDATE template_email_files SET object_removed = TRUE WHERE id = :id
