-- What requests with an Idempotency-Key were answered.

-- name: idempotency_key(service_id, key_hash, since)
SELECT body_hash, answer FROM idempotency_keys
WHERE service_id = :service_id AND key_hash = :key_hash AND created_at > :since

-- A key of the day before yesterday that has not been removed yet makes room.
-- name: add_idempotency_key(service_id, key_hash, body_hash, answer, now, since)
INSERT INTO idempotency_keys (service_id, key_hash, body_hash, answer, created_at)
VALUES (:service_id, :key_hash, :body_hash, :answer, :now)
ON CONFLICT (service_id, key_hash) DO UPDATE
SET body_hash = excluded.body_hash, answer = excluded.answer, created_at = excluded.created_at
WHERE idempotency_keys.created_at <= :since

-- name: remove_idempotency_keys(since, rows_max)
DELETE FROM idempotency_keys WHERE (service_id, key_hash) IN
    (SELECT service_id, key_hash FROM idempotency_keys WHERE created_at <= :since ORDER BY created_at LIMIT :rows_max)
