-- A message that its service does not want sent any more.

-- Only what nobody has in memory and no provider was ever asked to take: an attempt whose answer was lost may have
-- reached the recipient. Locks the row, so that whoever claims it comes before or finds nothing.
-- name: withdraw_delivery(notification_id, service_id)
DELETE FROM deliveries
WHERE notification_id = :notification_id AND service_id = :service_id AND owner IS NULL AND step = 'send' AND attempts = 0

-- name: record_cancelled(id, old_status, now)
UPDATE notifications SET status = 'cancelled', updated_at = :now WHERE id = :id AND status = :old_status
