-- How a job gets on. Whoever changes it owns it: what is done under a lease that has been lost changes nothing.

-- name: start_due_jobs(now)
-- engine: sqlite
UPDATE jobs SET status = 'pending', updated_at = :now
WHERE id IN (SELECT id FROM jobs WHERE status = 'scheduled' AND starts_at <= :now ORDER BY starts_at)
RETURNING id
-- engine: postgres
UPDATE jobs SET status = 'pending', updated_at = :now
WHERE id IN (SELECT id FROM jobs WHERE status = 'scheduled' AND starts_at <= :now ORDER BY starts_at FOR UPDATE SKIP LOCKED)
RETURNING id

-- Letters wait until they can be made. A job that was begun and whose file has gone with its time is left alone.
-- name: services_with_waiting_jobs(now, limit)
SELECT service_id, MIN(starts_at) FROM jobs
WHERE status IN ('pending', 'in progress', 'error', 'finished') AND owner IS NULL AND (status <> 'finished' OR needs_repair)
  AND (status = 'pending' OR NOT archived) AND template_type <> 'letter' AND (due_at IS NULL OR due_at <= :now)
GROUP BY service_id ORDER BY 2 LIMIT :limit

-- name: claim_job(service_id, owner, now)
-- engine: sqlite
UPDATE jobs SET owner = :owner, due_at = NULL
WHERE id = (SELECT id FROM jobs
            WHERE service_id = :service_id AND status IN ('pending', 'in progress', 'error', 'finished') AND owner IS NULL
              AND (status <> 'finished' OR needs_repair) AND (status = 'pending' OR NOT archived)
              AND template_type <> 'letter' AND (due_at IS NULL OR due_at <= :now)
            ORDER BY starts_at, created_at, id LIMIT 1)
RETURNING id
-- engine: postgres
UPDATE jobs SET owner = :owner, due_at = NULL
WHERE id = (SELECT id FROM jobs
            WHERE service_id = :service_id AND status IN ('pending', 'in progress', 'error', 'finished') AND owner IS NULL
              AND (status <> 'finished' OR needs_repair) AND (status = 'pending' OR NOT archived)
              AND template_type <> 'letter' AND (due_at IS NULL OR due_at <= :now)
            ORDER BY starts_at, created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id

-- name: lock_job(id, owner)
-- engine: sqlite
SELECT next_row, status, skipped_rows FROM jobs
WHERE id = :id AND owner = :owner AND status IN ('pending', 'in progress', 'error', 'finished')
-- engine: postgres
SELECT next_row, status, skipped_rows FROM jobs
WHERE id = :id AND owner = :owner AND status IN ('pending', 'in progress', 'error', 'finished') FOR UPDATE

-- A job that is resumed has been counted on the day it began.
-- name: begin_job(id, now)
UPDATE jobs SET status = 'in progress', processing_started = :now, updated_at = :now, counted_at = COALESCE(counted_at, :now)
WHERE id = :id

-- Refused as a whole: cancelled, or over the day's limit. It was begun all the same, and is no longer listed before those that were.
-- name: refuse_job(id, status, processing_finished, now)
UPDATE jobs SET status = :status, processing_started = :now, processing_finished = :processing_finished, updated_at = :now, owner = NULL
WHERE id = :id

-- name: advance_job(id, next_row, stored, skipped, now)
UPDATE jobs SET next_row = :next_row, stored_rows = stored_rows + :stored, skipped_rows = skipped_rows + :skipped, updated_at = :now
WHERE id = :id

-- name: insert_skipped_row(job_id, row_number, reason)
INSERT INTO job_skipped_rows (job_id, row_number, reason) VALUES (:job_id, :row_number, :reason)
ON CONFLICT (job_id, row_number) DO NOTHING

-- What is repaired keeps its end: rows are looked for until a day after it.
-- name: finish_job(id, now)
UPDATE jobs SET processing_finished = COALESCE(processing_finished, :now), updated_at = :now, owner = NULL, needs_repair = FALSE,
    status = CASE WHEN stored_rows + skipped_rows >= notification_count THEN 'finished all notifications created'
                  ELSE 'finished' END
WHERE id = :id
RETURNING status, skipped_rows, counted_at

-- name: put_job_back(id, owner, status, due_at, now)
UPDATE jobs SET owner = NULL, due_at = :due_at, updated_at = :now,
    status = CASE WHEN status IN ('pending', 'finished') THEN status ELSE :status END
WHERE id = :id AND owner = :owner
