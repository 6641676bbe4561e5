-- Parts of long text messages, where each has receipts of its own.

-- name: insert_message_part(notification_id, reference, now)
INSERT INTO message_parts (notification_id, reference, status, created_at) VALUES (:notification_id, :reference, 'sending', :now)
ON CONFLICT (notification_id, reference) DO NOTHING

-- A centre that starts afresh may give an id again: the last one it gave counts.
-- name: message_of_part(reference)
SELECT notification_id FROM message_parts WHERE reference = :reference ORDER BY created_at DESC LIMIT 1

-- name: set_part_status(notification_id, reference, status)
UPDATE message_parts SET status = :status
WHERE notification_id = :notification_id AND reference = :reference AND status = 'sending'

-- name: statuses_of_parts(notification_id)
SELECT status FROM message_parts WHERE notification_id = :notification_id

-- name: delete_parts_of(notification_id)
DELETE FROM message_parts WHERE notification_id = :notification_id

-- name: delete_message_parts_before(before)
DELETE FROM message_parts WHERE created_at < :before
