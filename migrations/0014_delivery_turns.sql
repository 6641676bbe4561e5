-- Whose turn a delivery waits for: its job's, or its service's when it is no row of a job. So a single message does not
-- wait behind the rows of its own service's jobs.
ALTER TABLE deliveries RENAME TO deliveries_without_turns;
DROP INDEX deliveries_due;
CREATE TABLE deliveries (
    notification_id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL,
    turn_id UUID NOT NULL,
    lane TEXT NOT NULL,         -- which providers can take it: sms, sms-abroad, email; simulated for test keys
    step TEXT NOT NULL,         -- send; simulate (a test key's receipt is still to come)
    attempts BIGINT NOT NULL,   -- provider calls made so far
    due_at TIMESTAMPTZ NOT NULL,
    owner UUID,                 -- the worker that has it in memory; null: anyone may claim it
    last_error TEXT
);
INSERT INTO deliveries (notification_id, service_id, turn_id, lane, step, attempts, due_at, owner, last_error)
SELECT d.notification_id, d.service_id, COALESCE(n.job_id, d.service_id), d.lane, d.step, d.attempts, d.due_at, d.owner,
       d.last_error
FROM deliveries_without_turns d LEFT JOIN notifications n ON n.id = d.notification_id;
DROP TABLE deliveries_without_turns;
CREATE INDEX deliveries_due ON deliveries (lane, turn_id, due_at) WHERE owner IS NULL;
