-- Names that texts must not come from.

-- name: protected_sender(sender_id)
SELECT 1 FROM protected_sender_ids WHERE sender_id = :sender_id

-- name: insert_protected_sender(sender_id)
INSERT INTO protected_sender_ids (sender_id) VALUES (:sender_id) ON CONFLICT (sender_id) DO NOTHING

-- name: delete_protected_sender(sender_id)
DELETE FROM protected_sender_ids WHERE sender_id = :sender_id

-- name: list_protected_senders(after, limit)
SELECT sender_id FROM protected_sender_ids WHERE sender_id > :after ORDER BY sender_id LIMIT :limit
