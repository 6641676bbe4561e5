-- Pages of messages as the internal API lists them. Statuses and types are `,a,b,`.

-- name: rows_of_job(service_id, job_id, statuses, types, limit, offset)
SELECT id, service_id, template_id, template_version, api_key_id, key_type, job_id, job_row_number, notification_type,
       status, recipient, normalised_recipient, personalisation, client_reference, reference, reply_to_text,
       unsubscribe_link, billable_units, international, phone_prefix, rate_multiplier, sent_by, created_at, sent_at, updated_at,
       scheduled_for, document_download_count, postage
FROM notifications
WHERE job_id = :job_id AND service_id = :service_id
  AND (CAST(:statuses AS TEXT) IS NULL OR CAST(:statuses AS TEXT) LIKE '%,' || status || ',%')
  AND (CAST(:types AS TEXT) IS NULL OR CAST(:types AS TEXT) LIKE '%,' || notification_type || ',%')
ORDER BY job_row_number LIMIT :limit OFFSET :offset

-- name: log_of_service(service_id, since, statuses, types, include_jobs, include_test, include_one_off, before_created_at, before_id, limit, offset)
SELECT id, service_id, template_id, template_version, api_key_id, key_type, job_id, job_row_number, notification_type,
       status, recipient, normalised_recipient, personalisation, client_reference, reference, reply_to_text,
       unsubscribe_link, billable_units, international, phone_prefix, rate_multiplier, sent_by, created_at, sent_at, updated_at,
       scheduled_for, document_download_count, postage
FROM notifications
WHERE service_id = :service_id AND created_at >= :since AND (created_at, id) < (:before_created_at, :before_id)
  AND (job_id IS NULL OR CAST(:include_jobs AS BOOLEAN)) AND (key_type <> 'test' OR CAST(:include_test AS BOOLEAN))
  AND (created_by_id IS NULL OR CAST(:include_one_off AS BOOLEAN))
  AND (CAST(:statuses AS TEXT) IS NULL OR CAST(:statuses AS TEXT) LIKE '%,' || status || ',%')
  AND (CAST(:types AS TEXT) IS NULL OR CAST(:types AS TEXT) LIKE '%,' || notification_type || ',%')
ORDER BY created_at DESC, id DESC LIMIT :limit OFFSET :offset

-- What billing knows of: neither what has not been sent yet nor what failed before (tasks.md §12.1).
-- name: count_billed_messages(service_id, since_day, types)
SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM notification_counts
WHERE service_id = :service_id AND day >= :since_day AND key_type <> 'test'
  AND (CAST(:types AS TEXT) IS NULL OR CAST(:types AS TEXT) LIKE '%,' || notification_type || ',%')
  AND CASE notification_type
          WHEN 'sms' THEN status IN ('sending', 'sent', 'delivered', 'pending', 'temporary-failure', 'permanent-failure')
          WHEN 'email' THEN status IN ('sending', 'delivered', 'temporary-failure', 'permanent-failure')
          ELSE status IN ('sending', 'delivered', 'returned-letter') END
