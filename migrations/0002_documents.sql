-- Files by email. The content lies in the object store; a row says that it is there and until when.

CREATE TABLE documents (
    id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL,
    details BYTEA NOT NULL,             -- sealed with the key that only the link holds: name, type, size, whose it is
    created_at TIMESTAMPTZ NOT NULL,
    available_until TIMESTAMPTZ NOT NULL,
    -- How often somebody has said whose it is since `attempts_since`: bounded, so that addresses can't be tried out.
    attempts BIGINT NOT NULL,
    attempts_since TIMESTAMPTZ
);
CREATE INDEX documents_available_until ON documents (available_until, id);

-- How many files the message's request carried; null when there was none.
ALTER TABLE notifications ADD COLUMN document_download_count BIGINT;
ALTER TABLE notification_history ADD COLUMN document_download_count BIGINT;
