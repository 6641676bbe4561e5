-- The main path: who sends (services, keys, templates), what is sent (notifications), what is still to do (deliveries,
-- callbacks, parked receipts), and what was counted. Statuses and types are text, checked by the code that writes them.

CREATE TABLE users (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    email_address TEXT NOT NULL UNIQUE,
    mobile_number TEXT,
    state TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ
);

CREATE TABLE services (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    normalised_name TEXT NOT NULL UNIQUE,
    email_sender_local_part TEXT NOT NULL,
    custom_email_sender_name TEXT,
    active BOOLEAN NOT NULL,
    restricted BOOLEAN NOT NULL,
    count_as_live BOOLEAN NOT NULL,
    prefix_sms BOOLEAN NOT NULL,
    email_message_limit BIGINT NOT NULL,
    sms_message_limit BIGINT NOT NULL,
    letter_message_limit BIGINT NOT NULL,
    international_sms_message_limit BIGINT NOT NULL,
    rate_limit BIGINT NOT NULL,
    contact_link TEXT,
    created_by_id UUID,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    -- Bumped by every change of the service or of what belongs to it: caches compare it (at most 2 seconds stale).
    change_number BIGINT NOT NULL
);

CREATE TABLE services_history (
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    row JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (id, version)
);

CREATE TABLE organisations (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    active BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE service_permissions (
    service_id UUID NOT NULL,
    permission TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (service_id, permission)
);

CREATE TABLE user_to_service (
    service_id UUID NOT NULL,
    user_id UUID NOT NULL,
    PRIMARY KEY (service_id, user_id)
);

CREATE TABLE service_guest_list (
    id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL,
    recipient_type TEXT NOT NULL, -- mobile, email
    recipient TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX service_guest_list_service ON service_guest_list (service_id);

CREATE TABLE service_sms_senders (
    id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL,
    sms_sender TEXT NOT NULL,
    is_default BOOLEAN NOT NULL,
    archived BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ
);
CREATE INDEX service_sms_senders_service ON service_sms_senders (service_id);

CREATE TABLE service_email_reply_to (
    id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL,
    email_address TEXT NOT NULL,
    is_default BOOLEAN NOT NULL,
    archived BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ
);
CREATE INDEX service_email_reply_to_service ON service_email_reply_to (service_id);

CREATE TABLE service_callbacks (
    id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL,
    callback_type TEXT NOT NULL, -- delivery_status, complaint, returned_letter, inbound_sms
    url TEXT NOT NULL,
    bearer_token BYTEA NOT NULL, -- sealed
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    UNIQUE (service_id, callback_type)
);

CREATE TABLE api_keys (
    id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL,
    name TEXT NOT NULL,
    key_type TEXT NOT NULL, -- normal, team, test
    secret BYTEA NOT NULL, -- sealed
    expiry_date TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ,
    version BIGINT NOT NULL
);
CREATE INDEX api_keys_service ON api_keys (service_id);
CREATE UNIQUE INDEX api_keys_name ON api_keys (service_id, name) WHERE expiry_date IS NULL;

CREATE TABLE templates (
    id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL,
    template_type TEXT NOT NULL, -- sms, email, letter
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    subject TEXT,
    postage TEXT,
    archived BOOLEAN NOT NULL,
    hidden BOOLEAN NOT NULL,
    has_unsubscribe_link BOOLEAN NOT NULL,
    created_by_id UUID,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ,
    version BIGINT NOT NULL
);
CREATE INDEX templates_service ON templates (service_id);

-- Every version, the current one too; versions never change.
CREATE TABLE templates_history (
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    service_id UUID NOT NULL,
    template_type TEXT NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    subject TEXT,
    postage TEXT,
    archived BOOLEAN NOT NULL,
    hidden BOOLEAN NOT NULL,
    has_unsubscribe_link BOOLEAN NOT NULL,
    created_by_id UUID,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ,
    PRIMARY KEY (id, version)
);

CREATE TABLE notifications (
    id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL,
    template_id UUID NOT NULL,
    template_version BIGINT NOT NULL,
    api_key_id UUID,
    key_type TEXT NOT NULL,
    job_id UUID,
    job_row_number BIGINT,
    notification_type TEXT NOT NULL,
    status TEXT NOT NULL,
    recipient TEXT NOT NULL,            -- as typed, stripped
    normalised_recipient TEXT NOT NULL, -- digits without +, or the lower-case address
    personalisation BYTEA,              -- sealed JSON object; null when empty
    client_reference TEXT,
    reference TEXT,                     -- the provider's
    reply_to_text TEXT,
    unsubscribe_link TEXT,
    billable_units BIGINT NOT NULL,
    international BOOLEAN NOT NULL,
    phone_prefix TEXT,
    rate_multiplier DOUBLE PRECISION,
    sent_by TEXT,
    created_by_id UUID,
    created_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ,
    updated_at TIMESTAMPTZ
);
CREATE INDEX notifications_service_created ON notifications (service_id, created_at, id);
CREATE INDEX notifications_reference ON notifications (reference) WHERE reference IS NOT NULL;
CREATE INDEX notifications_client_reference ON notifications (service_id, client_reference) WHERE client_reference IS NOT NULL;
CREATE UNIQUE INDEX notifications_job_row ON notifications (job_id, job_row_number) WHERE job_id IS NOT NULL;
-- What has no final status yet: the time-out and the replay look only here.
CREATE INDEX notifications_open ON notifications (created_at) WHERE status IN ('created', 'sending', 'pending');

-- After retention: no recipient, content or test rows (tasks.md §11).
CREATE TABLE notification_history (
    id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL,
    template_id UUID NOT NULL,
    template_version BIGINT NOT NULL,
    api_key_id UUID,
    key_type TEXT NOT NULL,
    job_id UUID,
    job_row_number BIGINT,
    notification_type TEXT NOT NULL,
    status TEXT NOT NULL,
    client_reference TEXT,
    reference TEXT,
    billable_units BIGINT NOT NULL,
    international BOOLEAN NOT NULL,
    phone_prefix TEXT,
    rate_multiplier DOUBLE PRECISION,
    sent_by TEXT,
    created_by_id UUID,
    created_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ,
    updated_at TIMESTAMPTZ
);
CREATE INDEX notification_history_reference ON notification_history (reference) WHERE reference IS NOT NULL;

-- What still has to be handed to a provider; committed with the notification, deleted with its outcome.
CREATE TABLE deliveries (
    notification_id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL,
    step TEXT NOT NULL,         -- send; simulate (a test key's receipt is still to come)
    attempts BIGINT NOT NULL,   -- provider calls made so far
    due_at TIMESTAMPTZ NOT NULL,
    owner UUID,                 -- the worker that has it in memory; null: anyone may claim it
    last_error TEXT
);
CREATE INDEX deliveries_due ON deliveries (service_id, due_at) WHERE owner IS NULL;

-- Sealed snapshots of events for the services' own endpoints; deleted when delivered or given up.
CREATE TABLE callbacks (
    id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL,
    notification_id UUID NOT NULL,
    callback_type TEXT NOT NULL,
    payload BYTEA NOT NULL,     -- sealed: url, bearer token and body as they were at the event
    attempts BIGINT NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    owner UUID,
    last_error TEXT,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX callbacks_due ON callbacks (service_id, due_at) WHERE owner IS NULL;

-- Callbacks whose retries are used up, kept so that an operator can see and replay them.
CREATE TABLE failed_callbacks (
    id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL,
    notification_id UUID NOT NULL,
    callback_type TEXT NOT NULL,
    payload BYTEA NOT NULL,
    attempts BIGINT NOT NULL,
    last_error TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    failed_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX failed_callbacks_service ON failed_callbacks (service_id, failed_at);

-- Receipts whose reference nobody has stored yet: matched when it is, dropped when they are old.
CREATE TABLE parked_receipts (
    id UUID NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL,
    status TEXT NOT NULL,
    provider TEXT NOT NULL,
    detail TEXT,
    received_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX parked_receipts_reference ON parked_receipts (reference);
CREATE INDEX parked_receipts_received ON parked_receipts (received_at);

CREATE TABLE complaints (
    id UUID NOT NULL PRIMARY KEY,
    notification_id UUID NOT NULL,
    service_id UUID NOT NULL,
    feedback_id TEXT,
    complaint_type TEXT,
    complaint_date TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (notification_id, feedback_id)
);

-- Messages by service, UTC day, template and status. One writer's rows are one shard, so that processes do not wait
-- for each other; a reader adds the shards up. A status that messages leave goes down again.
CREATE TABLE notification_counts (
    service_id UUID NOT NULL,
    day TEXT NOT NULL,
    template_id UUID NOT NULL,
    notification_type TEXT NOT NULL,
    key_type TEXT NOT NULL,
    status TEXT NOT NULL,
    shard BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (service_id, day, template_id, notification_type, key_type, status, shard)
);

CREATE TABLE providers (
    identifier TEXT NOT NULL PRIMARY KEY,
    display_name TEXT NOT NULL,
    notification_type TEXT NOT NULL,
    priority BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    supports_international BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    updated_at TIMESTAMPTZ,
    created_by_id UUID,
    reason TEXT
);
INSERT INTO providers (identifier, display_name, notification_type, priority, active, supports_international, version)
VALUES ('mmg', 'MMG', 'sms', 51, TRUE, TRUE, 1),
       ('firetext', 'Firetext', 'sms', 49, TRUE, FALSE, 1),
       ('ses', 'AWS SES', 'email', 10, TRUE, FALSE, 1),
       ('smtp', 'SMTP', 'email', 0, FALSE, FALSE, 1);

-- Processes that may own deliveries and callbacks. One that has not renewed in time is dead, and its claims are freed.
CREATE TABLE workers (
    id UUID NOT NULL PRIMARY KEY,
    roles TEXT NOT NULL,
    host TEXT NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);

-- The last due instant of each scheduled task that was run, so that a missed one is known.
CREATE TABLE schedule_runs (
    task TEXT NOT NULL PRIMARY KEY,
    last_due TIMESTAMPTZ NOT NULL,
    claimed_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ
);

-- Work whose handler is not known (tasks.md §2.8): kept for an operator, never dropped.
CREATE TABLE parked_tasks (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    payload JSONB NOT NULL,
    parked_at TIMESTAMPTZ NOT NULL
);

-- Settings of the installation as a whole, such as the check value of its secret key.
CREATE TABLE installation (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
