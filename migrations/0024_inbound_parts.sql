-- Received text messages that came in several parts: each part until all are there, and for a while after that, so that
-- one that the message centre repeats is known.
CREATE TABLE inbound_parts (
    destination TEXT NOT NULL,      -- our number, 07…
    sender TEXT NOT NULL,           -- as the centre wrote it
    reference BIGINT NOT NULL,      -- the sender's, the same in all parts of one text
    total BIGINT NOT NULL,
    number BIGINT NOT NULL,         -- of the part, from 1
    data_coding BIGINT NOT NULL,
    content BYTEA NOT NULL,         -- as the centre sent it; sealed
    given_out BOOLEAN NOT NULL,     -- it has become (a part of) a received text
    received_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (destination, sender, reference, total, number)
);
CREATE INDEX inbound_parts_waiting ON inbound_parts (received_at) WHERE NOT given_out;
CREATE INDEX inbound_parts_given_out ON inbound_parts (received_at) WHERE given_out;
