-- Letters that came back.

-- name: letter_by_reference(reference)
-- engine: sqlite
SELECT n.id, n.service_id, n.template_id, n.template_version, n.key_type, n.status, n.client_reference,
       n.api_key_id IS NOT NULL, n.job_row_number, n.created_at, t.name, t.hidden, u.email_address, j.original_file_name
FROM notifications n
JOIN templates_history t ON t.id = n.template_id AND t.version = n.template_version
LEFT JOIN users u ON u.id = n.created_by_id
LEFT JOIN jobs j ON j.id = n.job_id
WHERE n.reference = :reference AND n.notification_type = 'letter'
-- engine: postgres
SELECT n.id, n.service_id, n.template_id, n.template_version, n.key_type, n.status, n.client_reference,
       n.api_key_id IS NOT NULL, n.job_row_number, n.created_at, t.name, t.hidden, u.email_address, j.original_file_name
FROM notifications n
JOIN templates_history t ON t.id = n.template_id AND t.version = n.template_version
LEFT JOIN users u ON u.id = n.created_by_id
LEFT JOIN jobs j ON j.id = n.job_id
WHERE n.reference = :reference AND n.notification_type = 'letter' FOR UPDATE OF n

-- name: archived_letter_by_reference(reference)
SELECT n.id, n.service_id, n.template_id, n.template_version, n.key_type, n.status, n.client_reference,
       n.api_key_id IS NOT NULL, n.job_row_number, n.created_at, t.name, t.hidden, u.email_address, j.original_file_name
FROM notification_history n
JOIN templates_history t ON t.id = n.template_id AND t.version = n.template_version
LEFT JOIN users u ON u.id = n.created_by_id
LEFT JOIN jobs j ON j.id = n.job_id
WHERE n.reference = :reference AND n.notification_type = 'letter'

-- name: set_returned(id, now)
UPDATE notifications SET status = 'returned-letter', updated_at = :now WHERE id = :id

-- name: set_archived_returned(id, now)
UPDATE notification_history SET status = 'returned-letter', updated_at = :now WHERE id = :id

-- name: report_returned(id, notification_id, service_id, reported_at, now)
INSERT INTO returned_letters (id, notification_id, service_id, reported_at, created_at)
VALUES (:id, :notification_id, :service_id, :reported_at, :now)
ON CONFLICT (notification_id) DO NOTHING
