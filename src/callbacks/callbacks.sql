-- The queue of calls to the services' own endpoints.

-- name: callback_endpoint_of(service_id, callback_type)
SELECT url, bearer_token, signing_secret FROM service_callbacks WHERE service_id = :service_id AND callback_type = :callback_type

-- name: insert_callback(id, service_id, notification_id, callback_type, payload, due_at, owner, created_at)
INSERT INTO callbacks (id, service_id, notification_id, callback_type, payload, attempts, due_at, owner, created_at)
VALUES (:id, :service_id, :notification_id, :callback_type, :payload, 0, :due_at, :owner, :created_at)

-- A loose index scan: one step per service that has something waiting, however much it has.
-- name: endpoints_with_due_callbacks(after, now, limit)
WITH RECURSIVE service(id) AS (
    SELECT * FROM (SELECT service_id FROM callbacks WHERE owner IS NULL AND service_id > :after ORDER BY service_id LIMIT 1) AS first_one
    UNION ALL
    SELECT (SELECT service_id FROM callbacks WHERE owner IS NULL AND service_id > service.id ORDER BY service_id LIMIT 1)
    FROM service WHERE service.id IS NOT NULL
)
SELECT service.id, kind.callback_type
FROM service CROSS JOIN (SELECT 'delivery_status' AS callback_type UNION ALL SELECT 'complaint' UNION ALL
                         SELECT 'inbound_sms' UNION ALL SELECT 'returned_letter') AS kind
WHERE service.id IS NOT NULL
  AND EXISTS (SELECT 1 FROM callbacks
              WHERE owner IS NULL AND service_id = service.id AND callback_type = kind.callback_type AND due_at <= :now)
LIMIT :limit

-- name: claim_callbacks(service_id, callback_type, now, owner, limit)
-- engine: sqlite
UPDATE callbacks SET owner = :owner
WHERE id IN (SELECT id FROM callbacks WHERE owner IS NULL AND service_id = :service_id AND callback_type = :callback_type AND due_at <= :now
             ORDER BY due_at LIMIT :limit)
RETURNING id, notification_id, payload, attempts, created_at
-- engine: postgres
UPDATE callbacks SET owner = :owner
WHERE id IN (SELECT id FROM callbacks WHERE owner IS NULL AND service_id = :service_id AND callback_type = :callback_type AND due_at <= :now
             ORDER BY due_at LIMIT :limit FOR UPDATE SKIP LOCKED)
RETURNING id, notification_id, payload, attempts, created_at

-- name: delete_callback(id, owner)
DELETE FROM callbacks WHERE id = :id AND owner = :owner

-- name: delay_callback(id, owner, due_at, attempts, last_error)
UPDATE callbacks SET owner = NULL, due_at = :due_at, attempts = :attempts, last_error = :last_error
WHERE id = :id AND owner = :owner

-- name: keep_failed_callback(id, owner, attempts, last_error, failed_at)
INSERT INTO failed_callbacks (id, service_id, notification_id, callback_type, payload, attempts, last_error, created_at, failed_at)
SELECT id, service_id, notification_id, callback_type, payload, :attempts, :last_error, created_at, :failed_at
FROM callbacks WHERE id = :id AND owner = :owner

-- name: log_callback(service_id, id, notification_id, callback_type, status, attempts, http_status, last_error, created_at, attempted_at)
INSERT INTO callback_log (service_id, id, notification_id, callback_type, status, attempts, http_status, last_error, created_at, attempted_at)
VALUES (:service_id, :id, :notification_id, :callback_type, :status, :attempts, :http_status, :last_error, :created_at, :attempted_at)
ON CONFLICT (service_id, id) DO UPDATE
SET status = excluded.status, attempts = excluded.attempts, http_status = excluded.http_status,
    last_error = excluded.last_error, attempted_at = excluded.attempted_at

-- name: callback_log_of(service_id, status, limit)
SELECT id, notification_id, callback_type, status, attempts, http_status, last_error, created_at, attempted_at
FROM callback_log WHERE service_id = :service_id AND (:status = '' OR status = :status) ORDER BY id DESC LIMIT :limit

-- name: take_failed_callbacks(service_id, any_id, id, since, limit)
DELETE FROM failed_callbacks
WHERE id IN (SELECT id FROM failed_callbacks
             WHERE service_id = :service_id AND (:any_id OR id = :id) AND failed_at >= :since
             ORDER BY failed_at LIMIT :limit)
RETURNING id, notification_id, callback_type, payload, created_at, attempts, last_error, failed_at

-- name: put_back_failed_callback(id, service_id, notification_id, callback_type, payload, attempts, last_error, created_at, failed_at)
INSERT INTO failed_callbacks (id, service_id, notification_id, callback_type, payload, attempts, last_error, created_at, failed_at)
VALUES (:id, :service_id, :notification_id, :callback_type, :payload, :attempts, :last_error, :created_at, :failed_at)

-- name: next_logged_service(after)
SELECT service_id FROM callback_log WHERE service_id > :after ORDER BY service_id LIMIT 1

-- The newest entry that is one too many; nothing when there are not so many.
-- name: callback_log_surplus(service_id, kept)
SELECT id FROM callback_log WHERE service_id = :service_id ORDER BY id DESC LIMIT 1 OFFSET :kept

-- name: drop_callback_log(service_id, mark, limit)
DELETE FROM callback_log
WHERE service_id = :service_id
  AND id IN (SELECT id FROM callback_log WHERE service_id = :service_id AND id <= :mark ORDER BY id LIMIT :limit)

-- name: drop_failed_callbacks(before)
DELETE FROM failed_callbacks WHERE failed_at < :before
