-- Text messages that a message centre took in several parts, each with an id and receipts of its own. Rows go with the
-- last receipt of their message.
CREATE TABLE message_parts (
    notification_id UUID NOT NULL,
    reference TEXT NOT NULL,     -- the centre's id of the part
    status TEXT NOT NULL,        -- `sending` until its receipt
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (notification_id, reference)
);
CREATE INDEX message_parts_reference ON message_parts (reference);
CREATE INDEX message_parts_created ON message_parts (created_at);
