-- What requests with an Idempotency-Key were answered.

-- name: idempotency_key(slot, key_hash, since)
SELECT body_hash, answer FROM idempotency_keys WHERE slot = :slot AND key_hash = :key_hash AND created_at > :since

-- A key of the day before yesterday that has not been removed yet makes room.
-- name: add_idempotency_key(slot, key_hash, service_id, body_hash, answer, now, since)
INSERT INTO idempotency_keys (slot, key_hash, service_id, body_hash, answer, created_at)
VALUES (:slot, :key_hash, :service_id, :body_hash, :answer, :now)
ON CONFLICT (slot, key_hash) DO UPDATE
SET body_hash = excluded.body_hash, answer = excluded.answer, created_at = excluded.created_at
WHERE idempotency_keys.created_at <= :since

-- name: next_key_slot(after)
SELECT MIN(slot) FROM idempotency_keys WHERE slot > :after

-- name: keys_of_slot(slot)
SELECT key_hash FROM idempotency_keys WHERE slot = :slot

-- name: remove_idempotency_keys(since, rows_max)
DELETE FROM idempotency_keys WHERE (slot, key_hash) IN
    (SELECT slot, key_hash FROM idempotency_keys WHERE created_at <= :since ORDER BY created_at LIMIT :rows_max)
