-- Where the parts of recipients and references are found, stretch by stretch of a service's messages: made some minutes
-- after the messages, which do not wait for it. A segment has 64 blocks of messages that follow each other in time.
CREATE TABLE search_segments (
    id UUID NOT NULL PRIMARY KEY,  -- of its newest message
    service_id UUID NOT NULL,
    until_at TIMESTAMPTZ NOT NULL, -- when that was made
    after_at TIMESTAMPTZ NOT NULL, -- it begins after this message, where the one before ends
    after_id UUID NOT NULL,
    blocks BYTEA NOT NULL          -- of each block's newest message the instant in microseconds and the id
);
CREATE INDEX search_segments_service ON search_segments (service_id, until_at, id);

CREATE TABLE search_pages (
    segment_id UUID NOT NULL,
    page BIGINT NOT NULL,
    entries BYTEA NOT NULL,
    PRIMARY KEY (segment_id, page)
);
