-- The team of a service is told by email that an endpoint of theirs has been suspended.

ALTER TABLE service_callbacks ADD COLUMN suspension_told_at TIMESTAMPTZ; -- null: not suspended, or nobody has seen to it yet
CREATE INDEX service_callbacks_untold ON service_callbacks (id) WHERE suspended_at IS NOT NULL AND suspension_told_at IS NULL;
