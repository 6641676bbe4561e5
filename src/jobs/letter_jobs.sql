-- Cancelling all letters of a job. Rows are stored and cancelled under the lock of the job's row.

-- name: lock_whole_job(id, service_id)
-- engine: sqlite
SELECT 1 FROM jobs WHERE id = :id AND service_id = :service_id
-- engine: postgres
SELECT 1 FROM jobs WHERE id = :id AND service_id = :service_id FOR UPDATE

-- name: cancel_letters_of_job(job_id, old_status, now)
UPDATE notifications SET status = 'cancelled', billable_units = 0, updated_at = :now
WHERE job_id = :job_id AND status = :old_status
RETURNING id, service_id, template_id, key_type, created_at

-- name: count_cancelled_of_job(job_id)
SELECT count(*) FROM notifications WHERE job_id = :job_id AND status = 'cancelled'

-- name: clear_units_of_job(job_id)
UPDATE notifications SET billable_units = 0 WHERE job_id = :job_id AND billable_units <> 0

-- name: set_job_cancelled(id, now)
UPDATE jobs SET status = 'cancelled', updated_at = :now WHERE id = :id
