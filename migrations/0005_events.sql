-- What became of a message that its own row does not tell: attempts to hand it over that failed. A message that goes out
-- at the first attempt has none.
CREATE TABLE notification_events (
    service_id UUID NOT NULL,
    notification_id UUID NOT NULL,
    id UUID NOT NULL,          -- grows with time
    event TEXT NOT NULL,       -- attempt-failed
    provider TEXT,             -- null: none was asked
    reason TEXT NOT NULL,      -- a word, never a provider's text: that may be personal
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (service_id, notification_id, id)
);
