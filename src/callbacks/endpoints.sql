-- Endpoints that do not answer.

-- name: failing_endpoints()
SELECT service_id, callback_type, failing_since, suspended_at IS NOT NULL FROM service_callbacks
WHERE failing_since IS NOT NULL

-- What another process has found out before stays.
-- name: record_failing_endpoint(service_id, callback_type, url, since, probe_at)
UPDATE service_callbacks SET failing_since = COALESCE(failing_since, :since), probe_at = COALESCE(probe_at, :probe_at)
WHERE service_id = :service_id AND callback_type = :callback_type AND url = :url

-- One process has each probe.
-- name: take_endpoint_probe(service_id, callback_type, now, next)
UPDATE service_callbacks SET probe_at = :next
WHERE service_id = :service_id AND callback_type = :callback_type AND failing_since IS NOT NULL AND suspended_at IS NULL
  AND (probe_at IS NULL OR probe_at <= :now)

-- name: resume_endpoint(service_id, callback_type)
UPDATE service_callbacks SET failing_since = NULL, suspended_at = NULL, suspension_told_at = NULL, probe_at = NULL
WHERE service_id = :service_id AND callback_type = :callback_type

-- name: suspend_endpoint(service_id, callback_type, before, now)
UPDATE service_callbacks SET suspended_at = :now
WHERE service_id = :service_id AND callback_type = :callback_type AND suspended_at IS NULL AND failing_since <= :before

-- name: log_suspension(service_id, id, callback_type, text, now)
INSERT INTO callback_log (service_id, id, notification_id, callback_type, status, attempts, http_status, last_error, created_at, attempted_at)
VALUES (:service_id, :id, :id, :callback_type, 'suspended', 0, NULL, :text, :now, :now)

-- One process has each of them.
-- name: take_untold_suspension(now)
-- engine: sqlite
UPDATE service_callbacks SET suspension_told_at = :now
WHERE id = (SELECT id FROM service_callbacks WHERE suspended_at IS NOT NULL AND suspension_told_at IS NULL
            ORDER BY id LIMIT 1)
RETURNING service_id, callback_type, url, failing_since
-- engine: postgres
UPDATE service_callbacks SET suspension_told_at = :now
WHERE id = (SELECT id FROM service_callbacks WHERE suspended_at IS NOT NULL AND suspension_told_at IS NULL
            ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING service_id, callback_type, url, failing_since
