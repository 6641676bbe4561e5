-- Which provider gets how much: who changed it and why, and what the rules that change it look at.

-- Drawn at random by each installation when it first starts, so that nothing can depend on one.
ALTER TABLE providers ADD COLUMN id UUID;
-- Who made the last change, in words: a person's name, or Herald itself.
ALTER TABLE providers ADD COLUMN changed_by TEXT;
CREATE UNIQUE INDEX providers_id ON providers (id) WHERE id IS NOT NULL;

-- Every version, the current one too; versions never change.
CREATE TABLE providers_history (
    identifier TEXT NOT NULL,
    version BIGINT NOT NULL,
    display_name TEXT NOT NULL,
    notification_type TEXT NOT NULL,
    priority BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    supports_international BOOLEAN NOT NULL,
    updated_at TIMESTAMPTZ,
    created_by_id UUID,
    changed_by TEXT,
    reason TEXT,
    PRIMARY KEY (identifier, version)
);
INSERT INTO providers_history (identifier, version, display_name, notification_type, priority, active,
                               supports_international, updated_at, created_by_id, changed_by, reason)
SELECT identifier, version, display_name, notification_type, priority, active, supports_international, updated_at,
       created_by_id, changed_by, reason
FROM providers;

-- How long text messages took that were delivered, by provider and by ten seconds of creation. One writer's rows are
-- one shard. Kept for an hour: what is under way still is read off the messages themselves.
CREATE TABLE provider_delivery_times (
    created_from TIMESTAMPTZ NOT NULL,
    provider TEXT NOT NULL,
    shard BIGINT NOT NULL,
    delivered BIGINT NOT NULL,
    slow BIGINT NOT NULL,           -- by the setting of the moment
    over_1_minute BIGINT NOT NULL,
    over_5_minutes BIGINT NOT NULL,
    over_10_minutes BIGINT NOT NULL,
    PRIMARY KEY (created_from, provider, shard)
);

-- Failed requests to providers by second, kept for an hour.
CREATE TABLE provider_errors (
    at TIMESTAMPTZ NOT NULL,        -- start of the second
    provider TEXT NOT NULL,
    shard BIGINT NOT NULL,
    errors BIGINT NOT NULL,
    PRIMARY KEY (at, provider, shard)
);

-- For how many minutes in a row too much was slow, over all providers together.
CREATE TABLE slow_minutes (
    notification_type TEXT NOT NULL PRIMARY KEY,
    minutes BIGINT NOT NULL,
    counted_at TIMESTAMPTZ NOT NULL
);

-- Which providers can take a message: sms, sms-abroad, email; simulated for test keys. While none of a lane's acts, its
-- messages wait here, and nobody looks at them.
ALTER TABLE deliveries ADD COLUMN lane TEXT NOT NULL DEFAULT 'sms';
UPDATE deliveries SET lane = COALESCE(
    (SELECT CASE WHEN n.key_type = 'test' THEN 'simulated' WHEN n.notification_type = 'email' THEN 'email'
                 WHEN n.international THEN 'sms-abroad' ELSE 'sms' END
     FROM notifications n WHERE n.id = deliveries.notification_id), 'sms');
DROP INDEX deliveries_due;
CREATE INDEX deliveries_due ON deliveries (lane, service_id, due_at) WHERE owner IS NULL;
