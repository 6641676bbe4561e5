-- When the printer has put a letter into the post, live or archived, and at which price; kept for good.
CREATE TABLE notifications_letter_despatch (
    notification_id UUID NOT NULL PRIMARY KEY,
    despatched_on TEXT NOT NULL,  -- the day in London, 2026-11-22
    cost_threshold TEXT NOT NULL  -- sorted, unsorted
);
CREATE INDEX notifications_letter_despatch_day ON notifications_letter_despatch (despatched_on);
