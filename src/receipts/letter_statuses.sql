-- What the printer tells of letters. Whom it was given to is `dvla`, whoever it is: the one name that letters' printers have.

-- name: letter_for_status(id)
-- engine: sqlite
SELECT id, service_id, template_id, template_version, key_type, status, billable_units, sent_by, created_at, updated_at, job_id
FROM notifications WHERE id = :id AND notification_type = 'letter'
-- engine: postgres
SELECT id, service_id, template_id, template_version, key_type, status, billable_units, sent_by, created_at, updated_at, job_id
FROM notifications WHERE id = :id AND notification_type = 'letter' FOR UPDATE

-- name: archived_letter_for_status(id)
-- engine: sqlite
SELECT id, service_id, template_id, template_version, key_type, status, billable_units, sent_by, created_at, updated_at, job_id
FROM notification_history WHERE id = :id AND notification_type = 'letter'
-- engine: postgres
SELECT id, service_id, template_id, template_version, key_type, status, billable_units, sent_by, created_at, updated_at, job_id
FROM notification_history WHERE id = :id AND notification_type = 'letter' FOR UPDATE

-- name: set_letter_status(id, old_status, status, now)
UPDATE notifications SET status = :status, updated_at = :now, sent_by = COALESCE(sent_by, 'dvla')
WHERE id = :id AND status = :old_status

-- name: set_archived_letter_status(id, old_status, status, now)
UPDATE notification_history SET status = :status, updated_at = :now, sent_by = COALESCE(sent_by, 'dvla')
WHERE id = :id AND status = :old_status

-- name: record_despatch(notification_id, day, cost_threshold)
INSERT INTO notifications_letter_despatch (notification_id, despatched_on, cost_threshold)
VALUES (:notification_id, :day, :cost_threshold)
ON CONFLICT (notification_id) DO UPDATE SET despatched_on = excluded.despatched_on, cost_threshold = excluded.cost_threshold

-- name: letter_of_id(id)
SELECT id FROM notifications WHERE id = :id AND notification_type = 'letter'
UNION ALL
SELECT id FROM notification_history WHERE id = :id AND notification_type = 'letter'
