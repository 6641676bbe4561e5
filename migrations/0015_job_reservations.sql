-- When all rows of a job were counted against the day's limit: what is given back goes to that day, also when the job has
-- been resumed since.
ALTER TABLE jobs ADD COLUMN counted_at TIMESTAMPTZ;
UPDATE jobs SET counted_at = processing_started WHERE processing_started IS NOT NULL AND processing_finished IS NULL;
