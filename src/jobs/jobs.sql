-- Jobs as they are made, shown and cancelled. Nothing here looks at messages: what is shown of them is counted.

-- name: insert_job(id, service_id, template_id, template_version, template_type, original_file_name, object_name, notification_count, status, created_by_id, contact_list_id, sender_id, created_at, scheduled_for, starts_at)
INSERT INTO jobs (id, service_id, template_id, template_version, template_type, original_file_name, object_name,
    notification_count, status, created_by_id, contact_list_id, sender_id, archived, created_at, scheduled_for, starts_at,
    next_row, stored_rows, skipped_rows, needs_repair)
VALUES (:id, :service_id, :template_id, :template_version, :template_type, :original_file_name, :object_name,
    :notification_count, :status, :created_by_id, :contact_list_id, :sender_id, FALSE, :created_at, :scheduled_for, :starts_at,
    0, 0, 0, FALSE)
ON CONFLICT (id) DO NOTHING

-- name: job_by_id(id, service_id)
SELECT j.id, j.service_id, j.template_id, j.template_version, j.template_type, t.name, j.original_file_name, j.object_name,
       j.notification_count, j.status, j.created_by_id, u.name, j.contact_list_id, j.sender_id, j.archived, j.created_at,
       j.updated_at, j.scheduled_for, j.processing_started, j.processing_finished, j.next_row, j.stored_rows, j.skipped_rows
FROM jobs j LEFT JOIN templates t ON t.id = j.template_id LEFT JOIN users u ON u.id = j.created_by_id
WHERE j.id = :id AND j.service_id = :service_id

-- name: jobs_of_service(service_id, created_since, statuses, contact_list_id, limit, offset)
SELECT j.id, j.service_id, j.template_id, j.template_version, j.template_type, t.name, j.original_file_name, j.object_name,
       j.notification_count, j.status, j.created_by_id, u.name, j.contact_list_id, j.sender_id, j.archived, j.created_at,
       j.updated_at, j.scheduled_for, j.processing_started, j.processing_finished, j.next_row, j.stored_rows, j.skipped_rows
FROM jobs j LEFT JOIN templates t ON t.id = j.template_id LEFT JOIN users u ON u.id = j.created_by_id
WHERE j.service_id = :service_id AND j.created_at >= :created_since AND j.original_file_name NOT IN ('Test message', 'Report')
  AND CAST(:statuses AS TEXT) LIKE '%,' || j.status || ',%'
  AND (j.contact_list_id = :contact_list_id OR :contact_list_id IS NULL)
ORDER BY j.processing_started DESC NULLS FIRST, j.created_at DESC, j.id LIMIT :limit OFFSET :offset

-- name: count_jobs_of_service(service_id, created_since, statuses, contact_list_id)
SELECT count(*) FROM jobs j
WHERE j.service_id = :service_id AND j.created_at >= :created_since AND j.original_file_name NOT IN ('Test message', 'Report')
  AND CAST(:statuses AS TEXT) LIKE '%,' || j.status || ',%'
  AND (j.contact_list_id = :contact_list_id OR :contact_list_id IS NULL)

-- name: uploads_of_service(service_id, created_since, sms_since, email_since, letter_since, limit, offset)
SELECT j.id, j.service_id, j.template_id, j.template_version, j.template_type, t.name, j.original_file_name, j.object_name,
       j.notification_count, j.status, j.created_by_id, u.name, j.contact_list_id, j.sender_id, j.archived, j.created_at,
       j.updated_at, j.scheduled_for, j.processing_started, j.processing_finished, j.next_row, j.stored_rows, j.skipped_rows
FROM jobs j LEFT JOIN templates t ON t.id = j.template_id LEFT JOIN users u ON u.id = j.created_by_id
WHERE j.service_id = :service_id AND j.created_at >= :created_since AND j.original_file_name NOT IN ('Test message', 'Report')
  AND j.status NOT IN ('cancelled', 'scheduled') AND j.contact_list_id IS NULL
  AND COALESCE(j.processing_started, j.created_at) >=
      CASE j.template_type WHEN 'sms' THEN CAST(:sms_since AS timestamptz) WHEN 'email' THEN CAST(:email_since AS timestamptz)
                           ELSE CAST(:letter_since AS timestamptz) END
ORDER BY j.processing_started DESC NULLS FIRST, j.created_at DESC, j.id LIMIT :limit OFFSET :offset

-- name: count_uploads_of_service(service_id, created_since, sms_since, email_since, letter_since)
SELECT count(*) FROM jobs j
WHERE j.service_id = :service_id AND j.created_at >= :created_since AND j.original_file_name NOT IN ('Test message', 'Report')
  AND j.status NOT IN ('cancelled', 'scheduled') AND j.contact_list_id IS NULL
  AND COALESCE(j.processing_started, j.created_at) >=
      CASE j.template_type WHEN 'sms' THEN CAST(:sms_since AS timestamptz) WHEN 'email' THEN CAST(:email_since AS timestamptz)
                           ELSE CAST(:letter_since AS timestamptz) END

-- name: any_job_of_service(service_id)
SELECT 1 FROM jobs WHERE service_id = :service_id LIMIT 1

-- name: use_of_contact_list(service_id, contact_list_id, since)
SELECT count(*), COUNT(CASE WHEN starts_at >= :since THEN 1 END)
FROM jobs WHERE contact_list_id = :contact_list_id AND service_id = :service_id

-- name: counts_of_job(job_id)
SELECT status, CAST(SUM(count) AS BIGINT) FROM job_counts WHERE job_id = :job_id GROUP BY status ORDER BY status

-- name: stored_rows_of_job(id, service_id)
SELECT stored_rows FROM jobs WHERE id = :id AND service_id = :service_id

-- name: scheduled_jobs_of_service(service_id)
SELECT count(*), MIN(scheduled_for) FROM jobs WHERE service_id = :service_id AND status = 'scheduled'

-- Whoever starts the job at its time finds it changed, or this finds it started.
-- name: cancel_scheduled_job(id, service_id, now)
UPDATE jobs SET status = 'cancelled', updated_at = :now
WHERE id = :id AND service_id = :service_id AND status = 'scheduled'

-- name: skipped_rows_of_job(job_id, first, limit)
SELECT row_number, reason FROM job_skipped_rows WHERE job_id = :job_id AND row_number >= :first ORDER BY row_number LIMIT :limit
