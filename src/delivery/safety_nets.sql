-- What looks for messages that have come to a standstill. The conditions repeat the index `notifications_open`.

-- name: messages_to_time_out(before, limit)
-- engine: sqlite
SELECT id, service_id, template_id, template_version, key_type, notification_type, status, recipient, client_reference,
       international, phone_prefix, sent_by, created_at, sent_at, updated_at, job_id
FROM notifications
WHERE status IN ('created', 'sending', 'pending') AND status <> 'created' AND notification_type <> 'letter' AND created_at < :before
ORDER BY created_at LIMIT :limit
-- engine: postgres
SELECT id, service_id, template_id, template_version, key_type, notification_type, status, recipient, client_reference,
       international, phone_prefix, sent_by, created_at, sent_at, updated_at, job_id
FROM notifications
WHERE status IN ('created', 'sending', 'pending') AND status <> 'created' AND notification_type <> 'letter' AND created_at < :before
ORDER BY created_at LIMIT :limit FOR UPDATE SKIP LOCKED

-- What waits for its hour is not late; what a worker has in its hands is left to it.
-- name: created_to_time_out(before, limit)
-- engine: sqlite
SELECT id, service_id, template_id, template_version, key_type, notification_type, status, recipient, client_reference,
       international, phone_prefix, sent_by, created_at, sent_at, updated_at, job_id
FROM notifications n
WHERE status IN ('created', 'sending', 'pending') AND status = 'created' AND notification_type <> 'letter'
  AND created_at < :before AND COALESCE(scheduled_for, created_at) < :before
  AND EXISTS (SELECT 1 FROM deliveries d WHERE d.notification_id = n.id AND d.owner IS NULL)
ORDER BY created_at LIMIT :limit
-- engine: postgres
SELECT id, service_id, template_id, template_version, key_type, notification_type, status, recipient, client_reference,
       international, phone_prefix, sent_by, created_at, sent_at, updated_at, job_id
FROM notifications n
WHERE status IN ('created', 'sending', 'pending') AND status = 'created' AND notification_type <> 'letter'
  AND created_at < :before AND COALESCE(scheduled_for, created_at) < :before
  AND EXISTS (SELECT 1 FROM deliveries d WHERE d.notification_id = n.id AND d.owner IS NULL)
ORDER BY created_at LIMIT :limit FOR UPDATE OF n SKIP LOCKED

-- name: delete_waiting_delivery(notification_id)
DELETE FROM deliveries WHERE notification_id = :notification_id AND owner IS NULL

-- name: time_out_message(id, old_status, status, now)
UPDATE notifications SET status = :status, updated_at = :now WHERE id = :id AND status = :old_status

-- name: mail_to_settle(before, limit)
-- engine: sqlite
SELECT id, service_id, template_id, template_version, key_type, notification_type, status, recipient, client_reference,
       international, phone_prefix, sent_by, created_at, sent_at, updated_at, job_id
FROM notifications
WHERE status IN ('created', 'sending', 'pending') AND status = 'sending' AND notification_type = 'email' AND sent_by = 'smtp'
  AND created_at < :before AND sent_at < :before
ORDER BY created_at LIMIT :limit
-- engine: postgres
SELECT id, service_id, template_id, template_version, key_type, notification_type, status, recipient, client_reference,
       international, phone_prefix, sent_by, created_at, sent_at, updated_at, job_id
FROM notifications
WHERE status IN ('created', 'sending', 'pending') AND status = 'sending' AND notification_type = 'email' AND sent_by = 'smtp'
  AND created_at < :before AND sent_at < :before
ORDER BY created_at LIMIT :limit FOR UPDATE SKIP LOCKED

-- A message that is `created` and has no delivery: accepted and delivery commit together, so there is none in a healthy
-- store.
-- name: revive_lost_deliveries(after, before, now, limit)
INSERT INTO deliveries (notification_id, service_id, turn_id, lane, step, attempts, due_at, owner)
SELECT n.id, n.service_id, COALESCE(n.job_id, n.service_id),
       CASE WHEN n.key_type = 'test' THEN 'simulated' WHEN n.notification_type = 'email' THEN 'email'
            WHEN n.international THEN 'sms-abroad' ELSE 'sms' END,
       'send', 0, :now, NULL
FROM notifications n
WHERE n.status IN ('created', 'sending', 'pending') AND n.status = 'created' AND n.notification_type <> 'letter'
  AND n.created_at >= :after AND n.created_at < :before
  AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.notification_id = n.id)
ORDER BY n.created_at LIMIT :limit
ON CONFLICT (notification_id) DO NOTHING

-- A claim under a lease that has been freed meanwhile: the row came after the worker had been taken for dead.
-- name: free_deliveries_of_nobody()
UPDATE deliveries SET owner = NULL
WHERE owner IS NOT NULL AND NOT EXISTS (SELECT 1 FROM workers w WHERE w.id = deliveries.owner)

-- name: free_callbacks_of_nobody()
UPDATE callbacks SET owner = NULL
WHERE owner IS NOT NULL AND NOT EXISTS (SELECT 1 FROM workers w WHERE w.id = callbacks.owner)
