-- Who may own deliveries, callbacks and jobs.

-- name: register_worker(id, roles, host, now, expires_at)
INSERT INTO workers (id, roles, host, started_at, expires_at) VALUES (:id, :roles, :host, :now, :expires_at)

-- name: renew_worker(id, expires_at)
UPDATE workers SET expires_at = :expires_at WHERE id = :id AND NOT lost

-- name: lose_worker(id)
UPDATE workers SET lost = TRUE WHERE id = :id

-- name: remove_worker(id)
DELETE FROM workers WHERE id = :id

-- name: expired_workers(now)
-- engine: sqlite
SELECT id FROM workers WHERE expires_at < :now AND NOT lost
-- engine: postgres
SELECT id FROM workers WHERE expires_at < :now AND NOT lost FOR UPDATE SKIP LOCKED

-- name: lost_workers(expired_before)
-- engine: sqlite
SELECT id FROM workers WHERE lost AND expires_at < :expired_before
-- engine: postgres
SELECT id FROM workers WHERE lost AND expires_at < :expired_before FOR UPDATE SKIP LOCKED

-- name: other_workers(id)
SELECT id FROM workers WHERE id <> :id

-- name: free_deliveries_of(owner)
UPDATE deliveries SET owner = NULL WHERE owner = :owner

-- name: free_deliveries_but_mail_of(owner)
UPDATE deliveries SET owner = NULL WHERE owner = :owner AND lane <> 'email'

-- The predecessor may have handed these to a provider and died before it could say so: there is time for receipts.
-- name: free_deliveries_after_crash(owner, due_at)
UPDATE deliveries SET owner = NULL, due_at = CASE WHEN due_at < :due_at THEN :due_at ELSE due_at END WHERE owner = :owner

-- name: free_jobs_of(owner)
UPDATE jobs SET owner = NULL WHERE owner = :owner

-- name: free_callbacks_of(owner)
UPDATE callbacks SET owner = NULL WHERE owner = :owner
