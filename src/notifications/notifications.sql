-- The life of a message's row. What is listed goes by (service_id, created_at, id), never by counting.

-- name: insert_notification(id, service_id, template_id, template_version, api_key_id, key_type, notification_type, status, recipient, normalised_recipient, personalisation, client_reference, reply_to_text, unsubscribe_link, international, phone_prefix, rate_multiplier, created_at, scheduled_for, document_download_count)
INSERT INTO notifications (id, service_id, template_id, template_version, api_key_id, key_type, notification_type, status,
    recipient, normalised_recipient, personalisation, client_reference, reply_to_text, unsubscribe_link, billable_units,
    international, phone_prefix, rate_multiplier, created_at, scheduled_for, document_download_count)
VALUES (:id, :service_id, :template_id, :template_version, :api_key_id, :key_type, :notification_type, :status,
    :recipient, :normalised_recipient, :personalisation, :client_reference, :reply_to_text, :unsubscribe_link, 0,
    :international, :phone_prefix, :rate_multiplier, :created_at, :scheduled_for, :document_download_count)

-- name: insert_letter(id, service_id, template_id, template_version, api_key_id, key_type, status, recipient, normalised_recipient, personalisation, client_reference, reference, reply_to_text, international, postage, created_at, updated_at, scheduled_for)
INSERT INTO notifications (id, service_id, template_id, template_version, api_key_id, key_type, notification_type, status,
    recipient, normalised_recipient, personalisation, client_reference, reference, reply_to_text, billable_units,
    international, postage, created_at, updated_at, scheduled_for)
VALUES (:id, :service_id, :template_id, :template_version, :api_key_id, :key_type, 'letter', :status,
    :recipient, :normalised_recipient, :personalisation, :client_reference, :reference, :reply_to_text, 0,
    :international, :postage, :created_at, :updated_at, :scheduled_for)

-- name: insert_delivery(notification_id, service_id, turn_id, lane, due_at, owner)
INSERT INTO deliveries (notification_id, service_id, turn_id, lane, step, attempts, due_at, owner)
VALUES (:notification_id, :service_id, :turn_id, :lane, 'send', 0, :due_at, :owner)

-- A row of a job that is there already stays as it is: the same row is the same message (S-068).
-- name: insert_job_notification(id, service_id, template_id, template_version, job_id, job_row_number, key_type, notification_type, status, recipient, normalised_recipient, personalisation, client_reference, reference, reply_to_text, international, phone_prefix, rate_multiplier, created_at)
INSERT INTO notifications (id, service_id, template_id, template_version, job_id, job_row_number, key_type, notification_type,
    status, recipient, normalised_recipient, personalisation, client_reference, reference, reply_to_text, billable_units,
    international, phone_prefix, rate_multiplier, created_at)
VALUES (:id, :service_id, :template_id, :template_version, :job_id, :job_row_number, :key_type, :notification_type,
    :status, :recipient, :normalised_recipient, :personalisation, :client_reference, :reference, :reply_to_text, 0,
    :international, :phone_prefix, :rate_multiplier, :created_at)
ON CONFLICT DO NOTHING

-- name: notification_by_id(id, service_id)
SELECT id, service_id, template_id, template_version, api_key_id, key_type, job_id, job_row_number, notification_type,
       status, recipient, normalised_recipient, personalisation, client_reference, reference, reply_to_text,
       unsubscribe_link, billable_units, international, phone_prefix, rate_multiplier, sent_by, created_at, sent_at, updated_at,
       scheduled_for, document_download_count, postage
FROM notifications WHERE id = :id AND service_id = :service_id

-- name: notifications_of_service(service_id, key_type, statuses, types, include_jobs, before_created_at, before_id, limit)
-- engine: sqlite
SELECT id, service_id, template_id, template_version, api_key_id, key_type, job_id, job_row_number, notification_type,
       status, recipient, normalised_recipient, personalisation, client_reference, reference, reply_to_text,
       unsubscribe_link, billable_units, international, phone_prefix, rate_multiplier, sent_by, created_at, sent_at, updated_at,
       scheduled_for, document_download_count, postage
FROM notifications
WHERE service_id = :service_id AND (created_at, id) < (:before_created_at, :before_id) AND key_type = :key_type
  AND (:include_jobs OR job_id IS NULL)
  AND (:statuses IS NULL OR instr(:statuses, ',' || status || ',') > 0)
  AND (:types IS NULL OR instr(:types, ',' || notification_type || ',') > 0)
ORDER BY created_at DESC, id DESC LIMIT :limit
-- engine: postgres
SELECT id, service_id, template_id, template_version, api_key_id, key_type, job_id, job_row_number, notification_type,
       status, recipient, normalised_recipient, personalisation, client_reference, reference, reply_to_text,
       unsubscribe_link, billable_units, international, phone_prefix, rate_multiplier, sent_by, created_at, sent_at, updated_at,
       scheduled_for, document_download_count, postage
FROM notifications
WHERE service_id = :service_id AND (created_at, id) < (:before_created_at, :before_id) AND key_type = :key_type
  AND (CAST(:include_jobs AS boolean) OR job_id IS NULL)
  AND (CAST(:statuses AS text) IS NULL OR strpos(:statuses, ',' || status || ',') > 0)
  AND (CAST(:types AS text) IS NULL OR strpos(:types, ',' || notification_type || ',') > 0)
ORDER BY created_at DESC, id DESC LIMIT :limit

-- Of a service that sends little else but texts: by the index that holds letters only.
-- name: letters_of_service(service_id, key_type, statuses, include_jobs, before_created_at, before_id, limit)
-- engine: sqlite
SELECT id, service_id, template_id, template_version, api_key_id, key_type, job_id, job_row_number, notification_type,
       status, recipient, normalised_recipient, personalisation, client_reference, reference, reply_to_text,
       unsubscribe_link, billable_units, international, phone_prefix, rate_multiplier, sent_by, created_at, sent_at, updated_at,
       scheduled_for, document_download_count, postage
FROM notifications INDEXED BY notifications_letters
WHERE service_id = :service_id AND notification_type = 'letter' AND (created_at, id) < (:before_created_at, :before_id)
  AND key_type = :key_type AND (:include_jobs OR job_id IS NULL)
  AND (:statuses IS NULL OR instr(:statuses, ',' || status || ',') > 0)
ORDER BY created_at DESC, id DESC LIMIT :limit
-- engine: postgres
SELECT id, service_id, template_id, template_version, api_key_id, key_type, job_id, job_row_number, notification_type,
       status, recipient, normalised_recipient, personalisation, client_reference, reference, reply_to_text,
       unsubscribe_link, billable_units, international, phone_prefix, rate_multiplier, sent_by, created_at, sent_at, updated_at,
       scheduled_for, document_download_count, postage
FROM notifications
WHERE service_id = :service_id AND notification_type = 'letter' AND (created_at, id) < (:before_created_at, :before_id)
  AND key_type = :key_type AND (CAST(:include_jobs AS boolean) OR job_id IS NULL)
  AND (CAST(:statuses AS text) IS NULL OR strpos(:statuses, ',' || status || ',') > 0)
ORDER BY created_at DESC, id DESC LIMIT :limit

-- name: notifications_by_client_reference(service_id, key_type, client_reference, statuses, types, include_jobs, before_created_at, before_id, limit)
-- engine: sqlite
SELECT id, service_id, template_id, template_version, api_key_id, key_type, job_id, job_row_number, notification_type,
       status, recipient, normalised_recipient, personalisation, client_reference, reference, reply_to_text,
       unsubscribe_link, billable_units, international, phone_prefix, rate_multiplier, sent_by, created_at, sent_at, updated_at,
       scheduled_for, document_download_count, postage
FROM notifications INDEXED BY notifications_client_reference
WHERE service_id = :service_id AND client_reference = :client_reference
  AND (created_at, id) < (:before_created_at, :before_id) AND key_type = :key_type
  AND (:include_jobs OR job_id IS NULL)
  AND (:statuses IS NULL OR instr(:statuses, ',' || status || ',') > 0)
  AND (:types IS NULL OR instr(:types, ',' || notification_type || ',') > 0)
ORDER BY created_at DESC, id DESC LIMIT :limit
-- engine: postgres
SELECT id, service_id, template_id, template_version, api_key_id, key_type, job_id, job_row_number, notification_type,
       status, recipient, normalised_recipient, personalisation, client_reference, reference, reply_to_text,
       unsubscribe_link, billable_units, international, phone_prefix, rate_multiplier, sent_by, created_at, sent_at, updated_at,
       scheduled_for, document_download_count, postage
FROM notifications
WHERE service_id = :service_id AND client_reference = :client_reference
  AND (created_at, id) < (:before_created_at, :before_id) AND key_type = :key_type
  AND (CAST(:include_jobs AS boolean) OR job_id IS NULL)
  AND (CAST(:statuses AS text) IS NULL OR strpos(:statuses, ',' || status || ',') > 0)
  AND (CAST(:types AS text) IS NULL OR strpos(:types, ',' || notification_type || ',') > 0)
ORDER BY created_at DESC, id DESC LIMIT :limit

-- name: created_at_of(id, service_id)
SELECT created_at FROM notifications WHERE id = :id AND service_id = :service_id

-- name: add_to_count(service_id, day, template_id, notification_type, key_type, status, shard, change)
INSERT INTO notification_counts (service_id, day, template_id, notification_type, key_type, status, shard, count)
VALUES (:service_id, :day, :template_id, :notification_type, :key_type, :status, :shard, :change)
ON CONFLICT (service_id, day, template_id, notification_type, key_type, status, shard)
DO UPDATE SET count = notification_counts.count + excluded.count

-- name: add_to_job_count(job_id, status, shard, change)
INSERT INTO job_counts (job_id, status, shard, count) VALUES (:job_id, :status, :shard, :change)
ON CONFLICT (job_id, status, shard) DO UPDATE SET count = job_counts.count + excluded.count
