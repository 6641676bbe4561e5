-- How long messages take, and how often requests fail: counters that are kept as rows change, so that a look at the last
-- quarter of an hour costs the same on any day.

-- name: add_delivery_times(created_from, provider, shard, delivered, slow, over_1_minute, over_5_minutes, over_10_minutes)
INSERT INTO provider_delivery_times (created_from, provider, shard, delivered, slow, over_1_minute, over_5_minutes, over_10_minutes)
VALUES (:created_from, :provider, :shard, :delivered, :slow, :over_1_minute, :over_5_minutes, :over_10_minutes)
ON CONFLICT (created_from, provider, shard) DO UPDATE SET
    delivered = provider_delivery_times.delivered + excluded.delivered,
    slow = provider_delivery_times.slow + excluded.slow,
    over_1_minute = provider_delivery_times.over_1_minute + excluded.over_1_minute,
    over_5_minutes = provider_delivery_times.over_5_minutes + excluded.over_5_minutes,
    over_10_minutes = provider_delivery_times.over_10_minutes + excluded.over_10_minutes

-- name: delivered_since(since)
SELECT provider, CAST(SUM(delivered) AS BIGINT), CAST(SUM(slow) AS BIGINT), CAST(SUM(over_1_minute) AS BIGINT),
       CAST(SUM(over_5_minutes) AS BIGINT), CAST(SUM(over_10_minutes) AS BIGINT)
FROM provider_delivery_times WHERE created_from >= :since GROUP BY provider

-- The condition repeats the index `notifications_open`: messages that are under way, none that has ended.
-- name: under_way_since(since, slow_before, minute_1_before, minute_5_before, minute_10_before)
SELECT sent_by, COUNT(*),
       CAST(SUM(CASE WHEN sent_at <= :slow_before THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN sent_at <= :minute_1_before THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN sent_at <= :minute_5_before THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN sent_at <= :minute_10_before THEN 1 ELSE 0 END) AS BIGINT)
FROM notifications
WHERE status IN ('created', 'sending', 'pending') AND status <> 'created' AND created_at >= :since
  AND notification_type = 'sms' AND key_type <> 'test' AND sent_at IS NOT NULL AND sent_by IS NOT NULL
GROUP BY sent_by

-- name: add_provider_errors(at, provider, shard, errors)
INSERT INTO provider_errors (at, provider, shard, errors) VALUES (:at, :provider, :shard, :errors)
ON CONFLICT (at, provider, shard) DO UPDATE SET errors = provider_errors.errors + excluded.errors

-- name: provider_errors_since(provider, since)
SELECT CAST(COALESCE(SUM(errors), 0) AS BIGINT) FROM provider_errors WHERE at > :since AND provider = :provider

-- name: remove_delivery_times(before)
DELETE FROM provider_delivery_times WHERE created_from < :before

-- name: remove_provider_errors(before)
DELETE FROM provider_errors WHERE at < :before

-- A minute counts once, however often its task runs.
-- name: count_slow_minute(now)
INSERT INTO slow_minutes (notification_type, minutes, counted_at) VALUES ('sms', 1, :now)
ON CONFLICT (notification_type) DO UPDATE SET minutes = slow_minutes.minutes + 1, counted_at = excluded.counted_at
WHERE slow_minutes.counted_at < excluded.counted_at
RETURNING minutes

-- name: end_slow_minutes()
DELETE FROM slow_minutes WHERE notification_type = 'sms'
