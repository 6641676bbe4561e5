-- Which runs of the scheduled tasks there have been.

-- name: last_run(task)
SELECT last_due, claimed_at, finished_at FROM schedule_runs WHERE task = :task

-- name: begin_schedule(task, due, now)
INSERT INTO schedule_runs (task, last_due, claimed_at, finished_at) VALUES (:task, :due, :now, :now)
ON CONFLICT (task) DO NOTHING

-- Of several processes exactly one changes the row, and that one runs the task.
-- name: claim_run(task, due, now, previous_claim)
UPDATE schedule_runs SET last_due = :due, claimed_at = :now, finished_at = NULL
WHERE task = :task AND claimed_at = :previous_claim

-- name: finish_run(task, due, now)
UPDATE schedule_runs SET finished_at = :now WHERE task = :task AND last_due = :due
