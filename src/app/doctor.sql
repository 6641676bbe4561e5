-- What must hold in any store at any time; each statement gives the rows that break it, a few at most.

-- name: created_without_delivery(before, limit)
SELECT n.id FROM notifications n
WHERE n.status IN ('created', 'sending', 'pending') AND n.status = 'created' AND n.notification_type <> 'letter'
  AND n.created_at < :before AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.notification_id = n.id)
LIMIT :limit

-- name: deliveries_without_message(limit)
SELECT d.notification_id FROM deliveries d
WHERE NOT EXISTS (SELECT 1 FROM notifications n WHERE n.id = d.notification_id) LIMIT :limit

-- name: deliveries_of_ended_messages(limit)
SELECT d.notification_id FROM deliveries d JOIN notifications n ON n.id = d.notification_id
WHERE d.owner IS NULL AND d.step = 'send' AND n.status NOT IN ('created', 'delivered', 'pending', 'temporary-failure', 'permanent-failure')
LIMIT :limit

-- name: claims_of_nobody(limit)
SELECT d.notification_id FROM deliveries d
WHERE d.owner IS NOT NULL AND NOT EXISTS (SELECT 1 FROM workers w WHERE w.id = d.owner) LIMIT :limit

-- name: callback_claims_of_nobody(limit)
SELECT c.id FROM callbacks c
WHERE c.owner IS NOT NULL AND NOT EXISTS (SELECT 1 FROM workers w WHERE w.id = c.owner) LIMIT :limit

-- name: job_rows_stored_twice(limit)
SELECT job_id FROM notifications WHERE job_id IS NOT NULL GROUP BY job_id, job_row_number HAVING count(*) > 1 LIMIT :limit

-- name: messages_in_two_places(limit)
SELECT n.id FROM notification_history h JOIN notifications n ON n.id = h.id LIMIT :limit

-- name: test_rows_in_history(limit)
SELECT id FROM notification_history WHERE key_type = 'test' LIMIT :limit

-- name: counted_messages()
SELECT service_id, status, CAST(sum(count) AS BIGINT) FROM notification_counts GROUP BY service_id, status

-- name: recounted_messages()
SELECT service_id, status, count(*) FROM (
    SELECT service_id, status FROM notifications UNION ALL SELECT service_id, status FROM notification_history
) AS every GROUP BY service_id, status

-- name: parked_receipts_of_known_messages(before, limit)
SELECT p.id FROM parked_receipts p
WHERE p.received_at < :before AND EXISTS (SELECT 1 FROM notifications n WHERE n.reference = p.reference) LIMIT :limit

-- name: templates_without_their_version(limit)
SELECT t.id FROM templates t
WHERE NOT EXISTS (SELECT 1 FROM templates_history h WHERE h.id = t.id AND h.version = t.version) LIMIT :limit

-- name: providers_out_of_order(limit)
SELECT p.id FROM providers p
WHERE p.id IS NOT NULL
  AND (p.priority < 0 OR p.priority > 100
       OR NOT EXISTS (SELECT 1 FROM providers_history h WHERE h.identifier = p.identifier AND h.version = p.version))
LIMIT :limit
