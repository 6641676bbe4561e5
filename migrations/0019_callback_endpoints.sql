-- Endpoints that do not answer are held back, each by itself.

ALTER TABLE service_callbacks ADD COLUMN failing_since TIMESTAMPTZ; -- null: it answers, as far as anybody knows
ALTER TABLE service_callbacks ADD COLUMN suspended_at TIMESTAMPTZ;  -- it failed for too long: nobody calls it
ALTER TABLE service_callbacks ADD COLUMN probe_at TIMESTAMPTZ;      -- when it may be called next while it fails
CREATE INDEX service_callbacks_failing ON service_callbacks (service_id, callback_type) WHERE failing_since IS NOT NULL;

-- Claimed endpoint by endpoint.
DROP INDEX callbacks_due;
CREATE INDEX callbacks_due ON callbacks (service_id, callback_type, due_at) WHERE owner IS NULL;
