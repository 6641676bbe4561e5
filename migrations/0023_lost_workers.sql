-- A worker whose lease ran out while it may still have been handing over a mail, which may take longer than a lease lasts:
-- the mails that it had claimed stay its own for a while.
ALTER TABLE workers ADD COLUMN lost BOOLEAN NOT NULL DEFAULT FALSE;
