-- When a job that could not go on is tried again; null: at once.
ALTER TABLE jobs ADD COLUMN due_at TIMESTAMPTZ;
