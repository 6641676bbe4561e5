-- What people send back (text messages, requests to unsubscribe), what services set up for letters, and what became of
-- every call to a service's endpoint.

-- The pool of numbers that can be answered to. Free: active and no service's.
CREATE TABLE inbound_numbers (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE, -- 07…, never 447…
    provider TEXT NOT NULL,
    service_id UUID UNIQUE,
    active BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ
);

CREATE TABLE inbound_sms (
    id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL,
    notify_number TEXT NOT NULL,
    user_number TEXT NOT NULL,           -- digits with country code, or the sender as the provider wrote it
    provider TEXT NOT NULL,
    provider_reference TEXT,
    provider_date TIMESTAMPTZ NOT NULL,  -- when the provider got it; our own time where it does not say
    content BYTEA NOT NULL,              -- sealed
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX inbound_sms_service_created ON inbound_sms (service_id, created_at, id);
CREATE INDEX inbound_sms_user_number ON inbound_sms (service_id, user_number);

-- The sender whose text is the service's inbound number.
ALTER TABLE service_sms_senders ADD COLUMN inbound_number_id UUID;
CREATE UNIQUE INDEX service_sms_senders_inbound_number ON service_sms_senders (inbound_number_id)
    WHERE inbound_number_id IS NOT NULL;

-- A batch of requests that the service has downloaded.
CREATE TABLE unsubscribe_request_reports (
    id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    earliest_timestamp TIMESTAMPTZ NOT NULL,
    latest_timestamp TIMESTAMPTZ NOT NULL,
    processed_by_service_at TIMESTAMPTZ,
    count BIGINT NOT NULL
);
CREATE INDEX unsubscribe_request_reports_service ON unsubscribe_request_reports (service_id, latest_timestamp);

CREATE TABLE unsubscribe_requests (
    id UUID NOT NULL PRIMARY KEY,
    notification_id UUID NOT NULL,
    service_id UUID NOT NULL,
    template_id UUID NOT NULL,
    template_version BIGINT NOT NULL,
    email_address TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    report_id UUID
);
CREATE INDEX unsubscribe_requests_notification ON unsubscribe_requests (notification_id);
CREATE INDEX unsubscribe_requests_service ON unsubscribe_requests (service_id, created_at);
CREATE INDEX unsubscribe_requests_report ON unsubscribe_requests (report_id) WHERE report_id IS NOT NULL;
-- A repeat is ignored until the service has dealt with the first: two that come at the same time are one.
CREATE UNIQUE INDEX unsubscribe_requests_open ON unsubscribe_requests (notification_id) WHERE report_id IS NULL;

ALTER TABLE users ADD COLUMN take_part_in_research BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE users ADD COLUMN receives_new_features_email BOOLEAN NOT NULL DEFAULT TRUE;

-- Return addresses of letters.
CREATE TABLE service_letter_contacts (
    id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL,
    contact_block TEXT NOT NULL,
    is_default BOOLEAN NOT NULL,
    archived BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ
);
CREATE INDEX service_letter_contacts_service ON service_letter_contacts (service_id);
ALTER TABLE templates ADD COLUMN service_letter_contact_id UUID;
ALTER TABLE templates_history ADD COLUMN service_letter_contact_id UUID;

-- Signs the calls to this endpoint; sealed. Null: made before calls were signed, and stays unsigned.
ALTER TABLE service_callbacks ADD COLUMN signing_secret BYTEA;

-- The last that is known of each call: no payloads here. Ids grow with time, so that the newest of a service are found
-- and the oldest dropped by the key alone.
CREATE TABLE callback_log (
    service_id UUID NOT NULL,
    id UUID NOT NULL,              -- of the callback
    notification_id UUID NOT NULL, -- what it tells about
    callback_type TEXT NOT NULL,
    status TEXT NOT NULL,          -- delivered; retrying; failed: retries used up, or refused
    attempts BIGINT NOT NULL,
    http_status BIGINT,            -- of the last answer; null: there was none
    last_error TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    attempted_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (service_id, id)
);
