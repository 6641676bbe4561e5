-- Letters that people have uploaded: of the service's hidden template, by no key and no job, and not cancelled.

-- name: times_of_uploaded_letters(service_id, since)
SELECT n.created_at FROM notifications n JOIN templates t ON t.id = n.template_id
WHERE n.service_id = :service_id AND n.notification_type = 'letter' AND n.api_key_id IS NULL AND n.job_id IS NULL
  AND n.created_at >= :since AND n.status <> 'cancelled' AND t.hidden
ORDER BY n.created_at DESC

-- name: uploaded_letters_between(service_id, since, before, limit, offset)
SELECT n.id FROM notifications n JOIN templates t ON t.id = n.template_id
WHERE n.service_id = :service_id AND n.notification_type = 'letter' AND n.api_key_id IS NULL AND n.job_id IS NULL
  AND n.created_at >= :since AND n.created_at < :before AND n.status <> 'cancelled' AND t.hidden
ORDER BY n.created_at DESC, n.id DESC LIMIT :limit OFFSET :offset

-- name: count_uploaded_letters(service_id, since, before)
SELECT count(*) FROM notifications n JOIN templates t ON t.id = n.template_id
WHERE n.service_id = :service_id AND n.notification_type = 'letter' AND n.api_key_id IS NULL AND n.job_id IS NULL
  AND n.created_at >= :since AND n.created_at < :before AND n.status <> 'cancelled' AND t.hidden
