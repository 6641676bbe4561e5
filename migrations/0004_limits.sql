-- What holds a caller back: the buckets of requests that several processes share, and what a service has sent today.
-- And what a caller's key for repeated requests has been answered.

CREATE TABLE rate_buckets (
    service_id UUID NOT NULL,
    key_type TEXT NOT NULL,
    tokens BIGINT NOT NULL,
    tokens_before BIGINT NOT NULL, -- what there was when they were last taken from
    refilled_at BIGINT NOT NULL,   -- microseconds UTC, to reckon with
    PRIMARY KEY (service_id, key_type)
);

-- Messages that count against the daily limits, by service, UTC day and kind of limit. One process's rows are one shard.
CREATE TABLE daily_totals (
    service_id UUID NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL, -- sms, email, letter, international_sms
    shard BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (service_id, day, kind, shard)
);
CREATE INDEX daily_totals_day ON daily_totals (day);

-- Requests that carried an Idempotency-Key and were accepted, for 24 hours; committed with their messages.
CREATE TABLE idempotency_keys (
    service_id UUID NOT NULL,
    key_hash BYTEA NOT NULL,  -- of the key, the kind of API key and the route
    body_hash BYTEA NOT NULL,
    answer BYTEA NOT NULL,    -- sealed: the body of the 201
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (service_id, key_hash)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

-- A message that is not to be sent before an instant.
ALTER TABLE notifications ADD COLUMN scheduled_for TIMESTAMPTZ;
