-- Lists of recipients that services keep. A service has few: they are shown without pages.

-- name: insert_contact_list(id, service_id, original_file_name, row_count, template_type, created_by_id, created_at)
INSERT INTO service_contact_lists (id, service_id, original_file_name, row_count, template_type, created_by_id, archived, created_at)
VALUES (:id, :service_id, :original_file_name, :row_count, :template_type, :created_by_id, FALSE, :created_at)
ON CONFLICT (id) DO NOTHING

-- name: contact_lists_of_service(service_id)
SELECT l.id, l.service_id, l.original_file_name, l.row_count, l.template_type, l.created_by_id, u.name, l.created_at
FROM service_contact_lists l LEFT JOIN users u ON u.id = l.created_by_id
WHERE l.service_id = :service_id AND NOT l.archived ORDER BY l.created_at DESC, l.id DESC

-- name: contact_list_by_id(id, service_id)
SELECT l.id, l.service_id, l.original_file_name, l.row_count, l.template_type, l.created_by_id, u.name, l.created_at
FROM service_contact_lists l LEFT JOIN users u ON u.id = l.created_by_id
WHERE l.id = :id AND l.service_id = :service_id AND NOT l.archived

-- name: archive_contact_list(id, service_id, now)
UPDATE service_contact_lists SET archived = TRUE, updated_at = :now
WHERE id = :id AND service_id = :service_id AND NOT archived
