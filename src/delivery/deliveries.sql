-- The queue of what still has to be handed to a provider.

-- A loose index scan: one step per service, and per job, that has something due, however much it has.
-- name: turns_with_due_deliveries(lane, after, now, limit)
WITH RECURSIVE turn(id) AS (
    SELECT * FROM (SELECT turn_id FROM deliveries WHERE owner IS NULL AND lane = :lane AND turn_id > :after
                   ORDER BY turn_id LIMIT 1) AS first_one
    UNION ALL
    SELECT (SELECT turn_id FROM deliveries WHERE owner IS NULL AND lane = :lane AND turn_id > turn.id
            ORDER BY turn_id LIMIT 1)
    FROM turn WHERE turn.id IS NOT NULL
)
SELECT id FROM turn
WHERE id IS NOT NULL
  AND EXISTS (SELECT 1 FROM deliveries WHERE owner IS NULL AND lane = :lane AND turn_id = turn.id AND due_at <= :now)
LIMIT :limit

-- name: claim_deliveries(lane, turn_id, now, owner, limit)
-- engine: sqlite
UPDATE deliveries SET owner = :owner
WHERE notification_id IN (SELECT notification_id FROM deliveries WHERE owner IS NULL AND lane = :lane AND turn_id = :turn_id AND due_at <= :now
                          ORDER BY due_at LIMIT :limit)
RETURNING notification_id, service_id, step, attempts
-- engine: postgres
UPDATE deliveries SET owner = :owner
WHERE notification_id IN (SELECT notification_id FROM deliveries WHERE owner IS NULL AND lane = :lane AND turn_id = :turn_id AND due_at <= :now
                          ORDER BY due_at LIMIT :limit FOR UPDATE SKIP LOCKED)
RETURNING notification_id, service_id, step, attempts

-- name: delete_delivery(notification_id, owner)
DELETE FROM deliveries WHERE notification_id = :notification_id AND owner = :owner

-- name: keep_delivery(notification_id, owner, new_owner, step, attempts, due_at, last_error)
UPDATE deliveries SET owner = :new_owner, step = :step, attempts = :attempts, due_at = :due_at, last_error = :last_error
WHERE notification_id = :notification_id AND owner = :owner

-- A receipt may have come first: a status that is no longer `created` stays.
-- name: record_handed_over(id, status, sent_by, reference, billable_units, now)
UPDATE notifications SET status = :status, sent_at = :now, sent_by = :sent_by, reference = COALESCE(:reference, reference),
       billable_units = :billable_units, updated_at = :now
WHERE id = :id AND status = 'created'

-- name: record_handed_over_late(id, sent_by, reference, billable_units, now)
UPDATE notifications SET sent_at = COALESCE(sent_at, :now), sent_by = COALESCE(sent_by, :sent_by),
       reference = COALESCE(:reference, reference),
       billable_units = CASE WHEN billable_units = 0 THEN :billable_units ELSE billable_units END
WHERE id = :id

-- name: record_given_up(id, status, billable_units, now)
UPDATE notifications SET status = :status, updated_at = :now,
       billable_units = CASE WHEN billable_units = 0 THEN :billable_units ELSE billable_units END
WHERE id = :id AND status = 'created'

-- name: record_attempt(id, billable_units, now)
UPDATE notifications SET billable_units = :billable_units, updated_at = :now
WHERE id = :id AND status = 'created' AND billable_units = 0

-- name: record_simulated_units(id, billable_units)
UPDATE notifications SET billable_units = :billable_units WHERE id = :id AND billable_units = 0

-- name: active_providers()
SELECT identifier, notification_type, priority, supports_international FROM providers WHERE active ORDER BY identifier
