-- Looks for jobs that have come to a standstill, and for rows that are missing.

-- name: free_jobs_of_nobody()
UPDATE jobs SET owner = NULL
WHERE owner IS NOT NULL AND NOT EXISTS (SELECT 1 FROM workers w WHERE w.id = jobs.owner)

-- A job that works changes its row with every chunk.
-- name: stop_stuck_jobs(before, now)
-- engine: sqlite
UPDATE jobs SET status = 'error', owner = NULL, updated_at = :now
WHERE id IN (SELECT id FROM jobs
             WHERE (status = 'in progress' AND COALESCE(updated_at, processing_started, starts_at) <= :before)
                OR (status = 'pending' AND scheduled_for IS NOT NULL AND COALESCE(updated_at, scheduled_for) <= :before)
             ORDER BY id)
RETURNING id
-- engine: postgres
UPDATE jobs SET status = 'error', owner = NULL, updated_at = :now
WHERE id IN (SELECT id FROM jobs
             WHERE (status = 'in progress' AND COALESCE(updated_at, processing_started, starts_at) <= :before)
                OR (status = 'pending' AND scheduled_for IS NOT NULL AND COALESCE(updated_at, scheduled_for) <= :before)
             ORDER BY id FOR UPDATE SKIP LOCKED)
RETURNING id

-- name: complete_finished_jobs(now)
-- engine: sqlite
UPDATE jobs SET status = 'finished all notifications created', updated_at = :now, needs_repair = FALSE
WHERE id IN (SELECT id FROM jobs WHERE status = 'finished' AND owner IS NULL AND stored_rows + skipped_rows >= notification_count
             ORDER BY id)
RETURNING id
-- engine: postgres
UPDATE jobs SET status = 'finished all notifications created', updated_at = :now, needs_repair = FALSE
WHERE id IN (SELECT id FROM jobs WHERE status = 'finished' AND owner IS NULL AND stored_rows + skipped_rows >= notification_count
             ORDER BY id FOR UPDATE SKIP LOCKED)
RETURNING id

-- name: jobs_to_look_through(after, before)
SELECT id FROM jobs
WHERE status = 'finished' AND NOT needs_repair AND NOT archived AND owner IS NULL
  AND processing_finished > :after AND processing_finished < :before
ORDER BY id

-- name: lock_job_to_repair(id)
-- engine: sqlite
SELECT notification_count FROM jobs WHERE id = :id AND status = 'finished' AND owner IS NULL AND NOT needs_repair
-- engine: postgres
SELECT notification_count FROM jobs WHERE id = :id AND status = 'finished' AND owner IS NULL AND NOT needs_repair FOR UPDATE

-- Locked, so that no status changes while they are counted.
-- name: stored_rows_with_status(job_id)
-- engine: sqlite
SELECT job_row_number, status FROM notifications WHERE job_id = :job_id ORDER BY job_row_number
-- engine: postgres
SELECT job_row_number, status FROM notifications WHERE job_id = :job_id ORDER BY job_row_number FOR UPDATE

-- name: all_skipped_rows(job_id)
SELECT row_number FROM job_skipped_rows WHERE job_id = :job_id ORDER BY row_number

-- name: forget_counts_of_job(job_id)
DELETE FROM job_counts WHERE job_id = :job_id

-- name: set_count_of_job(job_id, status, count)
INSERT INTO job_counts (job_id, status, shard, count) VALUES (:job_id, :status, 0, :count)

-- name: recount_job(id, stored, skipped, now)
UPDATE jobs SET stored_rows = :stored, skipped_rows = :skipped, updated_at = :now WHERE id = :id

-- name: order_repair(id, next_row)
UPDATE jobs SET needs_repair = TRUE, next_row = :next_row, due_at = NULL WHERE id = :id

-- name: job_files_to_remove(is_letter, before, after_start, after_id, limit)
SELECT j.id, j.object_name, j.starts_at, COALESCE(r.days_of_retention, 7)
FROM jobs j LEFT JOIN service_data_retention r ON r.service_id = j.service_id AND r.notification_type = j.template_type
WHERE NOT j.archived AND j.starts_at < :before AND (j.starts_at, j.id) > (:after_start, :after_id)
  AND (j.template_type = 'letter') = :is_letter
ORDER BY j.starts_at, j.id LIMIT :limit

-- name: archive_job(id)
UPDATE jobs SET archived = TRUE WHERE id = :id
