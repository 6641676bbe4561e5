-- What providers tell, matched with the messages it is about. Letters have receipts of their own kind.

-- name: message_for_receipt_by_id(id)
-- engine: sqlite
SELECT id, service_id, template_id, template_version, key_type, notification_type, status, recipient, client_reference,
       international, phone_prefix, sent_by, created_at, sent_at, updated_at, job_id
FROM notifications WHERE id = :id AND notification_type <> 'letter'
-- engine: postgres
SELECT id, service_id, template_id, template_version, key_type, notification_type, status, recipient, client_reference,
       international, phone_prefix, sent_by, created_at, sent_at, updated_at, job_id
FROM notifications WHERE id = :id AND notification_type <> 'letter' FOR UPDATE

-- name: message_for_receipt_by_reference(reference)
-- engine: sqlite
SELECT id, service_id, template_id, template_version, key_type, notification_type, status, recipient, client_reference,
       international, phone_prefix, sent_by, created_at, sent_at, updated_at, job_id
FROM notifications WHERE reference = :reference AND notification_type <> 'letter' LIMIT 1
-- engine: postgres
SELECT id, service_id, template_id, template_version, key_type, notification_type, status, recipient, client_reference,
       international, phone_prefix, sent_by, created_at, sent_at, updated_at, job_id
FROM notifications WHERE reference = :reference AND notification_type <> 'letter' LIMIT 1 FOR UPDATE

-- name: archived_message_for_receipt_by_id(id)
-- engine: sqlite
SELECT id, service_id, template_id, template_version, key_type, notification_type, status, NULL AS recipient, client_reference,
       international, phone_prefix, sent_by, created_at, sent_at, updated_at, job_id
FROM notification_history WHERE id = :id AND notification_type <> 'letter'
-- engine: postgres
SELECT id, service_id, template_id, template_version, key_type, notification_type, status, NULL AS recipient, client_reference,
       international, phone_prefix, sent_by, created_at, sent_at, updated_at, job_id
FROM notification_history WHERE id = :id AND notification_type <> 'letter' FOR UPDATE

-- name: archived_message_for_receipt_by_reference(reference)
-- engine: sqlite
SELECT id, service_id, template_id, template_version, key_type, notification_type, status, NULL AS recipient, client_reference,
       international, phone_prefix, sent_by, created_at, sent_at, updated_at, job_id
FROM notification_history WHERE reference = :reference AND notification_type <> 'letter' LIMIT 1
-- engine: postgres
SELECT id, service_id, template_id, template_version, key_type, notification_type, status, NULL AS recipient, client_reference,
       international, phone_prefix, sent_by, created_at, sent_at, updated_at, job_id
FROM notification_history WHERE reference = :reference AND notification_type <> 'letter' LIMIT 1 FOR UPDATE

-- name: set_status_by_receipt(id, old_status, status, provider, now)
UPDATE notifications SET status = :status, updated_at = :now, sent_by = COALESCE(sent_by, :provider)
WHERE id = :id AND status = :old_status

-- name: set_archived_status_by_receipt(id, old_status, status, provider, now)
UPDATE notification_history SET status = :status, updated_at = :now, sent_by = COALESCE(sent_by, :provider)
WHERE id = :id AND status = :old_status

-- name: park_receipt(id, reference, status, provider, detail, received_at)
INSERT INTO parked_receipts (id, reference, status, provider, detail, received_at)
VALUES (:id, :reference, :status, :provider, :detail, :received_at)

-- name: any_parked_receipt()
SELECT 1 FROM parked_receipts LIMIT 1

-- name: take_parked_receipts(reference)
DELETE FROM parked_receipts WHERE reference = :reference RETURNING status, provider, detail, received_at

-- name: parked_references_known(limit)
SELECT DISTINCT p.reference FROM parked_receipts p
WHERE EXISTS (SELECT 1 FROM notifications n WHERE n.reference = p.reference AND n.notification_type <> 'letter')
   OR EXISTS (SELECT 1 FROM message_parts m WHERE m.reference = p.reference)
LIMIT :limit

-- name: delete_parked_receipts_before(before)
DELETE FROM parked_receipts WHERE received_at < :before

-- name: insert_complaint(id, notification_id, service_id, feedback_id, complaint_type, complaint_date, created_at)
INSERT INTO complaints (id, notification_id, service_id, feedback_id, complaint_type, complaint_date, created_at)
VALUES (:id, :notification_id, :service_id, :feedback_id, :complaint_type, :complaint_date, :created_at)
ON CONFLICT (notification_id, feedback_id) DO NOTHING
