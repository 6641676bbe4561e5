-- What a letter has besides other messages, and letters that came back.

ALTER TABLE notifications ADD COLUMN postage TEXT; -- first, second, economy, europe, rest-of-world; letters only
ALTER TABLE notification_history ADD COLUMN postage TEXT;
-- A service's few letters are found among its many other messages.
CREATE INDEX notifications_letters ON notifications (service_id, created_at, id) WHERE notification_type = 'letter';

-- The template of a service's ready-made PDFs: one, however many requests need it first.
CREATE UNIQUE INDEX templates_precompiled ON templates (service_id) WHERE hidden AND name = 'Pre-compiled PDF';

CREATE TABLE returned_letters (
    id UUID NOT NULL PRIMARY KEY,
    notification_id UUID NOT NULL UNIQUE, -- live or archived
    service_id UUID NOT NULL,
    reported_at TEXT NOT NULL,            -- the day in London, 2026-11-22
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ
);
CREATE INDEX returned_letters_service ON returned_letters (service_id, reported_at);
