-- Names that texts must not come from, so that nobody is taken in: lower case, without white space.
CREATE TABLE protected_sender_ids (
    sender_id TEXT NOT NULL PRIMARY KEY
);
