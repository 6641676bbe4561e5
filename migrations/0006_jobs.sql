-- Spreadsheets that become messages (data-model §7), and what is needed to make each row a message exactly once.

CREATE TABLE jobs (
    id UUID NOT NULL PRIMARY KEY,      -- the upload's
    service_id UUID NOT NULL,
    template_id UUID NOT NULL,
    template_version BIGINT NOT NULL,
    template_type TEXT NOT NULL,       -- sms, email, letter
    original_file_name TEXT NOT NULL,
    object_name TEXT NOT NULL,         -- where the file is
    notification_count BIGINT NOT NULL,
    status TEXT NOT NULL,
    created_by_id UUID,
    contact_list_id UUID,
    sender_id UUID,                    -- SMS sender or reply-to address chosen at upload; null: the service's default
    archived BOOLEAN NOT NULL,         -- the file is gone
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ,            -- moves with every chunk of rows: a job that works has a young one
    scheduled_for TIMESTAMPTZ,
    starts_at TIMESTAMPTZ NOT NULL,    -- scheduled_for, else created_at
    processing_started TIMESTAMPTZ,
    processing_finished TIMESTAMPTZ,
    next_row BIGINT NOT NULL,          -- the cursor: rows before it have been dealt with
    stored_rows BIGINT NOT NULL,       -- of which so many are messages
    skipped_rows BIGINT NOT NULL,      -- and so many never will be
    needs_repair BOOLEAN NOT NULL,     -- finished, but rows are missing: to be gone through again from next_row
    owner UUID                         -- the worker that has it; null: anyone may claim it
);
-- Lists: those that have not been started first, then the last started.
CREATE INDEX jobs_service ON jobs (service_id, processing_started, created_at);
CREATE INDEX jobs_service_scheduled ON jobs (service_id, scheduled_for) WHERE status = 'scheduled';
CREATE INDEX jobs_contact_list ON jobs (contact_list_id) WHERE contact_list_id IS NOT NULL;
-- What still has to be done something with: all that is looked for every second or minute is in here.
CREATE INDEX jobs_open ON jobs (status, starts_at) WHERE status IN ('pending', 'scheduled', 'in progress', 'error', 'finished');
CREATE INDEX jobs_owner ON jobs (owner) WHERE owner IS NOT NULL;
CREATE INDEX jobs_with_file ON jobs (starts_at, id) WHERE NOT archived;

-- Rows that will never be messages, each with a word for why.
CREATE TABLE job_skipped_rows (
    job_id UUID NOT NULL,
    row_number BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (job_id, row_number)
);

-- A job's messages by status, changed with the messages; shards as those of notification_counts.
CREATE TABLE job_counts (
    job_id UUID NOT NULL,
    status TEXT NOT NULL,
    shard BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (job_id, status, shard)
);

-- For how many days a service wants its messages and files of a channel kept; no row: 7.
CREATE TABLE service_data_retention (
    id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL,
    notification_type TEXT NOT NULL,
    days_of_retention BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ,
    UNIQUE (service_id, notification_type)
);
