-- Idempotency keys are random: where one process writes the store, they come in slots, each a small part of the index, so
-- that a key does not change a page of its own. On PostgreSQL all are in slot 0, where they are unique. The keys of the
-- last day are forgotten.

DROP TABLE idempotency_keys;

CREATE TABLE idempotency_keys (
    slot BIGINT NOT NULL,
    key_hash BYTEA NOT NULL,  -- of the key, the service, the kind of API key and the route
    service_id UUID NOT NULL,
    body_hash BYTEA NOT NULL,
    answer BYTEA NOT NULL,    -- sealed: the body of the 201
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (slot, key_hash)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
